"""Ranks with ties, and the cut where the money ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Entry:
    """score: percent, None while it is not complete. asked: in the call's currency, None where it
    is not said, which is not zero. barred: below a bar of the call. labels: what minimums count,
    by kind: {"country": {"EG"}, "theme": {"7"}}."""

    id: str
    score: Decimal | None
    asked: Decimal | None
    barred: bool = False
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """rank: 1 is best, equals share one and the next ranks stay free (1, 2, 2, 4); None for what is
    barred or has no score."""

    entry: Entry
    rank: int | None
    tied: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Ids in the order of the ranking. undecided: equals of whom the money reaches some only, for
    people to decide between. reserve: the next, undecided ones first. uncosted: ranked high
    enough, but nobody said what they ask. passed: (id, labels) left out so that the minimums of
    these labels can be met. spent, left: in the call's currency; left is None without a budget."""

    selected: tuple[str, ...]
    undecided: tuple[str, ...]
    reserve: tuple[str, ...]
    refused: tuple[str, ...]
    uncosted: tuple[str, ...]
    spent: Decimal
    left: Decimal | None
    passed: tuple[tuple[str, tuple[str, ...]], ...] = ()


def rank(entries: Iterable[Entry]) -> tuple[Ranked, ...]:
    """Best score first; equals in the order they came; then those without a rank."""
    rows = list(entries)
    able = [row for row in rows if row.score is not None and not row.barred]
    able.sort(key=_score, reverse=True)
    found, place = [], 1
    for _same, group in groupby(able, key=_score):
        equals = list(group)
        found += [Ranked(row, place, len(equals) > 1) for row in equals]
        place += len(equals)
    return (*found, *(Ranked(row, None) for row in rows if row.score is None or row.barred))


def _score(row: Entry) -> Decimal:
    assert row.score is not None
    return row.score


def cut(ranked: Sequence[Ranked], budget: Decimal | None, reserve: int) -> Cut:
    """Down the ranking while the money lasts: the first that does not fit ends it.

    A cheaper one further down is not taken before a better one. Equals are taken all or none.
    """
    able = [row for row in ranked if row.rank is not None]
    selected: list[str] = []
    undecided: list[str] = []
    rest: list[str] = []
    uncosted: list[str] = []
    spent = Decimal(0)
    for _rank, group in groupby(able, key=lambda row: row.rank):
        equals = list(group)
        known = [row.entry for row in equals if row.entry.asked is not None]
        if rest or undecided:
            rest += [row.entry.id for row in equals]
            continue
        uncosted += [row.entry.id for row in equals if row.entry.asked is None]
        asked = sum((row.asked or Decimal(0) for row in known), Decimal(0))
        if budget is None or spent + asked <= budget:
            selected += [row.id for row in known]
            spent += asked
        elif len(known) > 1 and any(spent + (row.asked or 0) <= budget for row in known):
            undecided = [row.id for row in known]
        else:
            rest += [row.id for row in known]
    waiting = [*undecided, *rest]
    kept = max(reserve, len(undecided))
    return Cut(
        selected=tuple(selected),
        undecided=tuple(undecided),
        reserve=tuple(waiting[:kept]),
        refused=(*waiting[kept:], *(row.entry.id for row in ranked if row.rank is None)),
        uncosted=tuple(uncosted),
        spent=spent,
        left=None if budget is None else budget - spent,
    )
