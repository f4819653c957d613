"""Addresses of the alliances of a project, under /workbench/<project>/alliances/."""

from django.urls import URLPattern

from .addresses import agreements, allies, coverage, relations, stakeholders

urlpatterns: list[URLPattern] = [
    *coverage.urlpatterns,
    *relations.urlpatterns,
    *agreements.urlpatterns,
    *stakeholders.urlpatterns,
    *allies.urlpatterns,
]
