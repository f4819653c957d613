"""Addresses of programmes, under /programmes/: one module for each subject in `addresses/`."""

from django.urls import URLPattern, path

from .addresses import (
    appraisal,
    calls,
    contracts,
    duties,
    events,
    files,
    journal,
    missions,
    payments,
    portfolio,
    support,
    synergies,
)
from .views import programmes

urlpatterns: list[URLPattern] = [
    path("", programmes.programmes, name="programmes"),
    path("new/", programmes.programme_new, name="programme_new"),
    path("join/<str:token>/", programmes.office_invitation, name="office_invitation"),
    path("<uuid:pk>/", programmes.programme, name="programme"),
    path("<uuid:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("<uuid:pk>/people/", programmes.programme_people, name="programme_people"),
    *duties.programme_patterns,
    *events.programme_patterns,
    *appraisal.programme_patterns,
    *missions.programme_patterns,
    *portfolio.programme_patterns,
    *files.programme_patterns,
    *support.programme_patterns,
    *synergies.programme_patterns,
    *calls.programme_patterns,
    *contracts.programme_patterns,
    *payments.programme_patterns,
    *journal.urlpatterns,
]
