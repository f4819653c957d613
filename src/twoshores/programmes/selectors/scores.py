"""Scores of the proposals of a call, from marks that were handed in.

The engines calculate (docs/algorithms/appraisal.md); this reads what they need, in as many queries
for one proposal as for five thousand.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from twoshores.common.remembered import Remembered
from twoshores.engines import appraisal as engine

from ..assessment_states import COUNTS, S
from ..models import Assessment, Call, Criterion, Office, Proposal
from .appraisal_stamp import marks_together
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
        one.pk: sheet_of(rules, as_text, tuple(read.partners[proposal]), read.written[one.pk])
        for proposal, found in read.assessments.items()
        for one in found
    }
    severity, apart = severity_of(
        (str(proposal), str(one.office_id), sheets[one.pk].total)
        for proposal, found in read.assessments.items()
        for one in found
        if one.state == S.DONE
    )
    points = severity.points if severity else {}
    scores = {
        row.pk: score_of(
            rules,
            as_text,
            tuple(read.partners[row.pk]),
            [
                Done(str(one.office_id), one.is_third, read.written[one.pk], sheets[one.pk])
                for one in read.assessments[row.pk]
                if one.state == S.DONE
            ],
            points,
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


# What a page of a call of the real size calculates twice over, by everything that it depends on:
# a mark, a weight or a partner that changes makes another key.
_sheets: Remembered[engine.Sheet] = Remembered(20_000)
_scores: Remembered[engine.Score] = Remembered(8_000)


def sheet_of(
    rules: Sequence[engine.Criterion], as_text: str, partners: tuple[str, ...], written: str
) -> engine.Sheet:
    """What the marks of an assessment come to. as_text: `repr` of the rules, made once for many.
    written: as `marks_together` has it."""

    def make() -> engine.Sheet:
        return engine.marked(rules, partners, _marks_of(written, partners))

    return _sheets.get((as_text, partners, written), make)


def score_of(
    rules: Sequence[engine.Criterion],
    as_text: str,
    partners: tuple[str, ...],
    done: Sequence["Done"],
    points: Mapping[str, Decimal],
) -> engine.Score:
    """The score of a proposal. done: what was handed in. points: severity by office.

    Severity moves with every mark of the call and changes one figure only: what is kept is
    without it, and it is made up for anew.
    """
    readings = [
        engine.Reading(one.office, one.sheet, one.is_third, points.get(one.office, Decimal(0)))
        for one in done
    ]
    key = tuple((one.office, one.is_third, one.written) for one in done)
    make = partial(engine.together, rules, partners, readings)
    return engine.made_up(_scores.get((as_text, partners, key), make), readings)


@dataclass(frozen=True, slots=True)
class Done:
    """An assessment that was handed in. written: its marks, as `marks_together` has them."""

    office: str
    is_third: bool
    written: str
    sheet: engine.Sheet


def _assessments_of(
    rows: list[Proposal],
) -> tuple[dict[Any, list[Assessment]], dict[Any, str]]:
    """By proposal, those that count or may; by assessment, its marks. Two queries.

    An office has many assessments: it is read once.
    """
    found = Assessment.objects.filter(proposal__in=rows, state__in=COUNTS)
    found = found.annotate(written=marks_together())
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


def severity_of(
    totals: Iterable[tuple[str, str, Decimal | None]],
) -> tuple[engine.Severity | None, list[list[str]]]:
    """(severity, groups of offices that cannot be compared) from (proposal, office, total)."""
    whole = [(proposal, office, total) for proposal, office, total in totals if total is not None]
    try:
        return (engine.severity(whole) if whole else None), []
    except engine.NotConnected as apart:
        return None, apart.groups
