"""Addresses of a project that runs: papers and pictures, news, decisions, people
reached; under /workbench/."""

from django.urls import URLPattern, path

from .views import decisions, documents, news, reached

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
    path("<uuid:pk>/decisions/", decisions.decisions, name="workbench_decisions"),
    path("<uuid:pk>/decisions/new/", decisions.decision_new, name="decision_new"),
    path("<uuid:pk>/amendments/new/", decisions.amendment_new, name="amendment_new"),
    path("<uuid:pk>/amendments/<int:number>/", decisions.amendment, name="amendment"),
    path(
        "<uuid:pk>/amendments/<int:number>/compare/",
        decisions.amendment_compare,
        name="amendment_compare",
    ),
    path("<uuid:pk>/reached/", reached.reached, name="workbench_reached"),
    path(
        "<uuid:pk>/reached/<int:period>/<uuid:activity>/list/",
        reached.reached_list,
        name="reached_list",
    ),
    path(
        "<uuid:pk>/reached/<int:period>/<uuid:activity>/list/remove/",
        reached.reached_remove,
        name="reached_remove",
    ),
    path(
        "<uuid:pk>/reached/<int:period>/<uuid:activity>/heads/",
        reached.reached_heads,
        name="reached_heads",
    ),
]
