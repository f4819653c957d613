"""What programmes put on a project's Today."""

from datetime import date, timedelta

from django.db.models import BooleanField, Exists, Expression, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .models import Mission, Proposal
from .selectors.duties import duties_due_to
from .selectors.missions import actions_due
from .selectors.proposals import proposals_to_hand_in

DAYS_AHEAD = 30  # so long before it is due a report is spoken of
MARK = "meets_programmes"


def meets_programmes() -> Expression:
    """Whether a project has anything to do with a programme: most have not, and are not asked."""
    proposed = Exists(Proposal.objects.filter(project=OuterRef("pk")))
    visited = Exists(Mission.objects.filter(project=OuterRef("pk")))
    return ExpressionWrapper(Q(proposed) | Q(visited), output_field=BooleanField())


def programmes_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """All of the following. Three queries, none for a project that has met no programme."""
    if not getattr(project, MARK, True):
        return []
    sources = (actions_waiting, duties_waiting, proposals_waiting)
    return [item for source in sources for item in source(project, reader, today)]


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


def proposals_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """Proposals that are being written, by the day of their deadline. One query."""
    return [
        WaitingItem(
            text=_("Proposal to be handed in"),
            said=proposal.call.title,
            due=timezone.localdate(end) if end else None,
            href=reverse("proposal", args=[project.pk, proposal.pk]),
        )
        for proposal, end in proposals_to_hand_in(project, timezone.now())
    ]
