"""Scores of the proposals of a call, from marks that were handed in.

The engines calculate (docs/algorithms/appraisal.md); this reads what they need, in as many queries
for one proposal as for five thousand.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import OuterRef, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from twoshores.common.remembered import Remembered
from twoshores.engines import appraisal as engine

from ..assessment_states import COUNTS, S
from ..models import Assessment, Call, Criterion, Mark, Office, Proposal
from .call_texts import in_reader
from .sealed import partners_handed_in

CENT = Decimal("0.01")  # marks have two digits, whatever a database keeps


@dataclass(frozen=True, slots=True)
class Appraised:
    """Everything a page of scores needs. scores, sheets: by proposal, by assessment."""

    proposals: dict[Any, Proposal]
    criteria: list[Criterion]
    partners: dict[Any, dict[str, str]]  # by proposal: id -> name, as `partners_in`
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
    """Proposal of one call -> id and name of its partners, in their order: those that were handed
    in and have not left. One query, two where a submission is met for the first time."""
    by_project: dict[Any, dict[str, str]] = defaultdict(dict)
    rows = list(proposals)
    if rows:
        for one in partners_handed_in(rows[0].call_id, [row.project_id for row in rows]):
            by_project[one.project_id][str(one.pk)] = one.name
    return {row.pk: by_project[row.project_id] for row in rows}


@dataclass(frozen=True, slots=True)
class Marked:
    """What scores are made of, read once however many weights are tried."""

    proposals: list[Proposal]
    criteria: list[Criterion]
    partners: dict[Any, dict[str, str]]  # by proposal: id -> name
    assessments: dict[Any, list[Assessment]]  # by proposal
    written: dict[Any, str]  # by assessment, its marks as `_marks_of` reads them


def marked_in(call: Call, proposals: Iterable[Proposal], reader: str = "") -> Marked:
    """Four queries, and `partners_in`'s second. reader: the language in which criteria are read,
    "" for that of the call."""
    rows = list(proposals)
    criteria = list(in_reader(call.criterions.all(), reader))
    return Marked(rows, criteria, partners_in(rows), *_assessments_of(rows))


def appraised(call: Call, proposals: Iterable[Proposal], reader: str = "") -> Appraised:
    """Scores of these proposals with the weights of the call. Four queries, seldom five."""
    return scores_with(marked_in(call, proposals, reader), {})


def scores_with(read: Marked, weights: Mapping[str, str]) -> Appraised:
    """Scores with other weights. Severity is told from all marks that were handed in and are
    among those read. No query."""
    rules = criteria_in(read.criteria, weights)
    as_text = repr(rules)  # once: it is in every key
    sheets = {
        one.pk: _sheet(rules, as_text, read, one)
        for found in read.assessments.values()
        for one in found
    }
    severity, apart = _severity(read.assessments, sheets)
    points = severity.points if severity else {}
    scores = {row.pk: _score(rules, as_text, read, row, sheets, points) for row in read.proposals}
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


# What a page of a call of the real size calculates twice over, by everything that it depends on:
# a mark, a weight or a partner that changes makes another key.
_sheets: Remembered[engine.Sheet] = Remembered(20_000)
_scores: Remembered[engine.Score] = Remembered(8_000)


def _sheet(
    rules: list[engine.Criterion], as_text: str, read: Marked, one: Assessment
) -> engine.Sheet:
    partners = tuple(read.partners[one.proposal_id])
    written = read.written[one.pk]

    def make() -> engine.Sheet:
        return engine.marked(rules, partners, _marks_of(written, partners))

    return _sheets.get((as_text, partners, written), make)


def _score(
    rules: list[engine.Criterion],
    as_text: str,
    read: Marked,
    row: Proposal,
    sheets: Mapping[Any, engine.Sheet],
    points: Mapping[str, Decimal],
) -> engine.Score:
    partners = tuple(read.partners[row.pk])
    done = [one for one in read.assessments[row.pk] if one.state == S.DONE]
    readings = [
        engine.Reading(
            str(one.office_id),
            sheets[one.pk],
            one.is_third,
            points.get(str(one.office_id), Decimal(0)),
        )
        for one in done
    ]
    key = tuple(
        (reading.assessor, reading.is_extra, reading.severity, read.written[one.pk])
        for reading, one in zip(readings, done, strict=True)
    )
    make = partial(engine.together, rules, partners, readings)
    return _scores.get((as_text, partners, key), make)


def _assessments_of(
    rows: list[Proposal],
) -> tuple[dict[Any, list[Assessment]], dict[Any, str]]:
    """By proposal, those that count or may; by assessment, its marks. Two queries.

    The marks of each are put together in one text by the database: a call has tens of thousands,
    and reading every one took most of the time of a page. An office has many assessments.
    """
    place = (Cast("criterion_id", TextField()), Value(":"), Cast("partner_id", TextField()))
    written = Concat(*place, Value(":"), Cast("mark", TextField()), output_field=TextField())
    of_one = Mark.objects.filter(assessment=OuterRef("pk")).order_by().values("assessment")
    together = of_one.annotate(marks=StringAgg(written, delimiter=Value(" "))).values("marks")
    found = Assessment.objects.filter(proposal__in=rows, state__in=COUNTS)
    found = found.annotate(written=Subquery(together))
    offices = Office.objects.select_related("user").in_bulk({one.office_id for one in found})
    assessments: dict[Any, list[Assessment]] = {row.pk: [] for row in rows}
    for one in found:
        one.office = offices[one.office_id]
        assessments[one.proposal_id].append(one)
    return assessments, {one.pk: one.written or "" for one in found}


def _marks_of(written: str, partners: Container[str]) -> Iterator[engine.Given]:
    """Without marks of partners who have left since: they are no part of the proposal any more."""
    for one in written.split():
        criterion, partner, mark = one.split(":")
        if not partner or partner in partners:
            yield engine.Given(criterion, partner, Decimal(mark).quantize(CENT) if mark else None)


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
