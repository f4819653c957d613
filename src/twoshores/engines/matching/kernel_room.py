"""What the compiled kernel works in: the forms of its data, and memory that is kept."""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from twoshores.engines.matching.columns import I32, I64, U8, U32

WINDOW = 1 << 15
ROW_BITS = 32
ROW_MASK = (1 << ROW_BITS) - 1
MOST_JUDGED = 1 << 14
"""Profiles judged that cover several concepts; if there are more, reading all runs is quicker."""


class Best(NamedTuple):
    """The list that is kept, best first, and room to judge a chunk in."""

    keys: I64
    rows: I64
    picked: I64
    scores: I64
    firsts: I64


class Claims(NamedTuple):
    """The claims of each profile, as in ``Columns``."""

    offsets: I64
    concepts: U32
    levels: U8


class Places(NamedTuple):
    """A hash table from claims to the runs that list them, the best of a requirement first."""

    table: I32
    following: I64
    best: I64


class Room(threading.local):
    """Memory that each thread keeps from search to search: fresh pages cost more than work."""

    def __init__(self) -> None:
        self.masks = np.zeros(0, dtype=np.uint8)
        self.slots = np.zeros(0, dtype=np.uint32)
        self.several = np.zeros(MOST_JUDGED, dtype=np.uint32)

    def fit(self, size: int) -> None:
        """Make room for so many profiles."""
        if self.masks.size != size:
            self.masks = np.zeros(size, dtype=np.uint8)
            self.slots = np.zeros((size + WINDOW - 1) // WINDOW * WINDOW, dtype=np.uint32)
