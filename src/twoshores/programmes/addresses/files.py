"""Addresses of the files in which a programme's grants leave."""

from django.urls import URLPattern, path

from ..views import files

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/files/", files.programme_files, name="programme_files"),
    path(
        "<uuid:pk>/files/settings/", files.programme_files_settings, name="programme_files_settings"
    ),
    path("<uuid:pk>/files/iati.xml", files.programme_iati, name="programme_iati"),
    path("<uuid:pk>/files/360giving.json", files.programme_giving, name="programme_giving"),
]
