"""When nobody fits: which condition stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.matching import Delta, Index, Need, Relations, RelationTable
from twoshores.engines.matching.kernel_numpy import accumulate, failures
from twoshores.engines.matching.query import KEY_SHIFT, STRICT_MASK, STRICT_SHIFT

Bools = NDArray[np.bool_]
NO_RELATIONS = RelationTable()
FILTERS = ("mode", "language", "availability", "country")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One condition and how many would fit if it alone were dropped.

    ``kind``: 'mode', 'language', 'availability', 'country' or 'requirement', then with
    its ``concept``.
    """

    kind: str
    concept: int | None
    would_fit: int


@dataclass(frozen=True, slots=True)
class Obstacles:
    """``fits``: people who meet every condition now. ``obstacles``: the widest first."""

    fits: int
    obstacles: tuple[Obstacle, ...]


def what_stands_in_the_way(
    index: Index,
    need: Need,
    *,
    relations: Relations = NO_RELATIONS,
    delta: Delta | None = None,
    whole: bool = False,
) -> Obstacles:
    """For each hard condition of a need, how many would fit if it alone were dropped.

    Conditions are the filters that the need uses and its strict requirements; with
    ``whole``, every required concept counts as strict, so that the answer says why no one
    person covers the need. To fit is also to answer at least one requirement. Consent is
    no condition of the need: who has not given it is not counted anywhere.

    Counts are exact and thus not for the public: show them to the owner of the need only.
    """
    asked = replace(
        need,
        requirements=tuple(replace(r, strict=r.required) for r in need.requirements)
        if whole
        else need.requirements,
    )
    newer = index.newer(delta)
    counted = _count(index, asked, relations, newer.ids if newer else ())
    if newer:
        fresh = Index(newer.index.columns, newer.upto, index.scale)
        more = _count(fresh, asked, relations, ())
        counted = {name: counted[name] + more[name] for name in counted}
    fits = counted.pop(("", None))
    obstacles = [Obstacle(kind, concept, count) for (kind, concept), count in counted.items()]
    obstacles.sort(key=lambda o: -o.would_fit)
    return Obstacles(fits, tuple(obstacles))


Counts = dict[tuple[str, int | None], int]


def _count(index: Index, need: Need, relations: Relations, gone: Iterable[int]) -> Counts:
    """How many fit, under ('', None), and how many fail exactly one condition, under it."""
    runs, asked = index.compile(need, relations)
    slots = accumulate(index.size, index.columns.post_rows, runs)
    slots[index.positions(gone)] = 0
    rows = np.flatnonzero(slots >> KEY_SHIFT)
    failed = failures(rows, index.columns.facts, asked)
    willing = ~failed.pop("consent")
    used = dict(zip(FILTERS, _used(need), strict=True))
    conditions: dict[tuple[str, int | None], Bools] = {
        (name, None): fails[willing] for name, fails in failed.items() if used[name]
    }
    rows = rows[willing]
    for requirement in need.requirements:
        if requirement.strict:
            alone = _covers(index, need, requirement.concept, relations)
            conditions["requirement", requirement.concept] = ~alone[rows]
    total = np.zeros(rows.size, dtype=np.int64)
    for fails in conditions.values():
        total += fails
    counts: Counts = {("", None): int(np.count_nonzero(total == 0))}
    for name, fails in conditions.items():
        counts[name] = int(np.count_nonzero((total == 0) | ((total == 1) & fails)))
    return counts


def _covers(index: Index, need: Need, concept: int, relations: Relations) -> Bools:
    """For every profile, whether it covers this strict requirement."""
    one = tuple(replace(r, strict=r.concept == concept) for r in need.requirements)
    runs, _asked = index.compile(replace(need, requirements=one), relations)
    slots = accumulate(index.size, index.columns.post_rows, runs)
    covered: Bools = (slots >> STRICT_SHIFT & STRICT_MASK) == 1
    return covered


def _used(need: Need) -> tuple[bool, bool, bool, bool]:
    dated = need.first_day > 0 or need.last_day < 2**31 - 1
    return bool(need.modes), bool(need.languages), dated, bool(need.excluded)
