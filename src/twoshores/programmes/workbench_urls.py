"""Addresses of a project's proposals and grants, under /workbench/<project>/funding/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
