"""Addresses of monitoring missions."""

from django.urls import URLPattern, path

from ..views import missions

ONE = "<uuid:pk>/missions/<uuid:mission>/"
programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/missions/", missions.programme_missions, name="programme_missions"),
    path("<uuid:pk>/missions/new/", missions.mission_new, name="mission_new"),
    path(ONE, missions.mission, name="mission"),
    path(f"{ONE}edit/", missions.mission_edit, name="mission_edit"),
    path(f"{ONE}write/", missions.mission_write, name="mission_write"),
    path(f"{ONE}move/", missions.mission_move, name="mission_move"),
    path(f"{ONE}actions/new/", missions.action_new, name="mission_action_new"),
    path(f"{ONE}actions/<uuid:action>/", missions.action_edit, name="mission_action_edit"),
    path(f"{ONE}actions/<uuid:action>/done/", missions.action_done, name="mission_action_done"),
]
workbench_patterns: list[URLPattern] = [
    path("visits/", missions.project_missions, name="project_missions"),
    path("visits/<uuid:mission>/", missions.project_mission, name="project_mission"),
    path(
        "visits/<uuid:mission>/<uuid:action>/done/",
        missions.project_action_done,
        name="project_action_done",
    ),
]
