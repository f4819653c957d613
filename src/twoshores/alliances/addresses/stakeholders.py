"""Stakeholders and their scores, under /workbench/<project>/alliances/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
