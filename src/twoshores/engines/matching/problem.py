"""The matching problem: what a need asks, what a profile claims.

Everything is an integer. Concepts, places, countries and languages are small numbers that
the caller gives (the taxonomy app, or the CSV command); days are ``date.toordinal()``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Protocol

SKILL_POINTS = 85
"""Points that the owner of a need spreads over its requirements; the other 15 are bonuses."""
MAX_REQUIREMENTS = 60
"""Bounded by the bits of the kernel's accumulator."""
FIRST_DAY = 0
LAST_DAY = 2**31 - 1


class Mode(IntFlag):
    """How somebody would work."""

    REMOTE = 1
    SHORT = 2
    RETURN = 4


class Times(IntFlag):
    """When somebody has time."""

    EVENINGS = 1
    WEEKENDS = 2
    HOLIDAYS = 4
    OFFICE_HOURS = 8


class Kind(IntEnum):
    """How a claimed concept stands to the required one."""

    EXACT = 0
    NARROWER = 1
    BROADER = 2
    SAME_GROUP = 3
    SHARED_OCCUPATION = 4
    CLOSE = 5  # close in meaning: nearly the same said elsewhere in the taxonomy
    AKIN = 6  # akin in meaning: near enough to be worth asking
    NEAR_WORDS = 7  # a phrase of the person's own, nearly what the need says (phrases.py)
    CLOSE_WORDS = 8
    AKIN_WORDS = 9


WORDS = frozenset((Kind.NEAR_WORDS, Kind.CLOSE_WORDS, Kind.AKIN_WORDS))
"""Answers by what a person said, not by a concept of the taxonomy."""


class Relations(Protocol):
    """Where expansions come from; the taxonomy app feeds it."""

    def related(self, concept: int) -> Iterable[tuple[int, Kind]]:
        """Concepts that answer ``concept`` in part, and how (never ``Kind.EXACT``)."""


@dataclass(frozen=True, slots=True)
class RelationTable:
    """Relations held in a mapping: concept -> ((other concept, kind), ...)."""

    rows: Mapping[int, Sequence[tuple[int, Kind]]] = field(default_factory=dict)

    def related(self, concept: int) -> Iterable[tuple[int, Kind]]:
        return self.rows.get(concept, ())

    @property
    def key(self) -> tuple[tuple[int, tuple[tuple[int, Kind], ...]], ...]:
        """The same for tables that answer alike: to remember what was found with one."""
        return tuple((concept, tuple(rows)) for concept, rows in sorted(self.rows.items()))


@dataclass(frozen=True, slots=True)
class Scale:
    """How much a partial answer counts; all in per cent.

    ``covers_from``: an answer through a relation of at least this factor covers the
    requirement; a weaker one adds points only. ``max_expansion`` bounds the concepts and
    phrases that one requirement expands to (strongest first, then by number).
    """

    gains: tuple[int, int, int, int] = (70, 80, 90, 100)
    narrower: int = 90
    broader: int = 60
    same_group: int = 40
    shared_occupation: int = 30
    close: int = 70
    akin: int = 45
    near_words: int = 90
    close_words: int = 70
    akin_words: int = 45
    covers_from: int = 50
    max_expansion: int = 600

    def __post_init__(self) -> None:
        if not all(1 <= self.factor(kind) < 100 for kind in Kind if kind is not Kind.EXACT):
            raise ValueError("a factor is a whole per cent from 1 to 99")
        if not all(1 <= gain <= 100 for gain in self.gains) or list(self.gains) != sorted(
            self.gains
        ):
            raise ValueError("gains are whole per cents from 1 to 100 that do not fall")

    def factor(self, kind: Kind) -> int:
        """Per cent of a requirement's points that an answer of this kind can earn."""
        factors = (
            *(100, self.narrower, self.broader, self.same_group),
            *(self.shared_occupation, self.close, self.akin),
            *(self.near_words, self.close_words, self.akin_words),
        )
        return factors[kind]


DEFAULT_SCALE = Scale()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One concept of a need. ``points`` out of 85; ``strict`` filters and implies required."""

    concept: int
    points: int
    required: bool = True
    strict: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.points <= SKILL_POINTS:
            raise ValueError(f"a requirement has 1 to {SKILL_POINTS} points")
        if self.strict and not self.required:
            raise ValueError("a strict requirement is a required one")
        if not 0 <= self.concept < 2**32:
            raise ValueError("a concept is a number from 0 to 2**32 - 1")


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked. Zero or empty always means: not asked, nobody filtered, no bonus.

    ``languages`` is a bit mask of any width (bit = the caller's language number);
    ``locality``, ``region``, ``country`` are place codes of one name space;
    ``excluded`` holds country codes of residence; ``first_day``/``last_day`` is the
    period in which the work falls; ``today`` dates the freshness bonus.
    """

    requirements: tuple[Requirement, ...]
    modes: int = 0
    languages: int = 0
    first_day: int = FIRST_DAY
    last_day: int = LAST_DAY
    excluded: frozenset[int] = frozenset()
    locality: int = 0
    region: int = 0
    country: int = 0
    times: int = 0
    today: int = 0

    def __post_init__(self) -> None:
        if not self.requirements:
            raise ValueError("a need asks for at least one concept")
        if len(self.requirements) > MAX_REQUIREMENTS:
            raise ValueError(f"a need asks for at most {MAX_REQUIREMENTS} concepts")
        if sum(r.points for r in self.requirements) != SKILL_POINTS:
            raise ValueError(f"the points of the requirements add up to {SKILL_POINTS}")
        if len({r.concept for r in self.requirements}) != len(self.requirements):
            raise ValueError("a concept is asked once")
        if self.first_day > self.last_day:
            raise ValueError("the period of a need ends after it begins")

    @property
    def required(self) -> tuple[Requirement, ...]:
        return tuple(r for r in self.requirements if r.required)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one person offers, as far as matching may know it.

    ``claims``: (concept, level 1..4) pairs, the highest level of a concept counts;
    ``places``: codes of every place the person is tied to *and* of what contains it
    (locality, region, country); ``confirmed``: day the profile was last confirmed, 0 never.
    """

    id: int
    claims: tuple[tuple[int, int], ...]
    consent: bool = False
    modes: int = 0
    languages: int = 0
    available_from: int = FIRST_DAY
    available_until: int = LAST_DAY
    residence: int = 0
    places: tuple[int, ...] = ()
    times: int = 0
    confirmed: int = 0


def spread(weights: Sequence[int], total: int = SKILL_POINTS) -> tuple[int, ...]:
    """Spread ``total`` points over positive integer weights, each at least 1, exactly.

    Largest-remainder (Hamilton) apportionment; ties go to the earlier one.
    Raises ValueError without weights, with one below 1, or with more weights than points.
    """
    if not weights or min(weights) < 1:
        raise ValueError("weights are whole numbers from 1")
    if len(weights) > total:
        raise ValueError(f"more weights than the {total} points to spread")
    free, whole = total - len(weights), sum(weights)
    shares = [1 + free * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(free * weights[i] % whole), i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return tuple(shares)
