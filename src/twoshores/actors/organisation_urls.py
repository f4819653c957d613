"""Addresses of organisations."""

from django.urls import path

from .views import memberships, organisations

urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/list.csv", organisations.organisations_csv, name="organisations_csv"),
    path("organisations/new/", organisations.organisation_new, name="organisation_new"),
    path("organisations/invitation/<str:token>/", memberships.invitation, name="invitation"),
    path("organisations/<uuid:pk>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<uuid:pk>/edit/", organisations.organisation_edit, name="organisation_edit"
    ),
    path(
        "organisations/<uuid:pk>/ties/", organisations.organisation_ties, name="organisation_ties"
    ),
    path(
        "organisations/<uuid:pk>/members/",
        memberships.organisation_members,
        name="organisation_members",
    ),
    path(
        "organisations/<uuid:pk>/claim/", memberships.organisation_claim, name="organisation_claim"
    ),
    path("claims/", memberships.claims, name="claims"),
    path("claims/<uuid:pk>/", memberships.claim, name="claim"),
]
