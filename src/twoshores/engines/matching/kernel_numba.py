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
from typing import Any, cast

import numba
import numpy as np

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, U32, Facts
from twoshores.engines.matching.query import (
    KEY_MASK,
    STAMP_SHIFT,
    STRICT_SHIFT,
    Asked,
    Runs,
)

WINDOW = 1 << 15
BLOCK = 64
LOW = np.uint32((1 << STAMP_SHIFT) - 1)
KEYS = np.uint32(KEY_MASK)
STAMP = np.uint32(STAMP_SHIFT)
STRICT = np.uint32(STRICT_SHIFT)
STRICT_COUNT = np.uint32((1 << (STAMP_SHIFT - STRICT_SHIFT)) - 1)
TIES = (bonuses.TIE_LOCALITY, bonuses.TIE_REGION, bonuses.TIE_COUNTRY)
TIME_FIT = bonuses.TIME_FIT
FRESH_DAYS = bonuses.FRESH_DAYS
FRESH_POINTS = bonuses.FRESH_POINTS


def _compiled[F: Callable[..., Any]](function: F) -> F:
    try:
        return cast(F, numba.njit(cache=True, nogil=True, boundscheck=False)(function))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast(F, numba.njit(nogil=True, boundscheck=False)(function))


@_compiled
def _passes(row: int, facts: Facts, asked: Asked) -> bool:
    if facts.consent[row] == 0:
        return False
    if asked.modes != 0 and (facts.modes[row] & asked.modes) == 0:
        return False
    if facts.start[row] > asked.last_day or facts.until[row] < asked.first_day:
        return False
    for country in asked.excluded:
        if facts.residence[row] == country:
            return False
    if asked.any_language != 0:
        return True
    for word in range(asked.languages.size):
        if (facts.languages[row, word] & asked.languages[word]) != 0:
            return True
    return False


@_compiled
def _bonus(row: int, facts: Facts, asked: Asked) -> int:
    total = 0
    for at in range(facts.tie_offsets[row], facts.tie_offsets[row + 1]):
        code = facts.tie_codes[at]
        if asked.locality != 0 and code == asked.locality:
            total = TIES[0]
        elif asked.region != 0 and code == asked.region:
            total = max(total, TIES[1])
        elif asked.country != 0 and code == asked.country:
            total = max(total, TIES[2])
    if asked.times != 0:
        fit = 0
        wanted = 0
        for bit in range(8):
            wanted += (asked.times >> bit) & 1
            fit += ((asked.times & facts.times[row]) >> bit) & 1
        total += TIME_FIT * fit // wanted
    if asked.today != 0 and facts.confirmed[row] != 0:
        age = asked.today - facts.confirmed[row]
        for step in range(3):
            if age <= FRESH_DAYS[step]:
                total += FRESH_POINTS[step]
                break
    return total


@_compiled
def _is_dead(row: int, dead: I64) -> bool:
    at = np.searchsorted(dead, row)
    return bool(at < dead.size and dead[at] == row)


@_compiled
def _keep(keys: I64, rows: I64, kept: int, key: np.int64, row: int) -> int:
    """Insert into the list sorted by key descending; rows come rising, so equals stay."""
    at = kept if kept < keys.size else kept - 1
    while at > 0 and keys[at - 1] < key:
        keys[at] = keys[at - 1]
        rows[at] = rows[at - 1]
        at -= 1
    keys[at] = key
    rows[at] = row
    return min(kept + 1, keys.size)


@_compiled
def _accumulate(slots: U32, base: int, end: int, post: U32, runs: Runs, cursors: I64) -> None:
    for run in range(cursors.size):
        at = cursors[run]
        last = runs.ends[run]
        if at == last or post[at] >= end:
            continue
        add = runs.adds[run]
        stamp = runs.stamps[run]
        fresh = stamp << STAMP
        while at < last:
            row = post[at]
            if row >= end:
                break
            slot = slots[row - base]
            if (slot >> STAMP) != stamp:
                slots[row - base] = (slot & LOW) + add + fresh
            at += 1
        cursors[run] = at


@_compiled
def _collect(
    slots: U32,
    base: int,
    facts: Facts,
    asked: Asked,
    dead: I64,
    keys: I64,
    rows: I64,
    kept: int,
) -> int:
    floor = keys[kept - 1] - asked.most_bonus if kept == keys.size else np.int64(-1)
    for block in range(0, slots.size, BLOCK):
        highest = np.uint32(0)
        for at in range(block, block + BLOCK):
            highest = max(highest, slots[at] & KEYS)
        if np.int64(highest) <= floor:
            continue
        for at in range(block, block + BLOCK):
            slot = slots[at]
            if slot == 0 or np.int64(slot & KEYS) <= floor:
                continue
            if np.int64((slot >> STRICT) & STRICT_COUNT) != asked.strict:
                continue
            row = base + at
            if not _passes(row, facts, asked) or (dead.size and _is_dead(row, dead)):
                continue
            key = np.int64(slot & KEYS) + _bonus(row, facts, asked)
            if kept < keys.size or key > keys[kept - 1]:
                kept = _keep(keys, rows, kept, key, row)
                if kept == keys.size:
                    floor = keys[kept - 1] - asked.most_bonus
    return kept


@_compiled
def _search(
    post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, top: int
) -> tuple[I64, I64]:
    size = facts.consent.size
    keys = np.zeros(top, dtype=np.int64)
    rows = np.zeros(top, dtype=np.int64)
    kept = 0
    cursors = runs.starts.copy()
    slots = np.empty(WINDOW, dtype=np.uint32)
    for base in range(0, size, WINDOW):
        slots[:] = np.uint32(0)
        _accumulate(slots, base, base + WINDOW, post, runs, cursors)
        kept = _collect(slots, base, facts, asked, dead, keys, rows, kept)
    return keys[:kept], rows[:kept]


def search(
    post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, top: int
) -> tuple[I64, I64]:
    """The best ``top`` (rank keys, positions), best first. See ``kernel_numpy.search``."""
    return _search(post, runs, facts, asked, dead, top)
