"""Address of the page that tells who should talk to whom."""

from django.urls import URLPattern, path

from ..views import synergies

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/synergies/", synergies.programme_synergies, name="programme_synergies"),
]
