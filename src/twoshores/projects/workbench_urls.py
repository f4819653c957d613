"""Addresses of the workbench, where projects are designed and run, under /workbench/."""

from django.urls import URLPattern, path

from .views import basics

urlpatterns: list[URLPattern] = [
    path("", basics.workbench, name="workbench"),
    path("new/", basics.project_new, name="project_new"),
    path("<uuid:pk>/", basics.workbench_project, name="workbench_project"),
    path("<uuid:pk>/edit/", basics.project_edit, name="project_edit"),
    path("<uuid:pk>/stage/", basics.project_stage, name="project_stage"),
    path("<uuid:pk>/partners/", basics.partners, name="workbench_partners"),
    path("<uuid:pk>/partners/new/", basics.partner_new, name="partner_new"),
    path("<uuid:pk>/partners/<int:partner>/", basics.partner_edit, name="partner_edit"),
    path("<uuid:pk>/partners/<int:partner>/rights/", basics.partner_rights, name="partner_rights"),
    path("<uuid:pk>/public/", basics.project_public, name="workbench_public"),
    path("<uuid:pk>/history/", basics.project_history, name="workbench_history"),
]
