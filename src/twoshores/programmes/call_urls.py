"""Addresses of calls as applicants see them, under /calls/."""

from django.urls import URLPattern

from .addresses import proposals

urlpatterns: list[URLPattern] = [
    *proposals.call_addresses,
]
