"""Addresses of a project's proposals and grants, under /workbench/<project>/funding/."""

from django.urls import URLPattern

from .addresses import missions, support

urlpatterns: list[URLPattern] = [
    *missions.workbench_patterns,
    *support.workbench_patterns,
]
