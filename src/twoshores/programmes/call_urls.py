"""Addresses of calls as applicants see them, under /calls/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
