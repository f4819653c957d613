"""Addresses of a project's proposals and grants, under /workbench/<project>/funding/."""

from django.urls import URLPattern

from .addresses import duties, missions, proposals, support

urlpatterns: list[URLPattern] = [
    *duties.workbench_patterns,
from .addresses import appraisal, missions, support

urlpatterns: list[URLPattern] = [
    *appraisal.workbench_patterns,
    *missions.workbench_patterns,
    *support.workbench_patterns,
    *proposals.workbench_addresses,
]
