"""Agreements, their versions and signatures, under /workbench/<project>/alliances/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
