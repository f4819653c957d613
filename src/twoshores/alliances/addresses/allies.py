"""Forces, allies, advocacy, briefs, under /workbench/<project>/alliances/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
