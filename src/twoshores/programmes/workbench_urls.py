"""Addresses of a project's proposals and grants, under /workbench/<project>/funding/."""

from django.urls import URLPattern

from .addresses import appraisal, duties, missions, proposals, support

urlpatterns: list[URLPattern] = [
    *appraisal.workbench_patterns,
    *duties.workbench_patterns,
    *missions.workbench_patterns,
    *proposals.workbench_addresses,
    *support.workbench_patterns,
]
