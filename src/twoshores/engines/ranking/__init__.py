"""Ranking: from scores to a list of whom to fund, under budget and balance. Pure, Decimal.

ranked = rank(entries); cut(ranked, budget, reserve); balanced(ranked, budget, minimum, reserve)
"""

from .balance import Impossible, NotSolved, balanced
from .ranks import Cut, Entry, Ranked, cut, rank

__all__ = [
    "Cut",
    "Entry",
    "Impossible",
    "NotSolved",
    "Ranked",
    "balanced",
    "cut",
    "rank",
]
