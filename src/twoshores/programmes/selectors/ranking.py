"""Rankings of a call: as its weights have them, and as scenarios try them."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from twoshores.common.remembered import Remembered
from twoshores.engines import ranking as engine

from ..models import Call, Proposal, Scenario, Submission
from .figures import Entrant, Figures, Material, figures_of, material_of
from .sealed import opened_now

RESERVE = 10  # of the call as it is
MOST_KEPT = 32
# What a cut makes of a proposal.
FUNDED, TIED, NO_AMOUNT, ON_RESERVE, NOT_FUNDED = "funded", "tied", "no_amount", "reserve", "not"


@dataclass(frozen=True, slots=True)
class Ranking:
    """scenario: None for the call as it is. cut: None without a budget to cut at; impossible says
    why minimums cannot be met. places, becomes: by id; becomes is empty without a cut."""

    scenario: Scenario | None
    ranked: tuple[engine.Ranked, ...]
    cut: engine.Cut | None
    impossible: engine.Impossible | None = None
    places: Mapping[str, engine.Ranked] = field(default_factory=dict)
    becomes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rankings:
    entrants: Mapping[str, Entrant]  # by id as text
    figures: Figures  # with the call's own weights
    plain: Ranking
    tried: list[Ranking]


@dataclass(frozen=True, slots=True)
class Titled:
    """title, language: as it was handed in; title_now, language_now: as the project has it."""

    title: str
    language: str
    title_now: str
    language_now: str


_rankings: Remembered[Ranking] = Remembered(MOST_KEPT)


def rankings_of(call: Call, scenarios: list[Scenario]) -> Rankings:
    """The call's ranking beside those of scenarios. One query where nothing changed that scores
    are made of, else seven, seldom eight."""
    material = material_of(call)
    return Rankings(
        {str(row.pk): row for row in material.entrants},
        figures_of(material, {}),
        _ranking(call, material, None),
        [_ranking(call, material, scenario) for scenario in scenarios],
    )


def _ranking(call: Call, material: Material, scenario: Scenario | None) -> Ranking:
    """By everything that it depends on: the state of the call, and what is tried."""
    weights: dict[str, str] = scenario.weights if scenario else {}
    corrected = scenario is not None and scenario.corrected
    budget = scenario.budget if scenario and scenario.budget is not None else call.budget
    reserve = scenario.reserve if scenario else RESERVE
    minimum = scenario.balance if scenario else {}
    key = (
        *(material.stamp, tuple(sorted(weights.items())), corrected),
        *(budget, reserve, json.dumps(minimum)),
    )

    def make() -> Ranking:
        found = figures_of(material, weights)
        ranked = engine.rank(_entries(material, found, corrected=corrected))
        return _cut(ranked, budget, reserve, minimum)

    return replace(_rankings.get(key, make), scenario=scenario)


def _entries(material: Material, found: Figures, *, corrected: bool) -> list[engine.Entry]:
    corrected = corrected and found.severity is not None
    entries = []
    for row in material.entrants:
        score = found.scores[row.pk]
        entries.append(
            engine.Entry(
                str(row.pk),
                score.corrected if corrected else score.total,
                row.asked,
                bool(score.barred),
                {
                    "country": frozenset(row.origins),
                    "theme": frozenset([str(row.theme)] if row.theme else []),
                },
            )
        )
    return entries


def _cut(
    ranked: tuple[engine.Ranked, ...],
    budget: Decimal | None,
    reserve: int,
    minimum: dict[str, dict[str, int]],
) -> Ranking:
    places = {row.entry.id: row for row in ranked}
    if budget is None:
        return Ranking(None, ranked, None, None, places)
    if any(n for wanted in minimum.values() for n in wanted.values()):
        answer = engine.balanced(ranked, budget, minimum, reserve)
        if isinstance(answer, engine.Impossible):
            return Ranking(None, ranked, None, answer, places)
    else:
        answer = engine.cut(ranked, budget, reserve)
    return Ranking(None, ranked, answer, None, places, _becomes(places, answer))


def _becomes(places: Collection[str], cut: engine.Cut) -> dict[str, str]:
    """Proposal -> what the cut makes of it; of one named twice, what is named first here."""
    found = dict.fromkeys(places, NOT_FUNDED)
    found |= dict.fromkeys(cut.reserve, ON_RESERVE)
    found |= dict.fromkeys(cut.uncosted, NO_AMOUNT)
    found |= dict.fromkeys(cut.undecided, TIED)
    return found | dict.fromkeys(cut.selected, FUNDED)


def titles_of(proposals: Collection[Any]) -> dict[str, Titled]:
    """What these proposals (ids) are called, of those that may be read now. One query, none for
    none."""
    if not proposals:
        return {}
    handed = Submission.objects.filter(opened_now(timezone.now()), in_time=True)
    now = ("proposal__project__title", "proposal__project__language")
    rows = handed.filter(proposal__in=proposals).order_by("number")
    found = {}
    for pk, written, title, language in rows.values_list("proposal_id", F("body__project"), *now):
        said: dict[str, Any] = written or {}
        found[str(pk)] = Titled(
            said.get("title") or title, said.get("language") or language, title, language
        )
    return found


def place_of(rankings: Rankings, proposal: Proposal) -> tuple[int | None, Decimal | None]:
    """(rank, score) of a proposal in the call's own ranking."""
    row = rankings.plain.places.get(str(proposal.pk))
    return (row.rank, row.entry.score) if row else (None, None)
