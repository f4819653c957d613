"""The results chain of a project that the reader was let into, as one tree."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from ..models import Activity, Assumption, Indicator, Project, Result


@dataclass(slots=True)
class Node:
    """A result with what stands below it and beside it."""

    result: Result
    children: list["Node"] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)


@dataclass(slots=True)
class Chain:
    """Goals with their trees; `loose` results serve nothing yet, `beside` hang on no result."""

    goals: list[Node]
    loose: list[Node]
    assumptions: list[Assumption]
    activities: list[Activity]
    indicators: list[Indicator]

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.loose or self.assumptions or self.activities)


def goals_of(project: Project) -> list[Node]:
    """Goals with what serves them, and nothing beside them. One query."""
    return _trees({row.pk: Node(row) for row in project.results.all()})[0]


def chain_of(project: Project) -> Chain:
    """The whole chain, in the order of positions. Four queries."""
    nodes = {row.pk: Node(row) for row in project.results.all()}
    assumptions: list[Assumption] = []
    activities: list[Activity] = []
    indicators: list[Indicator] = []
    for assumption in project.assumptions.all():
        _hang(nodes, assumption.result_id, "assumptions", assumption, assumptions)
    for activity in project.activities.all():
        _hang(nodes, activity.result_id, "activities", activity, activities)
    for indicator in project.indicators.all():
        _hang(nodes, indicator.result_id, "indicators", indicator, indicators)
    return Chain(*_trees(nodes), assumptions, activities, indicators)


def _trees(nodes: dict[UUID, Node]) -> tuple[list[Node], list[Node]]:
    """Hang each on what it serves; goals, and others that serve nothing."""
    goals, loose = [], []
    for node in nodes.values():
        above = nodes.get(node.result.parent_id) if node.result.parent_id else None
        if above is not None:
            above.children.append(node)
        elif node.result.level == Result.Level.GOAL:
            goals.append(node)
        else:
            loose.append(node)
    return goals, loose


def _hang[T](nodes: dict[UUID, Node], key: UUID | None, name: str, row: T, rest: list[T]) -> None:
    node = nodes.get(key) if key else None
    (rest if node is None else getattr(node, name)).append(row)


def part_or_404[M: Model](rows: QuerySet[M], pk: object) -> M:
    """A part of a project that the reader was let into (`project.risks`), or Http404."""
    found = rows.filter(pk=str(pk)).first()
    if found is None:
        raise Http404
    return found
