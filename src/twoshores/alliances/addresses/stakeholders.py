"""Stakeholders and what people think of them, under /workbench/<project>/alliances/."""

from django.urls import URLPattern, path

from ..views import stakeholders as views

urlpatterns: list[URLPattern] = [
    path("stakeholders/", views.stakeholders, name="alliance_stakeholders"),
    path("stakeholders/new/", views.stakeholder_edit, name="stakeholder_new"),
    path("stakeholders/list.csv", views.stakeholders_csv, name="stakeholders_csv"),
    path("stakeholders/round/", views.round_open, name="round_open"),
    path("stakeholders/round/close/", views.round_close, name="round_close"),
    path("stakeholders/score/", views.score, name="score"),
    path("stakeholders/score/<uuid:stakeholder>/", views.score, name="score_of"),
    path("stakeholders/<uuid:stakeholder>/", views.stakeholder, name="alliance_stakeholder"),
    path("stakeholders/<uuid:stakeholder>/edit/", views.stakeholder_edit, name="stakeholder_edit"),
    path(
        "stakeholders/<uuid:stakeholder>/steps/new/",
        views.stakeholder_step,
        name="stakeholder_step_new",
    ),
    path(
        "stakeholders/<uuid:stakeholder>/steps/<int:step>/",
        views.stakeholder_step,
        name="stakeholder_step",
    ),
]
