"""Whom to add: the smallest sets of organisations that close a partnership's gaps. Pure.

result = smallest_additions(gaps, candidates)
"""

from .sets import (
    MOST_SETS,
    Added,
    AddedSet,
    Additions,
    Candidate,
    NotSolved,
    smallest_additions,
)

__all__ = [
    "MOST_SETS",
    "Added",
    "AddedSet",
    "Additions",
    "Candidate",
    "NotSolved",
    "smallest_additions",
]
