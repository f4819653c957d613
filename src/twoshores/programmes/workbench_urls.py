"""Addresses of a project's proposals and grants, under /workbench/<project>/funding/."""

from django.urls import URLPattern

from .addresses import appraisal, contracts, duties, missions, proposals, support

urlpatterns: list[URLPattern] = [
    *contracts.workbench_patterns,
    *appraisal.workbench_patterns,
    *duties.workbench_patterns,
    *missions.workbench_patterns,
    *proposals.workbench_addresses,
    *support.workbench_patterns,
]
