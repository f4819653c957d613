"""What waits on the Today of a project: steps agreed at meetings, meetings without a record."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .models import Meeting

DAYS_AHEAD = 14
MOST = 20


def steps_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """Steps due within two weeks, meetings of the next two weeks and those past without a record.

    Three queries.
    """
    soon = today + timedelta(days=DAYS_AHEAD)
    steps = project.next_steps.filter(done_on=None, due_on__lte=soon)[:MOST]
    address = reverse("alliance_meetings", args=[project.pk])
    items = [WaitingItem(_("Do what was agreed"), address, row.text, row.due_on) for row in steps]
    for step in project.stakeholder_steps.filter(done_on=None, due_on__lte=soon)[:MOST]:
        href = reverse("alliance_stakeholder", args=[project.pk, step.stakeholder_id])
        items.append(WaitingItem(_("Step towards a stakeholder"), href, step.text, step.due_on))
    planned = project.meetings.filter(
        state=Meeting.State.PLANNED, starts_at__lte=timezone.now() + timedelta(days=DAYS_AHEAD)
    )
    for row in planned[:MOST]:
        href = reverse("alliance_meeting", args=[project.pk, row.pk])
        past = row.starts_at < timezone.now()
        text = _("Write down what came of the meeting") if past else _("Meeting")
        day = timezone.localdate(row.starts_at)
        items.append(WaitingItem(text, href, row.title, day))
    return items
