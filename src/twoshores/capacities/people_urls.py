"""Addresses of the list of people, and of what associations do with those they register."""

from django.urls import path

from .views import imports, profiles, registered, rosters

HERE = "organisations/<uuid:pk>/people/"

urlpatterns = [
    path("people/", rosters.people, name="people"),
    path("people.csv", rosters.people_csv, name="people_csv"),
    path("people/<str:code>/", rosters.person_offer, name="person_offer"),
    path(HERE, registered.organisation_people, name="organisation_people"),
    path(f"{HERE}new/", registered.organisation_person_new, name="organisation_person_new"),
    path(f"{HERE}form/", registered.organisation_consent_form, name="organisation_consent_form"),
    path(f"{HERE}import/", imports.organisation_import, name="organisation_import"),
    path(
        f"{HERE}import/template.csv",
        imports.organisation_import_template,
        name="organisation_import_template",
    ),
    path(
        f"{HERE}import/<str:key>/",
        imports.organisation_import_kept,
        name="organisation_import_kept",
    ),
    path(
        f"{HERE}<str:code>/consent/",
        registered.organisation_person_consent,
        name="organisation_person_consent",
    ),
    path(
        f"{HERE}<str:code>/offer/",
        profiles.organisation_person_offer,
        name="organisation_person_offer",
    ),
    path(
        f"{HERE}<str:code>/skills/",
        profiles.organisation_person_skills,
        name="organisation_person_skills",
    ),
    path(
        f"{HERE}<str:code>/end/",
        registered.organisation_person_end,
        name="organisation_person_end",
    ),
]
