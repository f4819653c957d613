"""Addresses of projects, under /projects/."""

from django.urls import URLPattern, path, register_converter

from .converters import CodeConverter, CountryConverter
from .views import documents, files, pages

register_converter(CodeConverter, "project_code")
register_converter(CountryConverter, "country")

urlpatterns: list[URLPattern] = [
    path("", pages.projects, name="projects"),
    path("list.csv", pages.projects_csv, name="projects_csv"),
    path("list.json", pages.projects_json, name="projects_json"),
    path("map/", pages.projects_map, name="projects_map"),
    path("between/<country:origin>-<country:abroad>/", pages.project_pair, name="project_pair"),
    path("<project_code:code>.iati.xml", files.iati_public, name="project_iati"),
    path(
        "<project_code:code>/pictures/<uuid:document>/",
        documents.shown_picture,
        name="shown_picture",
    ),
    path("<project_code:code>/papers/<uuid:document>/", documents.shown_paper, name="shown_paper"),
    path("<project_code:code>/", pages.project, name="project"),
    path("<project_code:code>/review/", pages.project_review, name="project_review"),
]
