"""Addresses of needs, people's offers and engagements."""

from django.urls import URLPattern, URLResolver, include, path

from .views import digests, engagements, join, need_edit, needs, profiles, shortlist, skill_map

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("twoshores.capacities.people_urls")),
    path("digest/<str:token>/", digests.digest_stop, name="digest_stop"),
    path("engagements/", engagements.engagements, name="engagements"),
    path("engagements/<uuid:pk>/", engagements.engagement, name="engagement"),
    path("e/<str:token>/", engagements.engagement_link, name="engagement_link"),
    path("join/", join.join, name="join"),
    path("join/<int:step>/", join.join, name="join_step"),
    path("join/sent/", join.join_sent, name="join_sent"),
    path("me/offer/", profiles.me_offer, name="me_offer"),
    path("me/skills/", profiles.me_skills, name="me_skills"),
    path("me/confirm/", profiles.me_confirm, name="me_confirm"),
    path("p/<str:token>/offer/", profiles.person_link_offer, name="person_link_offer"),
    path("p/<str:token>/skills/", profiles.person_link_skills, name="person_link_skills"),
    path("p/<str:token>/confirm/", profiles.person_link_confirm, name="person_link_confirm"),
    path("needs/", needs.needs, name="needs"),
    path("needs.csv", needs.needs_csv, name="needs_csv"),
    path("needs/ours/", needs.own_needs, name="own_needs"),
    path("needs/new/", need_edit.need_new, name="need_new"),
    path("needs/<uuid:pk>/", needs.need, name="need"),
    path("needs/<uuid:pk>/edit/", need_edit.need_edit, name="need_edit"),
    path("needs/<uuid:pk>/skills/", need_edit.need_skills, name="need_skills"),
    path("needs/<uuid:pk>/state/", needs.need_state, name="need_state"),
    path("needs/<uuid:pk>/introductions/", needs.need_introductions, name="need_introductions"),
    path("needs/<uuid:pk>/history/", needs.need_history, name="need_history"),
    path("needs/<uuid:pk>/who/", shortlist.need_who, name="need_who"),
    path("needs/<uuid:pk>/who.csv", shortlist.need_who_csv, name="need_who_csv"),
    path("needs/<uuid:pk>/who/<str:code>/keep/", shortlist.need_keep, name="need_keep"),
    path("needs/<uuid:pk>/who/<str:code>/ask/", shortlist.need_ask, name="need_ask"),
    path("skills/map/", skill_map.skill_map, name="skill_map"),
    path("skills/map.csv", skill_map.skill_map_csv, name="skill_map_csv"),
    path("skills/map.svg", skill_map.skill_map_svg, name="skill_map_svg"),
]
