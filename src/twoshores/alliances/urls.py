"""Addresses of the network and of organisations' strengths, under /alliances/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
