"""Meetings, learning from each other, early signs, mediation, under a project's alliances."""

from django.urls import URLPattern, path

from ..views import learning, mediations, meetings, signals

urlpatterns: list[URLPattern] = [
    path("meetings/", meetings.meetings, name="alliance_meetings"),
    path("meetings/new/", meetings.meeting_edit, name="meeting_new"),
    path("meetings/<uuid:meeting>/", meetings.meeting, name="alliance_meeting"),
    path("meetings/<uuid:meeting>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<uuid:meeting>/record/", meetings.meeting_record, name="meeting_record"),
    path("meetings/<uuid:meeting>/step/", meetings.step, name="meeting_step"),
    path("meetings/<uuid:meeting>.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("steps/new/", meetings.step, name="step_new"),
    path("steps/<int:step>/", meetings.step, name="step_edit"),
    path("contacts/new/", meetings.contact_new, name="contact_new"),
    path("learning/", learning.learning, name="alliance_learning"),
    path("learning/new/", learning.transfer, name="transfer_new"),
    path("learning/<int:transfer>/", learning.transfer, name="transfer_edit"),
    path("signs/", signals.signals, name="alliance_signals"),
    path("mediation/new/", mediations.mediation_new, name="mediation_new"),
]
