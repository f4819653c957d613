"""What every coalition of partners is worth, for those who want to see each."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .coverage import Need, Partner

MOST_PARTNERS = 12  # 4,096 coalitions; every further partner doubles them


class TooManyPartners(ValueError):
    """More partners than coalitions are listed for."""


def worths(needs: Sequence[Need], partners: Sequence[Partner]) -> NDArray[np.int64]:
    """The worth of each coalition in half needs (weighted): shown 2, said 1, times the weight.

    Entry m is the coalition of the partners whose bits stand in m (bit 0: the first partner), so
    entry 0 is nobody and the last is all. O(2^partners x needs).

    1. A coalition without its last member was worked out before: take its best grades.
    2. Where the last member is better, take the member's.

    Raises TooManyPartners above MOST_PARTNERS.
    """
    if len(partners) > MOST_PARTNERS:
        raise TooManyPartners(f"{len(partners)} partners, {MOST_PARTNERS} at most")
    grades = np.array(
        [[partner.grade(need.id) for need in needs] for partner in partners], dtype=np.int8
    ).reshape(len(partners), len(needs))
    best = np.zeros((1, len(needs)), dtype=np.int8)
    for row in grades:
        best = np.concatenate([best, np.maximum(best, row)])
    weights = np.array([need.weight for need in needs], dtype=np.int64)
    return best.astype(np.int64) @ weights
