"""Whom to add as an integer program: the best set of the least size, then the next.

A module of its own, imported when somebody asks: scipy.optimize takes a third of a second.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from .sets import MOST_TIES, Candidate, NotSolved

_TINY = 1e-7
_TIE = 1_000  # above the evidence of a whole set: 30 organisations with 30 strengths
_SHORE = 1_000_000  # above the ties of a whole set


class Problem:
    """Variables: one for each candidate (asked or not), then one for each missing shore."""

    def __init__(self, gaps: list[str], rows: list[Candidate], shores: list[str]) -> None:
        self.shores = shores
        self._size, self._all = len(rows), len(rows) + len(shores)
        cover = np.zeros((len(gaps), self._all))
        for number, gap in enumerate(gaps):
            cover[number, : self._size] = [gap in row.closes for row in rows]
        brings = np.zeros((len(shores), self._all))
        for number, shore in enumerate(shores):
            brings[number, : self._size] = [row.shore == shore for row in rows]
            brings[number, self._size + number] = -1
        self._constraints = [LinearConstraint(csr_matrix(cover), lb=1)]
        if shores:
            self._constraints.append(LinearConstraint(csr_matrix(brings), lb=0))
        wanted = frozenset(gaps)
        gains = [_TIE * min(row.ties, MOST_TIES) + len(row.shown & wanted) for row in rows]
        self._gain = np.array([*gains, *[_SHORE] * len(shores)], dtype=float)
        self._gaps = len(gaps)
        self._relax(cover[:, : self._size])

    def _relax(self, cover: NDArray[np.float64]) -> None:
        """The bound of the relaxation, and what each candidate costs above it.

        A set of n organisations has reduced costs of n less the bound at most (linear programming
        duality), so whoever costs more is in no set of that size and needs no branching.
        """
        relaxed = linprog(np.ones(self._size), A_ub=-cover, b_ub=-np.ones(len(cover)))
        if relaxed.status != 0:
            raise NotSolved(relaxed.message)
        assert relaxed.fun is not None
        self._bound = float(relaxed.fun)
        self._above = np.concatenate([relaxed.lower.marginals, np.zeros(len(self.shores))])

    def best(self) -> list[int] | None:
        """Indexes of the best of the smallest sets not forbidden, or None where there is none."""
        for size in range(math.ceil(self._bound - _TINY), self._gaps + 1):
            if (found := self._of_size(size)) is not None:
                return found
        return None

    def _of_size(self, size: int) -> list[int] | None:
        count = np.array([1.0] * self._size + [0.0] * len(self.shores))
        room = size - self._bound + _TINY
        answer = milp(
            -self._gain,
            constraints=[
                *self._constraints,
                LinearConstraint(csr_matrix(count), lb=size, ub=size),
                LinearConstraint(csr_matrix(self._above), ub=room),
            ],
            integrality=np.ones(self._all, dtype=np.int64),
            bounds=Bounds(0, (self._above <= room).astype(float)),
            options={"mip_rel_gap": 0, "time_limit": 30},
        )
        if answer.status == 2:  # infeasible
            return None
        if not answer.success:
            raise NotSolved(answer.message)
        return [index for index in range(self._size) if answer.x[index] > 0.5]

    def forbid(self, chosen: list[int]) -> None:
        row = np.zeros(self._all)
        row[chosen] = 1
        self._constraints.append(LinearConstraint(csr_matrix(row), ub=len(chosen) - 1))
