"""What programmes put on a project's Today."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.waiting import WaitingItem

from .models import Mission, Proposal
from .selectors.contracts import contracts_to_sign, moves_to_write
from .selectors.duties import duties_due_to
from .selectors.missions import actions_due
from .selectors.proposals import proposals_to_hand_in

DAYS_AHEAD = 30  # so long before it is due a report is spoken of
MARK = "meets_programmes"
MOST = 40
VISIT, DUTY, PROPOSAL, SIGN, MOVE = "visit", "duty", "proposal", "sign", "move"


def meets_programmes() -> Expression:
    """Whether a project has anything to do with a programme: most have not, and are not asked."""
    proposed = Exists(Proposal.objects.filter(project=OuterRef("pk")))
    visited = Exists(Mission.objects.filter(project=OuterRef("pk")))
    return ExpressionWrapper(Q(proposed) | Q(visited), output_field=BooleanField())


def programmes_waiting(project: Project, reader: User, today: date) -> list[WaitingItem]:
    """Actions of missions that were shared, reports that the reader's organisations owe within a
    month, proposals that are being written, contracts to sign, agreed moves of money that the
    budget does not carry yet. One query, none for a project that met no programme.
    """
    if not getattr(project, MARK, True):
        return []
    rows = _columns(VISIT, actions_due(project), "text", F("due_on"), F("mission_id")).union(
        _columns(
            DUTY,
            duties_due_to(reader, project, today + timedelta(DAYS_AHEAD)),
            "title",
            F("due_on"),
            F("pk"),
        ),
        _columns(
            PROPOSAL,
            proposals_to_hand_in(project, timezone.now()),
            "call__title",
            TruncDate("ends_at"),
            F("pk"),
        ),
        # To be signed before it holds: its first day stands for the day by which.
        _columns(SIGN, contracts_to_sign(reader, project), "number", F("starts"), F("pk")),
        _columns(
            MOVE,
            moves_to_write(reader, project),
            "contract__number",
            TruncDate("decided_at"),
            F("contract_id"),
        ),
        all=True,
    )
    return [_item(project, *row) for row in rows.order_by("row_day")[:MOST]]


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


def _item(project: Project, kind: str, text: str, day: date | None, where: UUID) -> WaitingItem:
    words, address = {
        VISIT: (_("From a visit of the programme"), "project_mission"),
        DUTY: (_("A report is due to the programme"), "project_duty"),
        PROPOSAL: (_("Proposal to be handed in"), "proposal"),
        SIGN: (_("A contract waits for your signature"), "grant"),
        MOVE: (_("Money was moved: change your lines of the budget"), "grant"),
    }[kind]
    return WaitingItem(words, reverse(address, args=[project.pk, where]), text, day)
