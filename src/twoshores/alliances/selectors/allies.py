"""Forces, allies, moments and messages of a project that the reader was let into."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from twoshores.accounts.models import User
from twoshores.projects.models import STANDING, Indicator, Measurement, Project
from twoshores.projects.values import value_of, value_words

from ..models import (
    AdvocacyAction,
    Brief,
    Change,
    Evidence,
    Force,
    ForceScore,
    PolicyMoment,
    ScoringRound,
    StrategicAlly,
)


@dataclass(frozen=True, slots=True)
class Strength:
    """The mean of the opinions of the last round in which somebody spoke, and of the one before."""

    now: Fraction
    before: Fraction | None
    opinions: int


@dataclass(frozen=True, slots=True)
class Field:
    """Force fields by change (Lewin, "Field theory in social science", 1951).

    strengths: by force; one of which nobody spoke is not there.
    """

    changes: list[Change]
    forces: dict[UUID, list[Force]]
    strengths: dict[UUID, Strength]
    rounds: list[ScoringRound]
    open_round: ScoringRound | None
    mine: set[UUID]


def field_of(project: Project, reader: User) -> Field:
    """Four queries."""
    rounds = list(project.rounds.filter(kind=ScoringRound.Kind.FORCES))
    open_round = next((row for row in rounds if row.closed_on is None), None)
    forces: dict[UUID, list[Force]] = defaultdict(list)
    for force in project.forces.select_related("stakeholder", "ally"):
        forces[force.change_id].append(force)
    scores = list(ForceScore.objects.filter(round__in=rounds).select_related("round"))
    mine = {
        row.force_id
        for row in scores
        if open_round is not None and row.round_id == open_round.pk and row.by_id == reader.pk
    }
    # Nobody follows another: what was said in the open round is read after speaking.
    read = [row for row in scores if row.round.closed_on is not None or row.force_id in mine]
    return Field(
        list(project.changes.all()), dict(forces), _strengths(read), rounds, open_round, mine
    )


def _strengths(scores: Iterable[ForceScore]) -> dict[UUID, Strength]:
    rounds: dict[UUID, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in scores:
        rounds[row.force_id][row.round.number].append(row.strength)
    found = {}
    for force, said in rounds.items():
        *before, last = sorted(said)
        earlier = _mean(said[before[-1]]) if before else None
        found[force] = Strength(_mean(said[last]), earlier, len(said[last]))
    return found


def _mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))


@dataclass(frozen=True, slots=True)
class Calendar:
    """open: moments whose window is open today; ahead: the next ones; past: the others."""

    open: list[PolicyMoment]
    ahead: list[PolicyMoment]
    past: list[PolicyMoment]


def calendar_of(project: Project, today: date) -> Calendar:
    """One query."""
    rows = list(project.moments.all())
    now = [row for row in rows if row.opens_on <= today <= (row.closes_on or row.opens_on)]
    ahead = [row for row in rows if row.opens_on > today]
    return Calendar(now, ahead, [row for row in rows if row not in now and row not in ahead][::-1])


def allies_of(project: Project) -> list[StrategicAlly]:
    """With their part in the project. Two queries."""
    return list(project.strategic_allies.prefetch_related("parts__activity"))


def advocacy_of(project: Project) -> list[AdvocacyAction]:
    """Messages, what is not done first. One query."""
    rows = project.advocacy.select_related("change", "moment", "ally", "partner")
    return sorted(rows, key=lambda row: (row.done_on is not None, row.planned_for or date.max))


@dataclass(frozen=True, slots=True)
class Figure:
    """One evidence as it is shown: what, the figure in words, where it stands and since when."""

    label: str
    value: str
    source: str
    on: date | None
    indicator: UUID | None
    document: UUID | None


def figures_of(evidence: Iterable[Evidence]) -> list[Figure]:
    """Of an indicator the latest confirmed measurement; without one, that is said. One query."""
    rows = list(evidence)
    latest = _latest([row.indicator for row in rows if row.indicator is not None])
    return [_figure(row, latest) for row in rows]


def _latest(indicators: list[Indicator]) -> dict[UUID, Measurement]:
    found = {}
    rows = Measurement.objects.filter(
        STANDING, indicator__in=indicators, confirmed_at__isnull=False
    ).order_by("on", "entered_at")
    for row in rows:
        found[row.indicator_id] = row
    return found


def _figure(row: Evidence, latest: dict[UUID, Measurement]) -> Figure:
    if row.document is not None:
        caption = row.document.caption or row.document.name
        return Figure(caption, "", row.document.name, row.document.at.date(), None, row.document.pk)
    assert row.indicator is not None, "evidence is an indicator or a document here"
    measured = latest.get(row.indicator.pk)
    return Figure(
        row.indicator.text,
        value_words(value_of(measured), row.indicator) if measured else "",
        measured.source if measured else "",
        measured.on if measured else None,
        row.indicator.pk,
        None,
    )


def evidence_of(row: AdvocacyAction | Brief) -> list[Evidence]:
    """What a message or a brief stands on. One query."""
    return list(row.evidence.select_related("indicator", "document"))
