"""An index of profiles that can be searched, and the changes that came after it."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from twoshores.engines.matching.columns import I64, Columns, Facts, pack
from twoshores.engines.matching.explain import explain_row
from twoshores.engines.matching.kernels import Name, kernel, mark_ready
from twoshores.engines.matching.phrases import F32, NO_PHRASES, Near, Phrases, nearest
from twoshores.engines.matching.problem import (
    DEFAULT_SCALE,
    SKILL_POINTS,
    Need,
    Profile,
    Relations,
    RelationTable,
    Requirement,
    Scale,
)
from twoshores.engines.matching.query import (
    POINT_BITS,
    POINT_MASK,
    Asked,
    Runs,
    compile_filters,
    compile_runs,
)
from twoshores.engines.matching.result import Hit, Match, merge_top

NO_RELATIONS = RelationTable()


class ChangesMissing(ValueError):
    """A delta begins after the index ends: what lies between would be lost."""


@dataclass(frozen=True)
class Delta:
    """What changed after change number ``since``, up to and including ``upto``.

    ``changed`` holds the present state of every profile that was added or edited, and
    ``withdrawn`` the ids that must not be found any more (withdrawn consent, erasure,
    sleep). An id in both is withdrawn. ``phrases``: those of changed profiles that the index
    has not.
    """

    since: int
    upto: int
    changed: tuple[Profile, ...] = ()
    withdrawn: frozenset[int] = frozenset()
    phrases: Phrases = NO_PHRASES

    def __post_init__(self) -> None:
        if self.since > self.upto:
            raise ValueError("a delta ends after it begins")

    @cached_property
    def ids(self) -> tuple[int, ...]:
        """Ids whose entry in the index no longer counts, rising."""
        return tuple(sorted({p.id for p in self.changed} | self.withdrawn))

    @cached_property
    def index(self) -> Index:
        """The changed profiles as a small index of their own."""
        kept = (p for p in self.changed if p.id not in self.withdrawn)
        return Index.of(kept, change_number=self.upto)


def _settled(columns: Columns) -> Columns:
    """Plain read-only arrays: one type, thus one compiled kernel, for memory and disk."""

    def settle[T: np.generic](values: np.ndarray[tuple[int, ...], np.dtype[T]]) -> object:
        plain = np.asarray(values).view()
        plain.setflags(write=False)
        return plain

    facts = Facts(*(settle(part) for part in columns.facts))  # type: ignore[arg-type]
    parts = {name: settle(part) for name, part in columns._asdict().items() if name != "facts"}
    return Columns(facts=facts, **parts)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Index:
    """A searchable roster as it stood at ``change_number``. Never changes; safe to share
    between threads."""

    columns: Columns
    change_number: int = 0
    scale: Scale = field(default=DEFAULT_SCALE)
    phrases: Phrases = NO_PHRASES

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", _settled(self.columns))

    @classmethod
    def of(
        cls, profiles: Iterable[Profile], change_number: int = 0, scale: Scale = DEFAULT_SCALE
    ) -> Index:
        """An index in memory. Raises ValueError as ``pack`` does."""
        return cls(pack(profiles), change_number, scale)

    @property
    def size(self) -> int:
        """Profiles held, whether or not they may be found."""
        return self.columns.size

    def search(
        self,
        need: Need,
        *,
        top: int = 50,
        relations: Relations = NO_RELATIONS,
        delta: Delta | None = None,
        kernel_name: Name = "best",
    ) -> tuple[Hit, ...]:
        """The best ``top`` profiles that pass every filter and answer something.

        Ranked by required concepts covered, then hundredths of points, then id. A delta
        that is newer than the index acts at once; an older one is ignored.
        Raises ChangesMissing when the delta begins after ``change_number``.
        """
        if top < 1:
            raise ValueError("a shortlist holds at least one")
        newer = self.newer(delta)
        dead = self.positions(newer.ids) if newer else np.zeros(0, dtype=np.int64)
        hits = self._search(need, top, relations, dead, kernel_name)
        if newer is None or not newer.changed:
            return hits
        fresh = Index(newer.index.columns, newer.upto, self.scale)
        none = np.zeros(0, dtype=np.int64)
        return merge_top(top, hits, fresh._search(need, top, relations, none, kernel_name))

    def newer(self, delta: Delta | None) -> Delta | None:
        """The delta if it says something that the index does not hold yet."""
        if delta is None or delta.upto <= self.change_number:
            return None
        if delta.since > self.change_number:
            raise ChangesMissing(
                f"the index ends at change {self.change_number}, the delta begins after "
                f"{delta.since}"
            )
        return delta

    def near_phrases(self, vectors: F32, delta: Delta | None = None) -> list[Near]:
        """For each vector (n, 512) the phrases that answer it (see ``Phrases.near``)."""
        found = self.phrases.near(vectors)
        newer = self.newer(delta)
        if newer is None or not newer.phrases.size:
            return found
        return [nearest(pair) for pair in zip(found, newer.phrases.near(vectors), strict=True)]

    def compile(self, need: Need, relations: Relations = NO_RELATIONS) -> tuple[Runs, Asked]:
        """What the kernels read for this need."""
        return (
            compile_runs(need, self.columns, relations, self.scale),
            compile_filters(need, self.columns),
        )

    def _search(
        self, need: Need, top: int, relations: Relations, dead: I64, name: Name
    ) -> tuple[Hit, ...]:
        runs, asked = self.compile(need, relations)
        keys, rows = kernel(name)(self.columns, runs, asked, dead, top)
        parts = (self.columns.ids[rows], keys >> POINT_BITS, keys & POINT_MASK)
        return tuple(map(Hit, *(part.tolist() for part in parts)))

    def positions(self, ids: Iterable[int]) -> I64:
        """Positions of those of the (rising) ids that the index holds, rising."""
        # Searched in the type of the column: another would convert the whole of it.
        wanted = np.array([number for number in ids if number < 2**32], dtype=np.uint32)
        if not self.size or not wanted.size:
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.columns.ids, wanted), self.size - 1)
        found: I64 = at[self.columns.ids[at] == wanted].astype(np.int64)
        return found

    def explain(
        self,
        need: Need,
        hits: Iterable[Hit],
        *,
        relations: Relations = NO_RELATIONS,
        delta: Delta | None = None,
    ) -> tuple[Match, ...]:
        """The reasons of each hit, worked out again from its claims.

        Raises KeyError for a profile that is not here (any more), ValueError when the
        reasons do not add up to the hit, which only a hit of another need or a damaged
        index can cause.
        """
        listed = list(hits)
        found = self.explain_profiles(
            need, [hit.profile for hit in listed], relations=relations, delta=delta
        )
        for hit, match in zip(listed, found, strict=True):
            if (match.covered, match.hundredths) != (hit.covered, hit.hundredths):
                raise ValueError(f"profile {hit.profile}: reasons do not add up to the score")
        return found

    def explain_profiles(
        self,
        need: Need,
        profiles: Iterable[int],
        *,
        relations: Relations = NO_RELATIONS,
        delta: Delta | None = None,
    ) -> tuple[Match, ...]:
        """What each of these profiles would score, filters and strictness apart.

        Raises KeyError for a profile that is not here (any more).
        """
        newer = self.newer(delta)
        gone = frozenset(newer.ids) if newer else frozenset()
        explain = explain_row(need, relations, self.scale)
        matches = []
        for profile in profiles:
            source = newer.index if newer and profile in gone else self
            at = source.positions((profile,))
            if not at.size:
                raise KeyError(profile)
            matches.append(explain(source.columns, int(at[0])))
        return tuple(matches)

    def shortlist(
        self,
        need: Need,
        *,
        top: int = 50,
        relations: Relations = NO_RELATIONS,
        delta: Delta | None = None,
        kernel_name: Name = "best",
    ) -> tuple[Match, ...]:
        """``search``, then ``explain``: what a page shows."""
        hits = self.search(need, top=top, relations=relations, delta=delta, kernel_name=kernel_name)
        return self.explain(need, hits, relations=relations, delta=delta)


def warm_up() -> float:
    """Compile or load the kernel by one small search; returns the seconds it took.

    For the start of a worker and the end of an installation, so that no visitor waits.
    """
    begun = time.perf_counter()
    index = Index.of([Profile(1, ((1, 4),), consent=True)])
    index.search(Need((Requirement(1, SKILL_POINTS),)))
    mark_ready()
    return time.perf_counter() - begun
