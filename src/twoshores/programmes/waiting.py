"""What programmes put on a project's Today."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .selectors.duties import duties_due_to
from .selectors.missions import actions_due

DAYS_AHEAD = 30  # so long before it is due a report is spoken of


def actions_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """What follows from missions that were shared, soonest first. One query."""
    return [
        WaitingItem(
            text=_("From a visit of the programme"),
            said=action.text,
            due=action.due_on,
            href=reverse("project_mission", args=[project.pk, action.mission_id]),
        )
        for action in actions_due(project)
    ]


def duties_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """Reports that the reader's organisations owe a programme within a month. One query."""
    return [
        WaitingItem(
            text=_("A report is due to the programme"),
            said=duty.title,
            due=duty.due_on,
            href=reverse("project_duty", args=[project.pk, duty.pk]),
        )
        for duty in duties_due_to(reader, project, today + timedelta(DAYS_AHEAD))
    ]
