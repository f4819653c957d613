"""Addresses of a project that runs: papers and pictures; under /workbench/."""

from django.urls import URLPattern, path

from .views import documents

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/documents/", documents.documents, name="workbench_documents"),
    path("<uuid:pk>/documents/new/", documents.document_new, name="document_new"),
    path("<uuid:pk>/documents/<uuid:document>/", documents.document, name="document"),
    path(
        "<uuid:pk>/documents/<uuid:document>/edit/", documents.document_edit, name="document_edit"
    ),
]
