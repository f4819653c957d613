"""Addresses of reports that are due to a programme."""

from django.urls import URLPattern, path

from ..views import duties

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/reports/", duties.programme_duties, name="programme_duties"),
    path("<uuid:pk>/reports/new/", duties.duty_new, name="duty_new"),
    path("<uuid:pk>/reports/<uuid:duty>/", duties.programme_duty, name="programme_duty"),
    path("<uuid:pk>/reports/<uuid:duty>/edit/", duties.duty_edit, name="duty_edit"),
]
workbench_patterns: list[URLPattern] = [
    path("due/", duties.project_duties, name="project_duties"),
    path("due/<uuid:duty>/", duties.project_duty, name="project_duty"),
]
