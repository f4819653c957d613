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
BLOCK = 64
ONE = np.uint64(1)
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
    found: I64
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
def _keep(keys: I64, rows: I64, kept: int, key: int, row: int) -> int:
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
def _candidates(slots: U32, begin: int, floor: int, found: I64) -> int:
    """Places in one chunk of slots whose key is above ``floor``, rising; how many."""
    count = 0
    least = np.uint32((floor + 1) << KEY_SHIFT)
    for block in range(begin, begin + CHUNK, BLOCK):
        part = slots[block : block + BLOCK]
        promising = np.uint32(0)
        for at in range(BLOCK):  # the compiler turns this into vector instructions
            promising |= np.uint32(part[at] >= least)
        if promising == 0:
            continue
        for at in range(BLOCK):
            found[count] = block + at
            count += part[at] >= least
    return count


@_compiled
def _scores(
    slots: U32, base: int, facts: Facts, asked: Asked, dead: I64, best: Best, count: int
) -> None:
    """Keys without the tie of the places found, -1 where a filter fails.

    A loop of its own: the reads of different profiles overlap.
    """
    for at in range(count):
        slot = slots[best.found[at]]
        row = base + best.found[at]
        bonus = _judge(row, facts, asked)
        strict = np.int64((slot >> STRICT) & STRICT_COUNT) == asked.strict
        best.scores[at] = np.int64(slot >> KEY) + bonus if strict and bonus >= 0 else -1
        if dead.size and _is_dead(row, dead):
            best.scores[at] = -1


@_compiled
def _collect(
    slots: U32, base: int, facts: Facts, asked: Asked, dead: I64, best: Best, kept: int
) -> int:
    full = best.keys.size
    for begin in range(0, slots.size, CHUNK):
        floor = best.keys[kept - 1] if kept == full else np.int64(-1)
        reach = int(max(floor - asked.most_bonus, np.int64(0)))
        count = _candidates(slots, begin, reach, best.found)
        _scores(slots, base, facts, asked, dead, best, count)
        for at in range(count):
            if best.scores[at] < 0 or best.scores[at] + asked.most_tie <= floor:
                continue
            row = base + best.found[at]
            key = best.scores[at] + _tie(row, facts, asked)
            if key > floor:
                kept = _keep(best.keys, best.rows, kept, key, row)
                floor = best.keys[kept - 1] if kept == full else np.int64(-1)
    return kept


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
    kept = 0
    cursors = runs.starts.astype(np.uint64)
    slots = np.empty(WINDOW, dtype=np.uint32)
    for base in range(0, facts.records.size, WINDOW):
        slots[:] = np.uint32(0)
        _accumulate(slots, base, post, runs, cursors)
        kept = _collect(slots, base, facts, asked, dead, best, kept)
    return best.keys[:kept], best.rows[:kept]


def search(
    post: U32, runs: Runs, facts: Facts, asked: Asked, dead: I64, top: int
) -> tuple[I64, I64]:
    """The best ``top`` (rank keys, positions), best first. See ``kernel_numpy.search``."""
    return _search(post, runs, facts, asked, dead, top)
