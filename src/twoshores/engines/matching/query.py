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
5. Runs that cover a required concept are marked, for the search that begins with them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, LEVELS, U8, U16, U32, U64, Columns
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
COVERED = 1 << (KEY_SHIFT + POINT_BITS)

Expansion = dict[int, Kind]
"""Concept -> strongest kind of relation to the requirement."""
TURNS = len(Kind) * LEVELS
"""Places in the reading order of one requirement."""
CONCEPT_BITS = 34
"""Bits of (position of a concept, level) in a sort key."""
MOST_COVERED = 8
"""Required concepts that fit the byte in which a profile's covered ones are noted."""


class Runs(NamedTuple):
    """Runs of postings in the order in which they are read (see the steps above).

    ``bits``: 1, 2, 4... for a run that covers the first, second, third... required concept,
    0 for the others, and everywhere if there are fewer than 2 or more than MOST_COVERED.
    ``keys``: 4 * concept + level - 1 of the claims that the run lists.
    """

    starts: I64
    ends: I64
    adds: U32
    stamps: U32
    bits: U8
    keys: U64


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


@lru_cache(maxsize=64)
def _factors(scale: Scale) -> tuple[int, ...]:
    return tuple(scale.factor(kind) for kind in Kind)


def expand(requirement: Requirement, relations: Relations, scale: Scale) -> Expansion:
    """The concepts that answer a requirement, the strongest relation to each."""
    found: Expansion = {}
    factors = _factors(scale)
    for concept, kind in relations.related(requirement.concept):
        if kind is Kind.EXACT:
            raise ValueError("a relation is never exact")
        if concept not in found or factors[kind] > factors[found[concept]]:
            found[concept] = kind
    found.pop(requirement.concept, None)
    if len(found) > scale.max_expansion:
        strongest = sorted(found.items(), key=lambda pair: (-factors[pair[1]], pair[0]))
        found = dict(strongest[: scale.max_expansion])
    return {requirement.concept: Kind.EXACT, **found}


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
        added += COVERED
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


@lru_cache(maxsize=4096)
def _table(requirement: Requirement, scale: Scale) -> I64:
    """(2, kinds, levels from 4 down): place in the reading order, and what is added."""
    table = np.zeros((2, len(Kind), LEVELS), dtype=np.int64)
    for place, (kind, level, add) in enumerate(_runs_by_worth(requirement, scale)):
        table[:, kind, LEVELS - level] = place, add
    return table


def _bits(need: Need) -> U8:
    """The bit of each requirement (see ``Runs``)."""
    required = np.array([r.required for r in need.requirements])
    if not 2 <= len(need.required) <= MOST_COVERED:
        return np.zeros(required.size, dtype=np.uint8)
    bits: U8 = (required << np.cumsum(required) - 1).astype(np.uint8)
    return bits


def compile_runs(need: Need, columns: Columns, relations: Relations, scale: Scale) -> Runs:
    """All runs of a need over one roster, requirement by requirement, best answers first.

    1. One row per requirement and concept of its expansion that the roster knows. 2. Four
    runs a row, by level. 3. Sorted by requirement, reading order and concept; empty runs go.
    """
    expansions = [expand(requirement, relations, scale) for requirement in need.requirements]
    sizes = [len(expansion) for expansion in expansions]
    concepts = np.fromiter(chain.from_iterable(expansions), np.uint32, sum(sizes))
    kinds = np.fromiter(chain.from_iterable(e.values() for e in expansions), np.int64, sum(sizes))
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    places = np.searchsorted(columns.concepts, concepts)
    known = np.flatnonzero(places < columns.concepts.size)
    known = known[columns.concepts[places[known]] == concepts[known]]
    runs = places[known][:, None] * LEVELS + np.arange(LEVELS)
    starts, ends = columns.post_offsets[runs], columns.post_offsets[runs + 1]
    tables = np.array([_table(requirement, scale) for requirement in need.requirements])
    numbers, kinds = numbers[known], kinds[known]
    turns, adds = tables[numbers, 0, kinds], tables[numbers, 1, kinds]
    order = np.argsort(((numbers * TURNS)[:, None] + turns << CONCEPT_BITS) + runs, axis=None)
    order = order[(ends > starts).ravel()[order]]
    rows, adds = order // LEVELS, adds.ravel()[order]
    levels = LEVELS - 1 - order % LEVELS
    numbers = numbers[rows]
    return Runs(
        starts.ravel()[order],
        ends.ravel()[order],
        adds.astype(np.uint32),
        (numbers + 1).astype(np.uint32),
        _bits(need)[numbers] * (adds >= COVERED),
        concepts[known][rows] * np.uint64(LEVELS) + levels.astype(np.uint64),
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
