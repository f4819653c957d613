"""Addresses of help from a programme."""

from django.urls import URLPattern, path

from ..views import support

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/support/", support.programme_support, name="programme_support"),
    path("<uuid:pk>/ask/", support.support_ask, name="support_ask"),
    path("help/<uuid:request_pk>/", support.support_request, name="support_request"),
    path("help/<uuid:request_pk>/move/", support.support_move, name="support_move"),
]
workbench_patterns: list[URLPattern] = [
    path("help/", support.project_support, name="project_support"),
    path("help/<uuid:programme>/new/", support.support_new, name="support_new"),
]
