"""A need turned into what the kernels read: runs of postings with their worth, and filters.

Steps
1. Each requirement of w points expands to itself (factor 100 %) and to what its relations
   give, each at the factor of its kind; of a concept reached twice the strongest counts.
2. A claim of level l is worth ``w * factor * gain(l) // 100`` hundredths of a point.
3. The runs (concept, level) of a requirement are read in falling order of worth, those that
   cover it first. The first run that touches a profile is therefore its best answer, and
   later ones of the same requirement are skipped: no maximum has to be kept.
4. One 32-bit slot per profile carries required covered (6 bits), points (14), strict covered
   (6) and the last requirement seen (6), from high to low: slots compare as the rank does.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, LEVELS, U16, U32, U64, Columns
from twoshores.engines.matching.problem import (
    Kind,
    Need,
    Relations,
    Requirement,
    Scale,
)

STAMP_MASK = 2**6 - 1
STRICT_SHIFT = 6
STRICT_MASK = 2**6 - 1
KEY_SHIFT = 12
"""``slot >> KEY_SHIFT`` is the rank key: required covered << 14 | hundredths."""
POINT_BITS = 14
POINT_MASK = 2**POINT_BITS - 1

Expansion = dict[int, Kind]
"""Concept -> strongest kind of relation to the requirement."""


class Runs(NamedTuple):
    """Runs of postings in the order in which they are read (see the steps above)."""

    starts: I64
    ends: I64
    adds: U32
    stamps: U32


class Asked(NamedTuple):
    """Filters and bonuses of a need, as kernels read them."""

    modes: int
    any_language: int
    languages: U64
    first_day: int
    last_day: int
    excluded: U16
    locality: int
    region: int
    country: int
    time_points: I64
    today: int
    strict: int
    most_tie: int
    most_bonus: int


def expand(requirement: Requirement, relations: Relations, scale: Scale) -> Expansion:
    """The concepts that answer a requirement, the strongest relation to each."""
    found: Expansion = {}
    for concept, kind in relations.related(requirement.concept):
        if kind is Kind.EXACT:
            raise ValueError("a relation is never exact")
        if concept not in found or scale.factor(kind) > scale.factor(found[concept]):
            found[concept] = kind
    found.pop(requirement.concept, None)
    strongest = sorted(found.items(), key=lambda pair: (-scale.factor(pair[1]), pair[0]))
    return {requirement.concept: Kind.EXACT, **dict(strongest[: scale.max_expansion])}


def covers(kind: Kind, scale: Scale) -> bool:
    """Whether an answer of this kind covers the requirement."""
    return scale.factor(kind) >= scale.covers_from


def worth(requirement: Requirement, kind: Kind, level: int, scale: Scale) -> int:
    """Hundredths of a point that a claim of this level earns."""
    return requirement.points * scale.factor(kind) * scale.gains[level - 1] // 100


def slot_add(requirement: Requirement, kind: Kind, level: int, scale: Scale) -> int:
    """What one answer adds to a slot: points and, if it covers, the counters."""
    added = worth(requirement, kind, level, scale) << KEY_SHIFT
    if requirement.required and covers(kind, scale):
        added += 1 << (KEY_SHIFT + POINT_BITS)
        if requirement.strict:
            added += 1 << STRICT_SHIFT
    return added


@lru_cache(maxsize=4096)
def _runs_by_worth(requirement: Requirement, scale: Scale) -> tuple[tuple[Kind, int, int], ...]:
    """(kind, level, add) in reading order: covering first, then by worth, then exact first."""
    choices = [(kind, level) for kind in Kind for level in range(LEVELS, 0, -1)]
    choices.sort(
        key=lambda choice: (
            not covers(choice[0], scale),
            -worth(requirement, choice[0], choice[1], scale),
            choice[0],
            -choice[1],
        )
    )
    return tuple(
        (kind, level, slot_add(requirement, kind, level, scale)) for kind, level in choices
    )


def best_order(requirement: Requirement, scale: Scale) -> dict[tuple[Kind, int], int]:
    """Place of each (kind, level) in the reading order; the smallest answers best."""
    ordered = _runs_by_worth(requirement, scale)
    return {(kind, level): place for place, (kind, level, _) in enumerate(ordered)}


def _known(expansion: Expansion, columns: Columns) -> dict[Kind, list[int]]:
    """Positions in ``columns.concepts`` of what the roster knows, by kind, concepts rising."""
    grouped: dict[Kind, list[int]] = {}
    if not columns.concepts.size:
        return grouped
    wanted = np.array(sorted(expansion), dtype=np.uint32)
    places = np.minimum(np.searchsorted(columns.concepts, wanted), columns.concepts.size - 1)
    found = columns.concepts[places] == wanted
    for concept, place in zip(wanted[found].tolist(), places[found].tolist(), strict=True):
        grouped.setdefault(expansion[concept], []).append(place)
    return grouped


def _runs_of(
    requirement: Requirement, grouped: dict[Kind, list[int]], scale: Scale
) -> Iterator[tuple[int, int]]:
    for kind, level, add in _runs_by_worth(requirement, scale):
        for place in grouped.get(kind, ()):
            yield place * LEVELS + LEVELS - level, add


def compile_runs(need: Need, columns: Columns, relations: Relations, scale: Scale) -> Runs:
    """All runs of a need over one roster, requirement by requirement, best answers first."""
    places: list[int] = []
    adds: list[int] = []
    stamps: list[int] = []
    for number, requirement in enumerate(need.requirements, start=1):
        grouped = _known(expand(requirement, relations, scale), columns)
        for place, add in _runs_of(requirement, grouped, scale):
            places.append(place)
            adds.append(add)
            stamps.append(number)
    at = np.array(places, dtype=np.int64)
    starts, ends = columns.post_offsets[at], columns.post_offsets[at + 1]
    full = ends > starts
    return Runs(
        starts[full],
        ends[full],
        np.array(adds, dtype=np.uint32)[full],
        np.array(stamps, dtype=np.uint32)[full],
    )


def compile_filters(need: Need, columns: Columns) -> Asked:
    """The filters and bonuses of a need, its language mask cut to the roster's width."""
    width = columns.facts.more_languages.shape[1] + 1
    words = [need.languages >> (64 * i) & (2**64 - 1) for i in range(width)]
    most_tie = bonuses.possible_tie(need)
    most = most_tie + (bonuses.TIME_FIT if need.times else 0)
    most += bonuses.FRESH_POINTS[0] if need.today else 0
    return Asked(
        modes=int(need.modes),
        any_language=int(need.languages == 0),
        languages=np.array(words, dtype=np.uint64),
        first_day=need.first_day,
        last_day=need.last_day,
        excluded=np.array(sorted(need.excluded), dtype=np.uint16),
        locality=need.locality,
        region=need.region,
        country=need.country,
        time_points=bonuses.time_table(int(need.times)),
        today=need.today,
        strict=sum(r.strict for r in need.requirements),
        most_tie=most_tie,
        most_bonus=most,
    )
