"""Rankings of a call: as its weights have them, and as scenarios try them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from twoshores.engines import ranking as engine

from ..models import Call, Proposal, Scenario
from .appraisal import Facts, appraised_of, facts_of
from .scores import Appraised, marked_in, scores_with


@dataclass(frozen=True, slots=True)
class Ranking:
    """scenario: None for the call as it is. cut: None without a budget to cut at; impossible says
    why minimums cannot be met."""

    scenario: Scenario | None
    ranked: tuple[engine.Ranked, ...]
    cut: engine.Cut | None
    impossible: engine.Impossible | None = None


@dataclass(frozen=True, slots=True)
class Rankings:
    proposals: dict[str, Proposal]  # by id as text
    facts: dict[str, Facts]
    appraised: Appraised  # with the call's own weights
    plain: Ranking
    tried: list[Ranking]


def rankings_of(call: Call, scenarios: list[Scenario]) -> Rankings:
    """The call's ranking beside those of scenarios. Eight queries, seldom nine."""
    rows = list(appraised_of(call))
    facts = facts_of(rows)
    rows = [row for row in rows if row.pk in facts]
    read = marked_in(call, rows)
    plain = scores_with(read, {})
    tried = []
    for scenario in scenarios:
        found = scores_with(read, scenario.weights) if scenario.weights else plain
        tried.append(_ranked(call, rows, facts, found, scenario))
    return Rankings(
        {str(row.pk): row for row in rows},
        {str(key): value for key, value in facts.items()},
        plain,
        _ranked(call, rows, facts, plain, None),
        tried,
    )


def _ranked(
    call: Call,
    rows: list[Proposal],
    facts: dict[Any, Facts],
    found: Appraised,
    scenario: Scenario | None,
) -> Ranking:
    corrected = scenario is not None and scenario.corrected and found.severity is not None
    entries = []
    for row in rows:
        score = found.scores[row.pk]
        entries.append(
            engine.Entry(
                str(row.pk),
                score.corrected if corrected else score.total,
                facts[row.pk].asked,
                bool(score.barred),
                {
                    "country": frozenset(facts[row.pk].origins),
                    "theme": frozenset([str(row.theme_id)] if row.theme_id else []),
                },
            )
        )
    ranked = engine.rank(entries)
    budget = scenario.budget if scenario and scenario.budget is not None else call.budget
    reserve = scenario.reserve if scenario else 10
    minimum = scenario.balance if scenario else {}
    if budget is None:
        return Ranking(scenario, ranked, None)
    if any(n for wanted in minimum.values() for n in wanted.values()):
        answer = engine.balanced(ranked, budget, minimum, reserve)
        if isinstance(answer, engine.Impossible):
            return Ranking(scenario, ranked, None, answer)
        return Ranking(scenario, ranked, answer)
    return Ranking(scenario, ranked, engine.cut(ranked, budget, reserve))


def place_of(rankings: Rankings, proposal: Proposal) -> tuple[int | None, Decimal | None]:
    """(rank, score) of a proposal in the call's own ranking."""
    for row in rankings.plain.ranked:
        if row.entry.id == str(proposal.pk):
            return row.rank, row.entry.score
    return None, None
