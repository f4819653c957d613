"""nDCG and recall of a ranking, from graded judgements."""

from collections.abc import Mapping, Sequence
from math import log2

CLEARLY = 2
"""The grade from which somebody counts as found for `recall_at`."""


def ndcg_at(k: int, ranking: Sequence[int], grades: Mapping[int, int]) -> float | None:
    """Normalised discounted cumulative gain of the first k, 0..1 (Jarvelin and Kekalainen 2002).

    Gain 2**grade - 1, discount log2(rank + 1) with ranks from 1. Who was not judged counts as 0.
    None where nobody has a grade above 0: there is nothing to find.
    """
    best = _gain(sorted(grades.values(), reverse=True)[:k])
    if not best:
        return None
    return _gain([grades.get(person, 0) for person in ranking[:k]]) / best


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def recall_at(k: int, ranking: Sequence[int], grades: Mapping[int, int]) -> float | None:
    """Share of those who clearly could help that is among the first k; None where there is none.

    Of more than k such people only k can be found, so the divisor is k at most.
    """
    wanted = {person for person, grade in grades.items() if grade >= CLEARLY}
    if not wanted:
        return None
    return len(wanted.intersection(ranking[:k])) / min(k, len(wanted))


def mean(values: Sequence[float | None]) -> float | None:
    """Mean of what is known; None of nothing."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
