"""The assignment problem and its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

I64 = NDArray[np.int64]
MOST_CAPACITY = 1_000


class Edge(NamedTuple):
    """A person who fits a need, and how well (hundredths of a point, or any integer >= 0)."""

    need: int
    person: int
    score: int


@dataclass(frozen=True, eq=False)
class Problem:
    """Edges as three columns sorted by (need, person), without doubles.

    ``needs`` lists every need that asks for somebody, also those nobody fits;
    ``capacities`` gives, for each of ``people``, how many needs they can take.
    ``rows`` and ``columns`` are positions in ``needs`` and ``people``.
    """

    needs: I64
    people: I64
    capacities: I64
    rows: I64
    columns: I64
    scores: I64

    @classmethod
    def of(
        cls,
        edges: Iterable[tuple[int, int, int]],
        capacities: Mapping[int, int] | None = None,
        needs: Iterable[int] = (),
    ) -> Problem:
        """From (need, person, score) triples; a person without a capacity can take one.

        Raises ValueError for a negative score or capacity, a capacity over 1,000, or an
        edge that is given twice.
        """
        listed = list(edges)
        table = np.array(listed, dtype=np.int64).reshape(len(listed), 3)
        return cls.from_columns(table[:, 0], table[:, 1], table[:, 2], capacities, needs)

    @classmethod
    def from_columns(
        cls,
        need: I64,
        person: I64,
        score: I64,
        capacities: Mapping[int, int] | None = None,
        needs: Iterable[int] = (),
    ) -> Problem:
        """From three columns of equal length; see ``of``."""
        if score.size and score.min() < 0:
            raise ValueError("a score is not negative")
        given = capacities or {}
        if any(not 0 <= value <= MOST_CAPACITY for value in given.values()):
            raise ValueError(f"a capacity is a number from 0 to {MOST_CAPACITY}")
        asked = np.union1d(need, np.fromiter(needs, dtype=np.int64))
        people, columns = np.unique(person, return_inverse=True)
        rows = np.searchsorted(asked, need)
        order = np.lexsort((columns, rows))
        rows, columns, score = rows[order], columns[order], score[order]
        if bool(np.any((rows[1:] == rows[:-1]) & (columns[1:] == columns[:-1]))):
            raise ValueError("an edge is given twice")
        room = np.array([given.get(p, 1) for p in people.tolist()], dtype=np.int64)
        return cls(asked, people, room, rows, columns, score)


@dataclass(frozen=True)
class Assignment:
    """Who goes where. ``worst`` is the score of the worst-served of the filled needs."""

    pairs: tuple[Edge, ...]
    unfilled: tuple[int, ...]

    @property
    def filled(self) -> int:
        return len(self.pairs)

    @property
    def worst(self) -> int:
        return min((pair.score for pair in self.pairs), default=0)

    @property
    def total(self) -> int:
        return sum(pair.score for pair in self.pairs)

    @property
    def objective(self) -> tuple[int, int, int]:
        """(needs filled, worst-served need, total score): compared in this order."""
        return self.filled, self.worst, self.total
