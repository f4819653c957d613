"""Addresses of calls as applicants see them, under /calls/."""

from django.urls import URLPattern

from .addresses import calls, proposals

urlpatterns: list[URLPattern] = [
    *proposals.call_addresses,
    *calls.call_addresses,
]
