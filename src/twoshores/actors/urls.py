"""Addresses of people, their introductions and their own pages."""

from django.urls import URLPattern, URLResolver, include, path

from .views import introductions, people, stewards

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("twoshores.actors.organisation_urls")),
    path("stewards/", stewards.stewards, name="stewards"),
    path("stewards/merge/", stewards.steward_merge, name="steward_merge"),
    path("stewards/reveal/", stewards.steward_reveal, name="steward_reveal"),
    path("stewards/audit/", stewards.steward_audit, name="steward_audit"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<uuid:pk>/", introductions.introduction_detail, name="introduction_detail"),
    path("i/<str:token>/", introductions.introduction_link, name="introduction_link"),
    path("me/", people.me, name="me"),
    path("me/facts/", people.me_facts, name="me_facts"),
    path("me/seen/", people.me_seen, name="me_seen"),
    path("me/history/", people.me_history, name="me_history"),
    path("me/data.json", people.me_data, name="me_data"),
    path("me/erase/", people.me_erase, name="me_erase"),
    path("p/", people.person_link_ask, name="person_link_ask"),
    path("p/<str:token>/", people.person_link, name="person_link"),
    path("p/<str:token>/facts/", people.person_link_facts, name="person_link_facts"),
    path("p/<str:token>/seen/", people.person_link_seen, name="person_link_seen"),
    path("p/<str:token>/history/", people.person_link_history, name="person_link_history"),
    path("p/<str:token>/data.json", people.person_link_data, name="person_link_data"),
    path("p/<str:token>/erase/", people.person_link_erase, name="person_link_erase"),
]
