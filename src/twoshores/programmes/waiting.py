"""What programmes put on a project's Today, and on that of a reader."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import Projects, projects_written_for
from twoshores.projects.waiting import WaitingItem

from .deadlines import zone_named
from .models import Mission, Proposal, ReportDuty
from .selectors.call_texts import call_title
from .selectors.contracts import contracts_to_sign, moves_to_write
from .selectors.duties import duties_due_to
from .selectors.missions import actions_due
from .selectors.proposals import proposals_to_hand_in

DAYS_AHEAD = 30  # so long before it is due a report is spoken of
MARK = "meets_programmes"
MOST = 40
VISIT, DUTY, PROPOSAL, SIGN, MOVE = "visit", "duty", "proposal", "sign", "move"


@dataclass(frozen=True, slots=True)
class InProject:
    """What waits at a project, and the project's title in its language."""

    title: str
    language: str
    item: WaitingItem


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
    duties = duties_due_to(reader, [project], today + timedelta(DAYS_AHEAD))
    return [row.item for row in _waiting([project], reader, duties)]


def waiting_in_projects(reader: User, today: date) -> list[InProject]:
    """The same, of all projects of organisations for which the reader writes; of projects that
    these left, the reports that they still owe. One query."""
    duties = duties_due_to(reader, None, today + timedelta(DAYS_AHEAD))
    return _waiting(projects_written_for(reader), reader, duties)


def _waiting(projects: Projects, reader: User, duties: QuerySet[ReportDuty]) -> list[InProject]:
    proposals = proposals_to_hand_in(projects, timezone.now())
    whole = "contract__proposal__project"
    rows = _columns(
        VISIT, actions_due(projects), "mission__project", "text", F("due_on"), F("mission_id")
    ).union(
        _columns(DUTY, duties, whole, "title", F("due_on"), F("pk")),
        _columns(
            PROPOSAL,
            proposals,
            "project",
            call_title(get_language() or "", "call"),
            TruncDate("ends_at"),
            F("pk"),
            moment=F("ends_at"),
            zone=F("call__time_zone"),
        ),
        # To be signed before it holds: its first day stands for the day by which.
        _columns(
            SIGN,
            contracts_to_sign(reader, projects),
            "proposal__project",
            "number",
            F("starts"),
            F("pk"),
        ),
        _columns(
            MOVE,
            moves_to_write(reader, projects),
            whole,
            "contract__number",
            TruncDate("decided_at"),
            F("contract_id"),
        ),
        all=True,
    )
    return [_in_project(*row) for row in rows.order_by("row_day")[:MOST]]


def _columns(
    kind: str,
    rows: QuerySet[Any],
    project: str,
    text: Any,
    day: Any,
    where: Any,
    *,
    moment: Any = None,
    zone: Any = None,
) -> QuerySet[Any, Any]:
    """moment, zone: where the day is that of a moment by a clock of its own."""
    chosen: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            row_kind=Value(kind, output_field=CharField()),
            row_project=F(f"{project}__pk"),
            row_title=F(f"{project}__title"),
            row_language=F(f"{project}__language"),
            row_text=F(text) if isinstance(text, str) else text,
            row_day=day,
            row_where=where,
            row_moment=moment or Cast(Value(None), DateTimeField()),
            row_zone=zone or Value("", output_field=CharField()),
        )
        .values_list(
            *("row_kind", "row_project", "row_title", "row_language"),
            *("row_text", "row_day", "row_where", "row_moment", "row_zone"),
        )
    )
    return chosen


def _in_project(
    kind: str,
    project: UUID,
    title: str,
    language: str,
    text: str,
    day: date | None,
    where: UUID,
    moment: datetime | None,
    zone: str,
) -> InProject:
    words, address = {
        VISIT: (_("From a visit of the programme"), "project_mission"),
        DUTY: (_("A report is due to the programme"), "project_duty"),
        PROPOSAL: (_("Proposal to be handed in"), "proposal"),
        SIGN: (_("A contract waits for your signature"), "grant"),
        MOVE: (_("Money was moved: change your lines of the budget"), "grant"),
    }[kind]
    if moment is not None:
        day = moment.astimezone(zone_named(zone)).date()
    item = WaitingItem(words, reverse(address, args=[project, where]), text, day)
    return InProject(title, language, item)
