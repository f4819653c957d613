"""What partners bring, whom to add, goal and roles, under /workbench/<project>/alliances/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
