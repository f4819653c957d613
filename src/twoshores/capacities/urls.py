"""Addresses of needs, people's offers and engagements."""

from django.urls import URLPattern, path

from .views import digests, needs, shortlist

urlpatterns: list[URLPattern] = [
    path("digest/<str:token>/", digests.digest_stop, name="digest_stop"),
    path("needs/", needs.needs, name="needs"),
    path("needs.csv", needs.needs_csv, name="needs_csv"),
    path("needs/ours/", needs.own_needs, name="own_needs"),
    path("needs/<uuid:pk>/", needs.need, name="need"),
    path("needs/<uuid:pk>/state/", needs.need_state, name="need_state"),
    path("needs/<uuid:pk>/introductions/", needs.need_introductions, name="need_introductions"),
    path("needs/<uuid:pk>/history/", needs.need_history, name="need_history"),
    path("needs/<uuid:pk>/who/", shortlist.need_who, name="need_who"),
    path("needs/<uuid:pk>/who.csv", shortlist.need_who_csv, name="need_who_csv"),
    path("needs/<uuid:pk>/who/<str:code>/keep/", shortlist.need_keep, name="need_keep"),
    path("needs/<uuid:pk>/who/<str:code>/ask/", shortlist.need_ask, name="need_ask"),
]
