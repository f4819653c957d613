"""The budget beside the roles that partners agreed on: who pays what, and who does it.

Who is responsible and who contributes stands in the work plan, once; agreements are filled from
there. Nothing is changed here: what does not fit is shown, and somebody decides.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from ..models import Activity, ActivityPartner, BudgetLine, Project, ProjectPartner
from .budget import PlannedLine

RESPONSIBLE = ActivityPartner.Part.RESPONSIBLE


@dataclass(frozen=True, slots=True)
class LineApart:
    """A line with a partner that has no part in its activity. is_spent: money went out already,
    so that the partner of the line stands."""

    line: BudgetLine
    activity: Activity
    responsible: ProjectPartner
    is_spent: bool


@dataclass(frozen=True, slots=True)
class RolesAndMoney:
    """unplanned: activities with somebody responsible and no line at all."""

    apart: list[LineApart]
    unplanned: list[tuple[Activity, ProjectPartner]]


def roles_and_money(project: Project, lines: Iterable[PlannedLine]) -> RolesAndMoney:
    """One query beside the lines. Partners who contribute may well pay their own part."""
    responsible: dict[UUID, ActivityPartner] = {}
    taking_part: dict[UUID, set[int]] = defaultdict(set)
    parts = ActivityPartner.objects.filter(activity__project=project, partner__left_on=None)
    for row in parts.select_related("activity", "partner").order_by("activity__position", "pk"):
        taking_part[row.activity_id].add(row.partner_id)
        if row.part == RESPONSIBLE:
            responsible[row.activity_id] = row
    apart, planned = [], set()
    for planned_line in lines:
        line = planned_line.line
        planned.add(line.activity_id)
        if line.activity_id is None or line.activity_id not in responsible:
            continue
        if line.partner_id not in taking_part[line.activity_id]:
            row = responsible[line.activity_id]
            is_spent = planned_line.spent is not None
            apart.append(LineApart(line, row.activity, row.partner, is_spent))
    unplanned = [
        (row.activity, row.partner) for pk, row in responsible.items() if pk not in planned
    ]
    return RolesAndMoney(apart, unplanned)


def responsible_for(activity: Activity) -> ProjectPartner | None:
    """The partner responsible for an activity, unless it has left. One query."""
    parts = ActivityPartner.objects.filter(activity=activity, part=RESPONSIBLE)
    row = parts.filter(partner__left_on=None).select_related("partner").first()
    return row.partner if row is not None else None
