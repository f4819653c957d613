"""Meetings, learning from each other, early signs, mediation, under a project's alliances."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
