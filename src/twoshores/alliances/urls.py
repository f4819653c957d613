"""Addresses of worked examples, mediations, the network, strengths, under /alliances/."""

from django.urls import URLPattern, path

from .views import acquaintances, mediations, strengths, worked

urlpatterns: list[URLPattern] = [
    path(
        "organisations/<uuid:pk>/strengths/",
        strengths.organisation_strengths,
        name="organisation_strengths",
    ),
    path("examples/<str:code>/", worked.worked_partnership, name="worked_partnership"),
    path(
        "organisations/<uuid:pk>/acquaintances/",
        acquaintances.organisation_acquaintances,
        name="organisation_acquaintances",
    ),
    path(
        "organisations/<uuid:pk>/acquaintances/<uuid:other>/",
        acquaintances.organisation_acquaintance,
        name="organisation_acquaintance",
    ),
    path("mediations/", mediations.mediations, name="mediations"),
    path("mediations/<uuid:mediation>/", mediations.mediation, name="mediation"),
    path("mediations/<uuid:mediation>/take/", mediations.mediation_take, name="mediation_take"),
    path("mediations/<uuid:mediation>/move/", mediations.mediation_move, name="mediation_move"),
]
