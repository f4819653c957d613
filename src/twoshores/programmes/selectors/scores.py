"""Scores of the proposals of a call, from marks that were handed in.

The engines calculate (docs/algorithms/appraisal.md); this reads what they need, in as many queries
for one proposal as for five thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from twoshores.engines import appraisal as engine
from twoshores.projects.models import ProjectPartner

from ..assessment_states import COUNTS, S
from ..models import Assessment, Call, Criterion, Mark, Proposal


@dataclass(frozen=True, slots=True)
class Appraised:
    """Everything a page of scores needs. scores, sheets: by proposal, by assessment."""

    proposals: dict[Any, Proposal]
    criteria: list[Criterion]
    partners: dict[Any, dict[str, str]]  # by proposal: id -> name of those who have not left
    assessments: dict[Any, list[Assessment]]  # by proposal, those that count or may
    sheets: dict[Any, engine.Sheet]  # by assessment
    scores: dict[Any, engine.Score]  # by proposal
    severity: engine.Severity | None = None
    apart: list[list[str]] = field(default_factory=list)  # offices that cannot be compared


def criteria_in(rows: Iterable[Criterion], weights: Mapping[str, str]) -> list[engine.Criterion]:
    """In the engine's terms; weights of a scenario replace those of the call."""
    return [
        engine.Criterion(
            id=str(row.pk),
            level=row.level,
            component=row.component,
            weight=Decimal(weights.get(str(row.pk)) or row.weight),
            most=Decimal(row.most),
            least=row.least,
        )
        for row in rows
    ]


def partners_in(proposals: Iterable[Proposal]) -> dict[Any, dict[str, str]]:
    """Proposal -> id and name of its partners who have not left, in their order. One query."""
    by_project: dict[Any, dict[str, str]] = defaultdict(dict)
    rows = list(proposals)
    partners = ProjectPartner.objects.filter(
        project__in=[row.project_id for row in rows], left_on__isnull=True
    ).order_by("position")
    for pk, project, name in partners.values_list("pk", "project_id", "name"):
        by_project[project][str(pk)] = name
    return {row.pk: by_project[row.project_id] for row in rows}


@dataclass(frozen=True, slots=True)
class Marked:
    """What scores are made of, read once however many weights are tried."""

    proposals: list[Proposal]
    criteria: list[Criterion]
    partners: dict[Any, dict[str, str]]  # by proposal: id -> name
    assessments: dict[Any, list[Assessment]]  # by proposal
    given: dict[Any, list[engine.Given]]  # by assessment


def marked_in(call: Call, proposals: Iterable[Proposal]) -> Marked:
    """Four queries."""
    rows = list(proposals)
    return Marked(rows, list(call.criterions.all()), partners_in(rows), *_read(rows))


def appraised(call: Call, proposals: Iterable[Proposal]) -> Appraised:
    """Scores of these proposals with the weights of the call. Four queries."""
    return scores_with(marked_in(call, proposals), {})


def scores_with(read: Marked, weights: Mapping[str, str]) -> Appraised:
    """Scores with other weights. Severity is told from all marks that were handed in and are
    among those read. No query."""
    rules = criteria_in(read.criteria, weights)
    sheets = {
        one.pk: engine.marked(
            rules,
            list(read.partners[one.proposal_id]),
            _fitting(read.given[one.pk], read.partners, one.proposal_id),
        )
        for found in read.assessments.values()
        for one in found
    }
    severity, apart = _severity(read.assessments, sheets)
    scores = {
        row.pk: engine.together(
            rules,
            list(read.partners[row.pk]),
            _readings(read.assessments[row.pk], sheets, severity),
        )
        for row in read.proposals
    }
    return Appraised(
        {row.pk: row for row in read.proposals},
        read.criteria,
        read.partners,
        read.assessments,
        sheets,
        scores,
        severity,
        apart,
    )


def _readings(
    assessments: list[Assessment],
    sheets: Mapping[Any, engine.Sheet],
    severity: engine.Severity | None,
) -> list[engine.Reading]:
    points = severity.points if severity else {}
    return [
        engine.Reading(
            str(one.office_id),
            sheets[one.pk],
            one.is_third,
            points.get(str(one.office_id), Decimal(0)),
        )
        for one in assessments
        if one.state == S.DONE
    ]


def _read(
    rows: list[Proposal],
) -> tuple[dict[Any, list[Assessment]], dict[Any, list[engine.Given]]]:
    assessments: dict[Any, list[Assessment]] = {row.pk: [] for row in rows}
    found = Assessment.objects.filter(proposal__in=rows, state__in=COUNTS)
    for one in found.select_related("office__user"):
        assessments[one.proposal_id].append(one)
    given: dict[Any, list[engine.Given]] = defaultdict(list)
    marks = Mark.objects.filter(assessment__proposal__in=rows, assessment__state__in=COUNTS)
    # As text: a call has tens of thousands of marks, and making a UUID for each took a quarter of
    # the page. SQLite writes them without hyphens, PostgreSQL with.
    by_text = {one.pk.hex: one.pk for found in assessments.values() for one in found}
    columns = (Cast("assessment_id", TextField()), "criterion_id", "partner_id", "mark")
    for assessment, criterion, partner, mark in marks.values_list(*columns):
        key = by_text[assessment.replace("-", "")]
        given[key].append(engine.Given(str(criterion), str(partner or ""), mark))
    return assessments, given


def _fitting(
    given: list[engine.Given], partners: Mapping[Any, Mapping[str, str]], proposal: Any
) -> list[engine.Given]:
    """Without marks of partners who have left since: they are no part of the proposal any more."""
    return [row for row in given if not row.of or row.of in partners[proposal]]


def _severity(
    assessments: Mapping[Any, list[Assessment]], sheets: Mapping[Any, engine.Sheet]
) -> tuple[engine.Severity | None, list[list[str]]]:
    totals = [
        (str(proposal), str(one.office_id), total)
        for proposal, found in assessments.items()
        for one in found
        if one.state == S.DONE and (total := sheets[one.pk].total) is not None
    ]
    try:
        return (engine.severity(totals) if totals else None), []
    except engine.NotConnected as apart:
        return None, apart.groups
