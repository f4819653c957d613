"""Addresses of events and papers of a programme."""

from django.urls import URLPattern, path

from ..views import events

programme_patterns: list[URLPattern] = [
    path("<uuid:pk>/events/", events.programme_events, name="programme_events"),
    path("<uuid:pk>/events/new/", events.event_new, name="event_new"),
    path("<uuid:pk>/events/<uuid:event>/", events.event_edit, name="event_edit"),
    path("events/<uuid:event>.ics", events.programme_event_ics, name="programme_event_ics"),
    path("<uuid:pk>/papers/", events.programme_papers, name="programme_papers"),
    path("<uuid:pk>/papers/new/", events.paper_new, name="paper_new"),
    path(
        "<uuid:pk>/papers/<uuid:paper>/remove/",
        events.programme_paper_remove,
        name="programme_paper_remove",
    ),
    path("papers/<uuid:paper>/", events.programme_paper, name="programme_paper"),
]
