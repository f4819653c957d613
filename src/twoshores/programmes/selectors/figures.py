"""The figures of a whole call, kept in this process while nothing they are made of changes.

Kept are ids, marks, sums and scores, under the stamp of the rows that they come from
(`appraisal_stamp`), which is read anew each time. **No name is kept**: titles, addresses and who
may see which of them are asked for each page. Who may see any of it is decided before anybody
asks for it: whoever waits for their own marks is not given the figures of others.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from twoshores.common.remembered import Remembered
from twoshores.engines import appraisal as engine
from twoshores.projects.models import ProjectCountry

from ..assessment_states import S
from ..models import Assessment, Call, Submission
from .appraisal import appraised_of
from .appraisal_stamp import appraisal_stamp, marks_together
from .scores import Done, criteria_in, score_of, severity_of, sheet_of
from .sealed import handed_of, opened_now, present_partners

MOST_CALLS = 4  # of some MB each where there are five thousand proposals
MOST_WEIGHTS = 16


@dataclass(frozen=True, slots=True)
class Entrant:
    """A proposal that is appraised: what its score and its place are made of.

    asked: in the call's currency, None where it is not said. origins: codes of countries. marks:
    (office, is_third, marks as they are written) of each assessment that was handed in.
    """

    pk: Any
    theme: int | None
    asked: Decimal | None
    origins: tuple[str, ...]
    partners: tuple[str, ...]
    marks: tuple[tuple[str, bool, str], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """stamp: the state of the call that this was read from. entrants: by number."""

    stamp: str
    criteria: tuple[engine.Criterion, ...]
    entrants: tuple[Entrant, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """scores: by proposal. apart: groups of offices (ids) that cannot be compared."""

    scores: Mapping[Any, engine.Score]
    severity: engine.Severity | None = None
    apart: list[list[str]] = field(default_factory=list)


_materials: Remembered[Material] = Remembered(MOST_CALLS)
_figures: Remembered[Figures] = Remembered(MOST_WEIGHTS)


def material_of(call: Call) -> Material:
    """One query where nothing changed, else seven, seldom eight."""
    now = timezone.now()
    stamp = appraisal_stamp(call, now)
    if _materials.holds(stamp):
        return _materials.get(stamp, lambda: _read(call, now, stamp))
    found = _read(call, now, stamp)
    if appraisal_stamp(call, now) == stamp:
        return _materials.get(stamp, lambda: found)
    return replace(found, stamp=uuid4().hex)  # changed while it was read: nobody gets it again


def figures_of(material: Material, weights: Mapping[str, str]) -> Figures:
    """Scores with the weights of the call, or those of a scenario: criterion -> weight. Severity
    is told from all marks that were handed in. No query."""
    key = (material.stamp, tuple(sorted(weights.items())))
    return _figures.get(key, lambda: _calculated(material, weights))


def _calculated(material: Material, weights: Mapping[str, str]) -> Figures:
    rules = [
        replace(row, weight=Decimal(weights.get(row.id) or row.weight)) for row in material.criteria
    ]
    as_text = repr(rules)
    done = {
        row.pk: [
            Done(office, third, written, sheet_of(rules, as_text, row.partners, written))
            for office, third, written in row.marks
        ]
        for row in material.entrants
    }
    totals = ((str(pk), one.office, one.sheet.total) for pk, rows in done.items() for one in rows)
    severity, apart = severity_of(totals)
    points = severity.points if severity else {}
    scores = {
        row.pk: score_of(rules, as_text, row.partners, done[row.pk], points)
        for row in material.entrants
    }
    return Figures(scores, severity, apart)


def _read(call: Call, now: datetime, stamp: str) -> Material:
    """Five queries, six where a submission is met for the first time. As plain values: a call has
    tens of thousands of marks."""
    handed = Submission.objects.filter(opened_now(now), proposal=OuterRef("pk"), in_time=True)
    last = Subquery(handed.order_by("-number").values("pk")[:1])
    rows = appraised_of(call).select_related(None).values_list("pk", "project_id", "theme_id", last)
    proposals = [row for row in rows if row[3] is not None]
    said = handed_of(submission for *_ids, submission in proposals)
    partners = present_partners(call, {row[1]: said[row[3]] for row in proposals})
    origins, marks = _origins(call), _marks(call)
    return Material(
        stamp,
        tuple(criteria_in(call.criterions.all(), {})),
        tuple(
            Entrant(
                pk,
                theme,
                said[submission].asked,
                tuple(sorted(origins[project])),
                partners[project],
                tuple(marks[pk]),
            )
            for pk, project, theme, submission in proposals
        ),
    )


def _origins(call: Call) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = defaultdict(list)
    rows = ProjectCountry.objects.filter(
        project__proposals__call=call, role=ProjectCountry.Role.ORIGIN
    )
    for project, country in rows.values_list("project_id", "country"):
        found[project].append(country)
    return found


def _marks(call: Call) -> dict[Any, list[tuple[str, bool, str]]]:
    """Proposal -> (office, is_third, marks) of each assessment that was handed in.

    Ids are read as texts, each of which is made an id once: most come many times.
    """
    found: dict[Any, list[tuple[str, bool, str]]] = defaultdict(list)
    rows = Assessment.objects.filter(proposal__call=call, state=S.DONE)
    ids = (Cast("proposal_id", TextField()), Cast("office_id", TextField()))
    rows = rows.order_by("given_at", "pk")
    id_of = cache(UUID)
    text_of = cache(lambda text: str(UUID(text)))
    for proposal, office, third, written in rows.values_list(*ids, "is_third", marks_together()):
        found[id_of(proposal)].append((text_of(office), third, written or ""))
    return found
