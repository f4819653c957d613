"""How severe assessors are, told apart from how good their proposals are.

total = proposal + assessor + rest, by least squares: the two-way additive model (Searle, Linear
Models, 1971, ch. 7), as used to calibrate readers of essays (Braun, "Understanding scoring
reliability: experiments in calibrating essay readers", Journal of Educational Statistics 13,
1988). Comparable only where assessors are joined by proposals they both read (Weeks & Williams,
"A note on the determination of connectedness in an N-way cross classification", Technometrics 6,
1964).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from .marks import rounded

Floats = NDArray[np.float64]
Total = tuple[str, str, Decimal]  # proposal, assessor, percent of the best


class NotConnected(ValueError):
    """Groups of assessors that no proposal joins: their severity cannot be compared."""

    def __init__(self, groups: list[list[str]]) -> None:
        super().__init__(f"{len(groups)} groups of assessors share no proposal")
        self.groups = groups


@dataclass(frozen=True, slots=True)
class Severity:
    """points: what an assessor gives less than the others, points of 100; negative: more. They
    sum to zero over assessors. errors: standard error of each, None where there are no more
    totals than the model has figures. read: how many proposals each read. rest: the standard
    deviation of what neither explains, or None."""

    points: Mapping[str, Decimal]
    errors: Mapping[str, Decimal | None]
    read: Mapping[str, int]
    rest: Decimal | None


def severity(totals: Iterable[Total]) -> Severity:
    """Severities by least squares.

    1. Refused with NotConnected unless assessors and proposals are one connected graph.
    2. Proposals are eliminated: for each, the deviations of its totals from their mean. What
       remains is one symmetric system of as many rows as assessors, singular in one direction
       (all alike), which the sum of zero fixes.
    3. Residuals over (totals - proposals - assessors + 1) give the standard errors.

    In double precision, rounded to two digits: the figures are estimates, not money.
    """
    rows = sorted(totals)
    groups = _groups(rows)
    if len(groups) > 1:
        raise NotConnected(groups)
    assessors = sorted({assessor for _p, assessor, _t in rows})
    at = {assessor: n for n, assessor in enumerate(assessors)}
    read: dict[str, int] = defaultdict(int)
    by_proposal: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for proposal, assessor, total in rows:
        read[assessor] += 1
        by_proposal[proposal].append((at[assessor], float(total)))
    if len(assessors) < 2:
        return Severity(
            dict.fromkeys(assessors, Decimal(0)), dict.fromkeys(assessors), dict(read), None
        )
    effects, inverse = _effects(by_proposal, len(assessors))
    left = 0.0
    for marks in by_proposal.values():
        rest = np.array([total - effects[n] for n, total in marks])
        left += float(((rest - rest.mean()) ** 2).sum())
    freedom = len(rows) - len(by_proposal) - len(assessors) + 1
    variance = left / freedom if freedom > 0 else None
    errors = {
        name: None if variance is None else _points((variance * max(inverse[n, n], 0.0)) ** 0.5)
        for name, n in at.items()
    }
    return Severity(
        points={name: _points(-effects[n]) for name, n in at.items()},
        errors=errors,
        read=dict(read),
        rest=None if variance is None else _points(variance**0.5),
    )


def _effects(
    by_proposal: Mapping[str, Sequence[tuple[int, float]]], size: int
) -> tuple[Floats, Floats]:
    """(what each assessor gives more than the others, the system's pseudo-inverse)."""
    system, right = np.zeros((size, size)), np.zeros(size)
    for marks in by_proposal.values():
        who = np.array([n for n, _total in marks])
        values = np.array([total for _n, total in marks])
        system[who, who] += 1
        system[np.ix_(who, who)] -= 1 / len(marks)
        right[who] += values - values.mean()
    inverse = np.linalg.inv(system + 1 / size) - 1 / size
    effects = inverse @ right
    return effects - effects.mean(), inverse


def _points(value: float) -> Decimal:
    return rounded(Decimal(repr(float(value))))


def _groups(rows: Iterable[Total]) -> list[list[str]]:
    """Assessors joined by proposals, each group sorted, the largest first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for proposal, assessor, _total in rows:
        one, two = f"p{proposal}", f"a{assessor}"
        parent.setdefault(one, one)
        parent.setdefault(two, two)
        parent[root(one)] = root(two)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        if name.startswith("a"):
            groups[root(name)].append(name[1:])
    return sorted(groups.values(), key=lambda group: (-len(group), group))
