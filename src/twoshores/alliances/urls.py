"""Addresses of mediations, the network and organisations' strengths, under /alliances/."""

from django.urls import URLPattern, path

from .views import mediations, strengths

urlpatterns: list[URLPattern] = [
    path(
        "organisations/<uuid:pk>/strengths/",
        strengths.organisation_strengths,
        name="organisation_strengths",
    ),
    path("mediations/", mediations.mediations, name="mediations"),
    path("mediations/<uuid:mediation>/", mediations.mediation, name="mediation"),
    path("mediations/<uuid:mediation>/take/", mediations.mediation_take, name="mediation_take"),
    path("mediations/<uuid:mediation>/move/", mediations.mediation_move, name="mediation_move"),
]
