"""The budget beside what partners agreed on: who has which money, who pays what, who does it.

What a signed agreement says of money comes first, then who is responsible in the work plan.
Nothing is changed here: what does not fit is shown, with what it rests on, and somebody decides.
Unlike currencies are never added.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import CharField
from django.db.models.functions import Cast

from ..agreed_money import AgreedMoney
from ..models import Activity, ActivityPartner, BudgetLine, Project, ProjectPartner
from .budget import PlannedLine

RESPONSIBLE = ActivityPartner.Part.RESPONSIBLE

type Sums = dict[tuple[int, str], Decimal]
"""By partner and currency."""
type Doer = tuple[Activity, ProjectPartner]
"""An activity and who is responsible for it."""


@dataclass(frozen=True, slots=True)
class LineApart:
    """A line with a partner that has no part in its activity. is_spent: money went out already,
    so that the partner of the line stands.

    paper: the agreement that speaks of it, None where only the roles do. stays: it gives the
    money to the line's own partner, so that the role is what does not fit.
    """

    line: BudgetLine
    activity: Activity
    responsible: ProjectPartner
    is_spent: bool
    paper: AgreedMoney | None = None
    stays: bool = False


@dataclass(frozen=True, slots=True)
class SumApart:
    """Money that papers in force give a partner, and what its lines plan in that currency.

    planned: None where no line plans any.
    """

    partner: int
    currency: str
    agreed: Decimal
    planned: Decimal | None
    papers: tuple[AgreedMoney, ...]

    @property
    def left(self) -> Decimal:
        """Agreed and not planned; below zero: planned beyond what was agreed."""
        return self.agreed - (self.planned or Decimal(0))


@dataclass(frozen=True, slots=True)
class RolesAndMoney:
    """unplanned: activities with somebody responsible and no line at all; sums: where agreements
    and lines differ."""

    apart: list[LineApart]
    unplanned: list[Doer]
    sums: list[SumApart]


def roles_and_money(
    project: Project, lines: Iterable[PlannedLine], agreed: Iterable[AgreedMoney] = ()
) -> RolesAndMoney:
    """One query beside the lines, for a project with its partners. Of activities only their keys
    and titles are read. Partners who contribute may well pay their own part."""
    lines, papers = list(lines), list(agreed)
    responsible: dict[UUID, Doer] = {}
    taking_part: dict[UUID, set[int]] = defaultdict(set)
    partners = {row.pk: row for row in project.partners.all()}
    keys: dict[str, UUID] = {}  # each activity's key is made once, not for each of its partners
    parts = ActivityPartner.objects.filter(activity__project=project, partner__left_on=None)
    rows = parts.order_by("activity__position", "pk").values_list(
        Cast("activity_id", CharField()), "partner_id", "part", "activity__title"
    )
    for written, partner, part, title in rows:
        key = keys.get(written) or keys.setdefault(written, UUID(written))
        taking_part[key].add(partner)
        if part == RESPONSIBLE:
            responsible[key] = Activity(pk=key, title=title), partners[partner]
    apart, planned = [], set()
    for planned_line in lines:
        line = planned_line.line
        planned.add(line.activity_id)
        if line.activity_id is None or line.activity_id not in responsible:
            continue
        if line.partner_id not in taking_part[line.activity_id]:
            apart.append(_apart(planned_line, responsible[line.activity_id], papers))
    unplanned = [both for key, both in responsible.items() if key not in planned]
    return RolesAndMoney(apart, unplanned, _sums_apart(lines, papers))


def _apart(planned: PlannedLine, doer: Doer, papers: Iterable[AgreedMoney]) -> LineApart:
    line, (activity, partner) = planned.line, doer
    of = {paper.partner: paper for paper in papers if paper.currency == line.currency}
    own = of.get(line.partner_id)
    paper = own or of.get(partner.pk)
    is_spent = planned.spent is not None
    return LineApart(line, activity, partner, is_spent, paper, stays=own is not None)


def _sums_apart(lines: Iterable[PlannedLine], papers: Iterable[AgreedMoney]) -> list[SumApart]:
    planned: Sums = {}
    for row in lines:
        if row.total is not None and row.line.source == BudgetLine.Source.MONEY:
            key = row.line.partner_id, row.total.currency
            planned[key] = planned.get(key, Decimal(0)) + row.total.value
    of: dict[tuple[int, str], list[AgreedMoney]] = defaultdict(list)
    for paper in papers:
        of[paper.partner, paper.currency].append(paper)
    found = [
        SumApart(
            partner,
            currency,
            sum((paper.amount for paper in given), Decimal(0)),
            planned.get((partner, currency)),
            tuple(given),
        )
        for (partner, currency), given in sorted(of.items())
    ]
    return [row for row in found if row.planned != row.agreed]


def responsible_for(activity: Activity) -> ProjectPartner | None:
    """The partner responsible for an activity, unless it has left. One query."""
    parts = ActivityPartner.objects.filter(activity=activity, part=RESPONSIBLE)
    row = parts.filter(partner__left_on=None).select_related("partner").first()
    return row.partner if row is not None else None
