"""The compiled kernel: scores, filters and keeps the best, one window of profiles at a time.

Source of the idea: the windowed disjunction of Lucene's ``BooleanScorer``. All runs of
postings advance together through windows of 32,768 profiles, so that the accumulator (128 kB)
stays in the processor's cache instead of being touched at random over the whole roster.

Importing this module needs numba; ``kernels.py`` decides. Machine code is cached on disk:
in ``NUMBA_CACHE_DIR`` if set, else ``__pycache__`` beside this file, else numba's folder in
the user's cache directory. Where none can be written it is compiled at each start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

import numba
import numpy as np

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, U32, U64, Facts
from twoshores.engines.matching.query import (
    KEY_SHIFT,
    STAMP_MASK,
    STRICT_MASK,
    STRICT_SHIFT,
    Asked,
    Runs,
)

WINDOW = 1 << 15
CHUNK = 1 << 12
BLOCK = 128
ONE = np.uint64(1)
ROW_BITS = 32
ROW_MASK = (1 << ROW_BITS) - 1
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
TIES = (bonuses.TIE_LOCALITY, bonuses.TIE_REGION, bonuses.TIE_COUNTRY)
FRESH_DAYS = bonuses.FRESH_DAYS
FRESH_POINTS = bonuses.FRESH_POINTS


class Best(NamedTuple):
    """The list that is kept, best first, and room to judge a chunk in."""

    keys: I64
    rows: I64
    picked: I64
    scores: I64


def _compiled[F: Callable[..., Any]](function: F) -> F:
    options = {"nogil": True, "boundscheck": False, "forceinline": True}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast(F, numba.njit(**options)(function))


@_compiled
def _shares_language(row: int, first: np.uint64, facts: Facts, asked: Asked) -> bool:
    common = first & asked.languages[0]
    for word in range(1, asked.languages.size):
        common |= facts.more_languages[row, word - 1] & asked.languages[word]
    return bool(common != 0)


@_compiled
def _is_excluded(country: int, asked: Asked) -> bool:
    found = False
    for other in asked.excluded:
        found |= country == other
    return found


@_compiled
def _judge(row: int, facts: Facts, asked: Asked) -> int:
    """Bonus without the tie, or -1 when a filter fails. Few branches: most are a toss-up."""
    who = facts.records[row]
    passes = who.consent != 0
    passes &= (asked.modes == 0) | ((who.modes & asked.modes) != 0)
    passes &= (who.start <= asked.last_day) & (who.until >= asked.first_day)
    passes &= (asked.any_language != 0) | _shares_language(row, who.languages, facts, asked)
    passes &= not _is_excluded(who.residence, asked)
    total = asked.time_points[who.times]
    if asked.today != 0:
        age = asked.today - who.confirmed
        fresh = 0
        for step in range(2, -1, -1):
            fresh = FRESH_POINTS[step] if age <= FRESH_DAYS[step] else fresh
        total += fresh if who.confirmed != 0 else 0
    return total if passes else -1


@_compiled
def _tie(row: int, facts: Facts, asked: Asked) -> int:
    best = 0
    for at in range(facts.tie_offsets[row], facts.tie_offsets[row + 1]):
        code = facts.tie_codes[at]
        if asked.locality != 0 and code == asked.locality:
            best = TIES[0]
        elif asked.region != 0 and code == asked.region:
            best = max(best, TIES[1])
        elif asked.country != 0 and code == asked.country:
            best = max(best, TIES[2])
    return best


@_compiled
def _is_dead(row: int, dead: I64) -> bool:
    at = np.searchsorted(dead, row)
    return bool(at < dead.size and dead[at] == row)


@_compiled
def _keep(best: Best, kept: int, key: np.int64, row: int) -> int:
    """Insert into the list (key falling, position rising) if it belongs there."""
    keys, rows = best.keys, best.rows
    if kept == keys.size:
        if key < keys[kept - 1] or (key == keys[kept - 1] and row > rows[kept - 1]):
            return kept
        kept -= 1
    at = kept
    while at > 0 and (keys[at - 1] < key or (keys[at - 1] == key and rows[at - 1] > row)):
        keys[at] = keys[at - 1]
        rows[at] = rows[at - 1]
        at -= 1
    keys[at] = key
    rows[at] = row
    return kept + 1


@_compiled
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


@_compiled
def _peaks(slots: U32, peaks: U32, counts: I64) -> None:
    """The highest slot of each block, and how many blocks peak in each bucket of keys."""
    for block in range(peaks.size):
        part = slots[block * BLOCK : (block + 1) * BLOCK]
        highest = np.uint32(0)
        for at in range(BLOCK):  # the compiler turns this into vector instructions
            highest = max(highest, part[at])
        peaks[block] = highest
        counts[highest >> BUCKET] += 1


@_compiled
def _settle(count: int, facts: Facts, asked: Asked, dead: I64, best: Best, kept: int) -> int:
    """Judge those picked and keep the best."""
    full = best.keys.size
    for at in range(count):  # apart from the next loop: here the reads overlap
        bonus = _judge(best.picked[at] & ROW_MASK, facts, asked)
        best.scores[at] = (best.picked[at] >> ROW_BITS) + bonus if bonus >= 0 else -1
    for at in range(count):
        score = best.scores[at]
        least = best.keys[full - 1] - asked.most_tie if kept == full else np.int64(0)
        row = best.picked[at] & ROW_MASK
        if score >= least and not (dead.size and _is_dead(row, dead)):
            kept = _keep(best, kept, score + _tie(row, facts, asked), row)
    return kept


@_compiled
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


@_compiled
def _search(
    post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, top: int
) -> tuple[I64, I64]:
    best = Best(
        np.zeros(top, dtype=np.int64),
        np.zeros(top, dtype=np.int64),
        np.empty(CHUNK, dtype=np.int64),
        np.empty(CHUNK, dtype=np.int64),
    )
    windows = (facts.records.size + WINDOW - 1) // WINDOW
    slots = np.empty(windows * WINDOW, dtype=np.uint32)
    peaks = np.empty(slots.size // BLOCK, dtype=np.uint32)
    counts = np.zeros(BUCKETS, dtype=np.int64)
    cursors = runs.starts.astype(np.uint64)
    for window in range(windows):
        base = window * WINDOW
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
    return best.keys[:kept], best.rows[:kept]


def search(
    post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, top: int
) -> tuple[I64, I64]:
    """The best ``top`` (rank keys, positions), best first. See ``kernel_numpy.search``."""
    return _search(post, runs, facts, asked, dead, top)
