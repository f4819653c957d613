"""What programmes put on a project's Today."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .selectors.missions import actions_due


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
