"""Likeness of spelling: TF-IDF cosine over letter groups of 2 to 5 inside words.

The matrix of 200,000 labels would take 100 MB and more. Kept instead: the folded letters of
each label (2 bytes each), one weight a group and one norm a label; likeness is computed anew
for the few hundred labels that come into question. Groups of four letters list the labels
that hold them, to find those in the first place.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .text import BUCKETS_LOG2, codes_of, fold, grams, longer, pairs

LONGEST = 5
LISTED = 4  # the size of group that lists its labels
READ = 20_000  # listed labels that one query reads, rarest groups first
BUCKETS = 1 << BUCKETS_LOG2
_CHUNK = 20_000
_SIEVE = np.uint32(0x3FFF)
_TO_BUCKET = np.uint32(32 - BUCKETS_LOG2)
type Rows = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float32]


def build_lexical(folded: list[str], folder: Path) -> None:
    """Write codes, starts, idf, norms and lists for these folded labels, in their order."""
    codes, starts = codes_of(folded)
    frequency = np.zeros(BUCKETS, dtype=np.int64)
    for _, buckets, _ in _pairs(codes, starts):
        frequency += np.bincount(buckets, minlength=BUCKETS)
    idf = (np.log((1 + len(folded)) / (1 + frequency)) + 1).astype(np.float32)
    norms = np.ones(len(folded), dtype=np.float32)
    for rows, buckets, counts in _pairs(codes, starts):
        first, size = int(rows[0]), int(rows[-1] - rows[0]) + 1
        squares = np.bincount(rows - first, (counts * idf[buckets]) ** 2, minlength=size)
        norms[first : first + size] = np.sqrt(np.where(squares > 0, squares, 1))
    _write_lists(codes, starts, folder)
    np.save(folder / "codes.npy", codes)
    np.save(folder / "starts.npy", starts.astype(np.uint32))
    np.save(folder / "idf.npy", idf)
    np.save(folder / "norms.npy", norms)


def _pairs(codes: npt.NDArray[np.uint16], starts: Rows) -> Iterator[tuple[Rows, Rows, Rows]]:
    """(row, bucket, count) arrays without doubles, some 20,000 labels at a time."""
    for first in range(0, len(starts) - 1, _CHUNK):
        last = min(first + _CHUNK, len(starts) - 1)
        part = codes[starts[first] : starts[last]]
        owner = np.repeat(
            np.arange(first, last, dtype=np.uint64), np.diff(starts[first : last + 1])
        )
        owner <<= np.uint64(32)
        keys = np.concatenate(
            [owner[positions] | buckets for _, buckets, positions in grams(part, LONGEST)]
        )
        keys.sort()
        new = np.flatnonzero(np.diff(keys, prepend=~keys[:1]))
        if len(new):
            counts = np.diff(new, append=len(keys))
            unique = keys[new]
            rows = (unique >> np.uint64(32)).astype(np.int64)
            yield rows, (unique & np.uint64(0xFFFFFFFF)).astype(np.int64), counts


def _write_lists(codes: npt.NDArray[np.uint16], starts: Rows, folder: Path) -> None:
    *_, (_, buckets, positions) = grams(codes, LISTED)
    owner = np.repeat(np.arange(len(starts) - 1, dtype=np.uint64), np.diff(starts))
    keys = (buckets.astype(np.uint64) << np.uint64(32)) | owner[positions]
    keys.sort()
    keys = keys[np.diff(keys, prepend=~keys[:1]) != 0]
    pointers = np.zeros(BUCKETS + 1, dtype=np.uint32)
    listed = (keys >> np.uint64(32)).astype(np.int64)
    np.cumsum(np.bincount(listed, minlength=BUCKETS), out=pointers[1:])
    np.save(folder / "pointers.npy", pointers)
    np.save(folder / "lists.npy", (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32))


class Lexical:
    """The spelling side of an index, read-only, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        def part(name: str) -> npt.NDArray[Any]:
            return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))

        self._codes, self._starts = part("codes"), part("starts")
        self._idf, self._norms = part("idf"), part("norms")
        self._pointers, self._lists = part("pointers"), part("lists")

    def query(self, text: str) -> "LexicalQuery":
        return LexicalQuery(self, text)


class LexicalQuery:
    """One text, weighed against the groups of the index."""

    def __init__(self, index: Lexical, text: str) -> None:
        self._index = index
        codes, _ = codes_of([fold(text)])
        by_size = {size: found for size, found, _ in grams(codes, LONGEST)}
        self._listed = np.unique(by_size[LISTED])
        buckets, counts = np.unique(np.concatenate(list(by_size.values())), return_counts=True)
        idf = index._idf[buckets]
        weights = counts * idf
        norm = float(np.sqrt((weights**2).sum())) or 1.0
        self._buckets = buckets
        # Low bits of the buckets: rules out most foreign groups before the exact look-up.
        self._sieve = np.zeros(int(_SIEVE) + 1, dtype=bool)
        self._sieve[buckets & _SIEVE] = True
        self._weights = (weights * idf / norm).astype(np.float32)

    def rows_like(self, low: int, high: int, limit: int) -> Rows:
        """Up to `limit` rows in low <= row < high that share the rarest groups of four letters."""
        index = self._index
        if not len(self._listed):
            return np.zeros(0, np.int64)
        begin = index._pointers[self._listed].astype(np.int64)
        end = index._pointers[self._listed + 1].astype(np.int64)
        order = np.argsort(end - begin)
        keep = order[np.cumsum((end - begin)[order]) <= READ]
        if not len(keep):
            keep = order[:1]
        end = np.minimum(end, begin + READ)
        lists = [_between(index._lists[begin[i] : end[i]], low, high) for i in keep]
        rows = np.concatenate(lists)
        if not len(rows):
            return np.zeros(0, np.int64)
        worth = index._idf[self._listed[keep]].astype(np.float64) ** 2
        worth = np.repeat(worth, [len(part) for part in lists])
        sums = np.bincount(rows - np.uint32(low), worth, minlength=high - low)
        named = np.zeros(high - low, dtype=bool)  # quicker to look through than the sums
        named[rows - np.uint32(low)] = True
        found = np.flatnonzero(named)
        if len(found) > limit:
            value = sums[found] / index._norms[low + found]
            found = found[np.argpartition(-value, limit)[:limit]]
        return found + low

    def likeness(self, rows: Rows) -> Floats:
        """TF-IDF cosine, 0 to 1, of the text and each of these rows (ascending)."""
        index = self._index
        begin = index._starts[rows].astype(np.int64)
        lengths = index._starts[rows + 1].astype(np.int64) - begin
        bounds = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(lengths, out=bounds[1:])
        where = np.arange(bounds[-1]) + np.repeat(begin - bounds[:-1], lengths)
        codes = index._codes[where]
        owner = np.repeat(np.arange(len(rows)), lengths)
        total = np.zeros(len(rows), dtype=np.float64)
        if len(self._buckets):
            value, good = pairs(codes)
            maybe = np.flatnonzero(self._sieve[(value >> _TO_BUCKET) & _SIEVE])
            positions = maybe[good[maybe]]
            value = value[positions]
            for size in range(2, LONGEST + 1):
                place = np.searchsorted(self._buckets, value >> _TO_BUCKET)
                place[place == len(self._buckets)] = 0
                hit = self._buckets[place] == value >> _TO_BUCKET
                positions, value = positions[hit], value[hit]
                total += np.bincount(
                    owner[positions], self._weights[place[hit]], minlength=len(rows)
                )
                # A longer group of the text begins with one of its shorter groups.
                positions, value = longer(codes, positions, value, size)
        cosine: Floats = np.clip(total / index._norms[rows], 0, 1).astype(np.float32)
        return cosine


def _between(rising: npt.NDArray[np.uint32], low: int, high: int) -> npt.NDArray[np.uint32]:
    """The part of a list that lies in low <= row < high."""
    first = int(rising.searchsorted(np.uint32(low))) if low else 0
    return rising[first : int(rising.searchsorted(np.uint32(high)))]
