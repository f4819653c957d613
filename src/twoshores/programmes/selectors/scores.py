"""Scores of the proposals of a call, from marks that were handed in.

The engines calculate (docs/algorithms/appraisal.md); this reads what they need, in as many queries
for one proposal as for five thousand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from twoshores.engines import appraisal as engine
from twoshores.projects.models import ProjectPartner

from ..assessment_states import COUNTS, S
from ..models import Assessment, Call, Criterion, Mark, Proposal


@dataclass(frozen=True, slots=True)
class Appraised:
    """Everything a page of scores needs. scores, sheets: by proposal, by assessment."""

    proposals: dict[Any, Proposal]
    criteria: list[Criterion]
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


def organisations_in(proposals: Iterable[Proposal]) -> dict[Any, list[str]]:
    """Proposal -> ids of its partners who have not left. One query."""
    by_project: dict[Any, list[str]] = defaultdict(list)
    rows = list(proposals)
    partners = ProjectPartner.objects.filter(
        project__in=[row.project_id for row in rows], left_on__isnull=True
    ).order_by("position")
    for pk, project in partners.values_list("pk", "project_id"):
        by_project[project].append(str(pk))
    return {row.pk: by_project[row.project_id] for row in rows}


def appraised(
    call: Call, proposals: Iterable[Proposal], weights: Mapping[str, str] | None = None
) -> Appraised:
    """Scores of these proposals. Severity is told from all marks of the call that were handed in
    and are among them. Four queries."""
    rows = list(proposals)
    criteria = list(call.criterions.all())
    rules = criteria_in(criteria, weights or {})
    partners = organisations_in(rows)
    assessments, given = _read(rows)
    sheets = {
        one.pk: engine.marked(
            rules, partners[one.proposal_id], _fitting(given[one.pk], partners, one.proposal_id)
        )
        for found in assessments.values()
        for one in found
    }
    severity, apart = _severity(assessments, sheets)
    points = severity.points if severity else {}
    scores = {
        row.pk: engine.together(
            rules,
            partners[row.pk],
            [
                engine.Reading(
                    str(one.office_id),
                    sheets[one.pk],
                    one.is_third,
                    points.get(str(one.office_id), Decimal(0)),
                )
                for one in assessments[row.pk]
                if one.state == S.DONE
            ],
        )
        for row in rows
    }
    return Appraised(
        {row.pk: row for row in rows}, criteria, assessments, sheets, scores, severity, apart
    )


def _read(
    rows: list[Proposal],
) -> tuple[dict[Any, list[Assessment]], dict[Any, list[engine.Given]]]:
    assessments: dict[Any, list[Assessment]] = {row.pk: [] for row in rows}
    found = Assessment.objects.filter(proposal__in=rows, state__in=COUNTS)
    for one in found.select_related("office__user"):
        assessments[one.proposal_id].append(one)
    given: dict[Any, list[engine.Given]] = defaultdict(list)
    marks = Mark.objects.filter(assessment__proposal__in=rows, assessment__state__in=COUNTS)
    columns = ("assessment_id", "criterion_id", "partner_id", "mark")
    for assessment, criterion, partner, mark in marks.values_list(*columns):
        given[assessment].append(engine.Given(str(criterion), str(partner or ""), mark))
    return assessments, given


def _fitting(
    given: list[engine.Given], partners: Mapping[Any, list[str]], proposal: Any
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
