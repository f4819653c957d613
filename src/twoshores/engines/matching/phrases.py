"""People's own phrases beside the concepts of a taxonomy: what is said nearly as it is asked.

Steps
1. Each phrase that somebody wrote has a number from FIRST_PHRASE on and is claimed like a concept.
2. Its vector (the sentence encoder's, length one) is kept as one byte a number with a scale of
   its own: ``packed``. The cosine of two phrases is off by less than 0.002.
3. For a line of a need, ``Phrases.near`` compares its vector with all phrases, block by block, and
   keeps the nearest from the lowest of BANDS on. 4. ``kinds_of`` says what a cosine is worth.

The bands were chosen on half of the demo's needs and measured on the other (docs/adr/0016).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.matching.columns import U32
from twoshores.engines.matching.problem import Kind

I8 = NDArray[np.int8]
F32 = NDArray[np.float32]

FIRST_PHRASE = 2**31
"""Concepts of the taxonomy stay far below."""
BANDS = ((0.65, Kind.NEAR_WORDS), (0.5, Kind.CLOSE_WORDS), (0.4, Kind.AKIN_WORDS))
"""Cosine from which a phrase answers as this kind, highest first."""
NEAREST = 400
"""Phrases that answer one line, at most."""
WIDTH = 512
_SCALE = np.dtype("<f4")
PACKED_BYTES = WIDTH + _SCALE.itemsize
_BLOCK = 4_096  # rows turned into floats at a time: 8 MB, to stay in the cache

type Near = tuple[U32, F32]
"""Numbers of phrases and their cosines, nearest first."""

NOTHING_NEAR: Near = (np.zeros(0, np.uint32), np.zeros(0, np.float32))


def packed(vectors: F32) -> list[bytes]:
    """One row of unit vectors (n, 512) as PACKED_BYTES bytes each, for a database."""
    steps, scales = _quantised(vectors)
    return [
        row.tobytes() + scale.tobytes()
        for row, scale in zip(steps, scales.astype(_SCALE), strict=True)
    ]


def unpacked(rows: Sequence[bytes]) -> tuple[I8, F32]:
    """Bytes of ``packed`` as (n, 512) steps and n scales. Raises ValueError for other bytes."""
    if any(len(row) != PACKED_BYTES for row in rows):
        raise ValueError(f"a phrase has {PACKED_BYTES} bytes")
    table = np.frombuffer(b"".join(rows), np.int8).reshape(len(rows), PACKED_BYTES)
    scales = np.ascontiguousarray(table[:, WIDTH:]).view(_SCALE)[:, 0].astype(np.float32)
    return np.ascontiguousarray(table[:, :WIDTH]), scales


def vectors_of(rows: Sequence[bytes]) -> F32:
    """Bytes of ``packed`` as float vectors (n, 512), of length one within 0.002."""
    steps, scales = unpacked(rows)
    return steps.astype(np.float32) * scales[:, None]


def _quantised(vectors: F32) -> tuple[I8, F32]:
    scales = np.abs(vectors).max(axis=1, initial=0) / 127
    scales[scales == 0] = 1
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales.astype(np.float32)


@dataclass(frozen=True)
class Phrases:
    """Numbers (rising, from FIRST_PHRASE on) and packed vectors of phrases; never changes."""

    ids: U32 = field(default_factory=lambda: np.zeros(0, np.uint32))
    steps: I8 = field(default_factory=lambda: np.zeros((0, WIDTH), np.int8))
    scales: F32 = field(default_factory=lambda: np.zeros(0, np.float32))

    @classmethod
    def of(cls, rows: Iterable[tuple[int, bytes]]) -> Phrases:
        """From (number, bytes of ``packed``) pairs, numbers rising; read in batches.

        Raises ValueError for numbers that do not rise or lie below FIRST_PHRASE.
        """
        none = cls()
        numbers, tables = [none.ids], [(none.steps, none.scales)]
        for batch in batched(rows, _BLOCK):
            numbers.append(np.array([number for number, _ in batch], dtype=np.uint32))
            tables.append(unpacked([row for _, row in batch]))
        steps, scales = (np.concatenate(parts) for parts in zip(*tables, strict=True))
        found = cls(np.concatenate(numbers), steps, scales)
        ids = found.ids
        if ids.size and (ids[0] < FIRST_PHRASE or bool(np.any(ids[1:] <= ids[:-1]))):
            raise ValueError("a phrase has a number of its own, from 2**31 on")
        return found

    @property
    def size(self) -> int:
        return int(self.ids.size)

    def lacks(self, numbers: Iterable[int]) -> list[int]:
        """Those of the numbers that are not here, rising."""
        wanted = np.array(sorted(set(numbers)), dtype=np.uint32)
        missing: list[int] = wanted[~np.isin(wanted, self.ids)].tolist()
        return missing

    def near(self, vectors: F32) -> list[Near]:
        """For each of the vectors (n, 512) the NEAREST phrases that answer it at all.

        About 0.3 ms for 1,000 phrases (benchmarks/README.md).
        """
        lowest = np.float32(BANDS[-1][0])
        found: list[list[Near]] = [[] for _ in vectors]
        room = np.empty((min(_BLOCK, self.size), WIDTH), dtype=np.float32)
        for start in range(0, self.size, _BLOCK):
            steps = self.steps[start : start + _BLOCK]
            block = room[: len(steps)]
            np.copyto(block, steps)
            cosines = (vectors @ block.T) * self.scales[start : start + _BLOCK]
            for line, row in zip(found, cosines, strict=True):
                at = np.flatnonzero(row >= lowest)
                line.append((self.ids[start + at], row[at]))
        return [nearest(parts) for parts in found]


NO_PHRASES = Phrases()


def nearest(parts: Sequence[Near]) -> Near:
    """The NEAREST of several lists, each phrase once with its best cosine."""
    if not parts:
        return NOTHING_NEAR
    ids = np.concatenate([part[0] for part in parts])
    cosines = np.concatenate([part[1] for part in parts])
    order = np.lexsort((ids, -cosines))
    _, first = np.unique(ids[order], return_index=True)
    kept = order[np.sort(first)[:NEAREST]]
    return ids[kept], cosines[kept]


def kinds_of(near: Near) -> list[tuple[int, Kind]]:
    """What each phrase is worth as an answer: rows of a ``RelationTable``."""
    bounds = np.array([bound for bound, _ in BANDS], dtype=np.float32)
    bands = (near[1][:, None] < bounds).sum(axis=1)
    return [
        (number, BANDS[band][1])
        for number, band in zip(near[0].tolist(), bands.tolist(), strict=True)
    ]
