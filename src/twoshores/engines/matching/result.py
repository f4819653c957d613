"""What a search gives back: hits, and matches with every point explained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from twoshores.engines.matching.problem import Kind


class Bonus(StrEnum):
    """Reasons outside the skills."""

    TIE = "tie"
    TIME = "time"
    FRESHNESS = "freshness"


class Hit(NamedTuple):
    """One profile in rank order. ``hundredths`` of a point, 0..10000."""

    profile: int
    covered: int
    hundredths: int

    @property
    def rank_key(self) -> tuple[int, int, int]:
        """Sorts the best first: covered descending, points descending, id ascending."""
        return (-self.covered, -self.hundredths, self.profile)


@dataclass(frozen=True, slots=True)
class Row:
    """How one requirement was answered. ``claimed`` None: nobody's claim answers it."""

    concept: int
    required: bool
    strict: bool
    claimed: int | None
    level: int | None
    relation: Kind | None
    covers: bool
    hundredths: int
    points: int
    possible: int


@dataclass(frozen=True, slots=True)
class BonusRow:
    """One bonus. ``detail``: 'locality', 'region', 'country' for a tie; else what fits."""

    bonus: Bonus
    detail: str
    hundredths: int
    points: int
    possible: int


@dataclass(frozen=True, slots=True)
class Match:
    """A hit with its reasons.

    The points of ``rows`` and ``bonuses`` add up to ``points``, their hundredths to
    ``hundredths``: always, checked when a match is made.
    """

    profile: int
    covered: int
    required: int
    hundredths: int
    points: int
    rows: tuple[Row, ...]
    bonuses: tuple[BonusRow, ...]

    def __post_init__(self) -> None:
        parts: list[Row | BonusRow] = [*self.rows, *self.bonuses]
        if sum(part.points for part in parts) != self.points:
            raise ValueError("the points of a match do not add up")
        if sum(part.hundredths for part in parts) != self.hundredths:
            raise ValueError("the hundredths of a match do not add up")

    @property
    def missing(self) -> tuple[int, ...]:
        """Required concepts that this profile does not cover."""
        return tuple(row.concept for row in self.rows if row.required and not row.covers)


def whole_points(hundredths: list[int]) -> list[int]:
    """Round parts (in hundredths) to whole points that add up to the rounded sum.

    1. The sum is rounded half up. 2. Each part is rounded down. 3. What is left goes, one
    point each, to the parts with the largest remainders, earlier ones first (Hamilton's
    method). A part never passes its own ceiling, so never what was possible for it, and a
    part of zero stays zero.
    """
    floors = [part // 100 for part in hundredths]
    left = (sum(hundredths) + 50) // 100 - sum(floors)
    order = sorted(range(len(hundredths)), key=lambda i: (-(hundredths[i] % 100), i))
    for i in order[:left]:
        floors[i] += 1
    return floors


def merge_top(top: int, *lists: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """The best ``top`` hits of several ranked lists (shards), each profile once.

    Associative and commutative: merging in any grouping gives the same list, so that
    shards may be merged as they arrive. A profile found twice keeps its best hit.
    """
    best: dict[int, Hit] = {}
    for hit in sorted(chain.from_iterable(lists), key=lambda hit: hit.rank_key):
        best.setdefault(hit.profile, hit)
        if len(best) == top:
            break
    return tuple(best.values()) if top > 0 else ()
