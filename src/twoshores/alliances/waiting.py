"""What waits on the Today of a project: steps, meetings, signatures, renewals, hand-overs."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, QuerySet, UUIDField, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .agreement_states import S
from .models import Meeting
from .selectors.agreements import agreements_ending

DAYS_AHEAD = 14  # so long before they are due steps and meetings are spoken of
MOST = 40
AGREED, TOWARDS, MEETING = "agreed", "towards", "meeting"
HAND_OVER, SIGN, RENEW = "hand_over", "sign", "renew"


def steps_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """Steps due within two weeks, meetings of the next two weeks and those past without a record,
    hand-overs, signatures that are missing, agreements of which we were reminded that they end.

    One query.
    """
    soon = today + timedelta(days=DAYS_AHEAD)
    due: dict[str, Any] = {"done_on": None, "due_on__lte": soon}
    nowhere = Value(None, output_field=UUIDField())
    no_day = Value(None, output_field=DateField())
    planned = project.meetings.filter(
        state=Meeting.State.PLANNED, starts_at__date__lte=soon
    ).annotate(day=TruncDate("starts_at"))
    rows = _columns(AGREED, project.next_steps.filter(**due), "text", F("due_on"), nowhere).union(
        _columns(
            TOWARDS, project.stakeholder_steps.filter(**due), "text", F("due_on"), F("stakeholder")
        ),
        _columns(MEETING, planned, "title", F("day"), F("pk")),
        _columns(
            HAND_OVER, project.hand_overs.filter(done_on=None), "partner__name", no_day, nowhere
        ),
        _columns(SIGN, project.agreements.filter(state=S.PROPOSED), "title", no_day, F("pk")),
        _columns(RENEW, agreements_ending(project), "title", F("expires_on"), F("pk")),
        all=True,
    )
    return [_item(project, today, *row) for row in rows.order_by("row_day")[:MOST]]


def _columns(kind: str, rows: QuerySet[Any], text: str, day: Any, where: Any) -> QuerySet[Any, Any]:
    chosen: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            row_kind=Value(kind, output_field=CharField()),
            row_text=F(text),
            row_day=day,
            row_where=where,
        )
        .values_list("row_kind", "row_text", "row_day", "row_where")
    )
    return chosen


def _item(
    project: Project, today: date, kind: str, text: str, day: date | None, where: UUID | None
) -> WaitingItem:
    if kind == AGREED:
        address = reverse("alliance_meetings", args=[project.pk])
        return WaitingItem(_("Do what was agreed"), address, text, day)
    if kind == TOWARDS:
        address = reverse("alliance_stakeholder", args=[project.pk, where])
        return WaitingItem(_("Step towards a stakeholder"), address, text, day)
    if kind == HAND_OVER:
        address = reverse("alliance_agreements", args=[project.pk])
        return WaitingItem(_("Hand over: tell the next one what is agreed"), address, text)
    if kind in (SIGN, RENEW):
        address = reverse("alliance_agreement", args=[project.pk, where])
        missing, ends = _("Signatures are missing"), _("Decide whether to renew the agreement")
        return WaitingItem(missing if kind == SIGN else ends, address, text, day)
    address = reverse("alliance_meeting", args=[project.pk, where])
    past = day is not None and day < today
    words = _("Write down what came of the meeting") if past else _("Meeting")
    return WaitingItem(words, address, text, day)
