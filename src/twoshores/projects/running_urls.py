"""Addresses of a project that runs: papers and pictures, news; under /workbench/."""

from django.urls import URLPattern, path

from .views import documents, news

urlpatterns: list[URLPattern] = [
    path("<uuid:pk>/documents/", documents.documents, name="workbench_documents"),
    path("<uuid:pk>/documents/new/", documents.document_new, name="document_new"),
    path("<uuid:pk>/documents/<uuid:document>/", documents.document, name="document"),
    path(
        "<uuid:pk>/documents/<uuid:document>/edit/", documents.document_edit, name="document_edit"
    ),
    path("<uuid:pk>/news/", news.updates, name="workbench_updates"),
    path("<uuid:pk>/news/new/", news.update_edit, name="update_new"),
    path("<uuid:pk>/news/<uuid:update>/", news.update_edit, name="update_edit"),
]
