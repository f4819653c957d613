"""The compiled kernel: scores, filters and keeps the best.

A need with 2 to 8 required concepts is first tried as ``kernel_pruned`` says. If that does not
decide, all runs are read, one window of profiles at a time. Source of the idea: the windowed
disjunction of Lucene's ``BooleanScorer``. All runs of postings advance together through windows
of 32,768 profiles, so that the accumulator (128 kB) stays in the processor's cache instead of
being touched at random over the whole roster.

Importing this module needs numba; ``kernels.py`` decides. Machine code is cached on disk:
in ``NUMBA_CACHE_DIR`` if set, else ``__pycache__`` beside this file, else numba's folder in
the user's cache directory. Where none can be written it is compiled at each start.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import numpy as np

from twoshores.engines.matching.columns import I64, U8, U32, U64, Columns, Facts
from twoshores.engines.matching.kernel_judge import compiled, is_dead, judge, keep, tie
from twoshores.engines.matching.kernel_pruned import pruned
from twoshores.engines.matching.kernel_room import (
    MOST_JUDGED,
    ROW_BITS,
    ROW_MASK,
    WINDOW,
    Best,
    Claims,
    Room,
)
from twoshores.engines.matching.query import (
    KEY_SHIFT,
    STAMP_MASK,
    STRICT_MASK,
    STRICT_SHIFT,
    Asked,
    Runs,
)

CHUNK = 1 << 12
BLOCK = 128
ONE = np.uint64(1)
KEY_BITS = 20
BUCKET_BITS = 6
BUCKETS = 1 << (KEY_BITS - BUCKET_BITS)
BUCKET = np.uint32(KEY_SHIFT + BUCKET_BITS)
FORESIGHT = 8
"""Blocks judged first, per place on the list: enough when one profile in eight passes."""
STAMP = np.uint32(STAMP_MASK)
REST = np.uint32(2**32 - 1 - STAMP_MASK)
KEY = np.uint32(KEY_SHIFT)
STRICT = np.uint32(STRICT_SHIFT)
STRICT_COUNT = np.uint32(STRICT_MASK)
COMPILED = (
    *("kernel_numba.py", "kernel_pruned.py", "kernel_judge.py", "kernel_room.py"),
    *("bonuses.py", "columns.py", "query.py"),
)
_room = Room()


@compiled
def _accumulate(slots: U32, base: int, post: U32, runs: Runs, cursors: U64) -> None:
    first = np.uint32(base)
    width = np.uint32(slots.size)
    for run in range(cursors.size):
        at = cursors[run]
        last = np.uint64(runs.ends[run])
        add = runs.adds[run]
        stamp = runs.stamps[run]
        fresh = np.uint32(add + stamp)
        while at < last:
            place = np.uint32(post[at] - first)
            if place >= width:
                break
            slot = slots[place]
            again = np.uint32(slot & STAMP) == stamp
            slots[place] = slot if again else np.uint32((slot & REST) + fresh)
            at += ONE
        cursors[run] = at


@compiled
def _peaks(slots: U32, peaks: U32, counts: I64) -> None:
    """The highest slot of each block, and how many blocks peak in each bucket of keys."""
    for block in range(peaks.size):
        part = slots[block * BLOCK : (block + 1) * BLOCK]
        highest = np.uint32(0)
        for at in range(BLOCK):  # the compiler turns this into vector instructions
            highest = max(highest, part[at])
        peaks[block] = highest
        counts[highest >> BUCKET] += 1


@compiled
def _settle(count: int, facts: Facts, asked: Asked, dead: I64, best: Best, kept: int) -> int:
    """Judge those picked and keep the best."""
    full = best.keys.size
    for at in range(count):  # apart from the next loop: here the reads overlap
        bonus = judge(best.picked[at] & ROW_MASK, facts, asked)
        best.scores[at] = (best.picked[at] >> ROW_BITS) + bonus if bonus >= 0 else -1
    for at in range(count):
        score = best.scores[at]
        # Never under 0: a weak list less a tie lets in the -1 of those whom a filter leaves out.
        least = max(best.keys[full - 1] - asked.most_tie, 0) if kept == full else np.int64(0)
        row = best.picked[at] & ROW_MASK
        if score >= least and not (dead.size and is_dead(row, dead)):
            kept = keep(best, kept, score + tie(row, facts, asked), row)
    return kept


@compiled
def _sweep(
    slots: U32,
    peaks: U32,
    keys: tuple[int, int],
    facts: Facts,
    asked: Asked,
    dead: I64,
    best: Best,
    kept: int,
) -> int:
    """Judge all whose key lies in a range, as far as the list may still take them."""
    full = best.keys.size
    low, high = keys
    count = 0
    for block in range(peaks.size):
        least = np.uint32(low << KEY_SHIFT)
        if peaks[block] < least:
            continue
        if count > CHUNK - BLOCK:
            kept = _settle(count, facts, asked, dead, best, kept)
            count = 0
        if kept == full:
            low = max(low, best.keys[full - 1] - asked.most_bonus)
        part = slots[block * BLOCK : (block + 1) * BLOCK]
        for at in range(BLOCK):
            slot = part[at]
            if slot >= least:
                strict = np.int64((slot >> STRICT) & STRICT_COUNT) == asked.strict
                key = np.int64(slot >> KEY)
                best.picked[count] = (key << ROW_BITS) | (block * BLOCK + at)
                count += strict & (key < high)
    return _settle(count, facts, asked, dead, best, kept)


@compiled
def _whole(
    slots: U32, post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, best: Best
) -> int:
    """Read all runs; the best of all profiles."""
    top = best.keys.size
    peaks = np.empty(slots.size // BLOCK, dtype=np.uint32)
    counts = np.zeros(BUCKETS, dtype=np.int64)
    cursors = runs.starts.astype(np.uint64)
    for base in range(0, slots.size, WINDOW):
        part = slots[base : base + WINDOW]
        part[:] = np.uint32(0)
        _accumulate(part, base, post, runs, cursors)
        _peaks(part, peaks[base // BLOCK : (base + WINDOW) // BLOCK], counts)
    bucket = BUCKETS
    blocks = 0
    while bucket > 0 and blocks < FORESIGHT * top:
        bucket -= 1
        blocks += counts[bucket]
    sure = max(bucket << BUCKET_BITS, 1)
    # The most promising first: then the list is nearly final, and excludes most of the rest.
    kept = _sweep(slots, peaks, (sure, 1 << KEY_BITS), facts, asked, dead, best, 0)
    low = 1
    if kept == top:
        low = max(low, best.keys[top - 1] - asked.most_bonus)
    if low < sure:
        kept = _sweep(slots, peaks, (low, sure), facts, asked, dead, best, kept)
    return kept


def _edition() -> int:
    """A number for what is compiled. Numba itself asks only how old this one file is, and would
    go on with machine code of another edition of the modules beside it."""
    total = 0
    for name in COMPILED:
        total = crc32((Path(__file__).parent / name).read_bytes(), total)
    return total


def _entry(edition: int) -> Callable[..., tuple[I64, I64]]:
    """The search; what a closure holds is part of the name under which code is kept."""

    @compiled
    def _search(
        masks: U8,
        slots: U32,
        several: U32,
        post: U32,
        claims: Claims,
        runs: Runs,
        facts: Facts,
        asked: Asked,
        dead: I64,
        top: int,
    ) -> tuple[I64, I64]:
        best = Best(
            np.zeros(top, dtype=np.int64),
            np.zeros(top, dtype=np.int64),
            np.empty(MOST_JUDGED, dtype=np.int64),
            np.empty(CHUNK, dtype=np.int64),
            np.empty(MOST_JUDGED, dtype=np.int64),
        )
        best.firsts[0] = edition
        kept = 0
        if runs.bits.any():
            kept = pruned(masks, several, post, claims, runs, facts, asked, dead, best)
        if kept < top:
            kept = _whole(slots, post, runs, facts, asked, dead, best)
        return best.keys[:kept], best.rows[:kept]

    return _search


_search = _entry(_edition())


def search(columns: Columns, runs: Runs, asked: Asked, dead: I64, top: int) -> tuple[I64, I64]:
    """The best ``top`` (rank keys, positions), best first. See ``kernel_numpy.search``."""
    _room.fit(columns.size)
    claims = Claims(columns.claim_offsets, columns.claim_concepts, columns.claim_levels)
    return _search(
        _room.masks,
        _room.slots,
        _room.several,
        columns.post_rows,
        claims,
        runs,
        columns.facts,
        asked,
        dead,
        top,
    )
