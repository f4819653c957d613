"""The pruned search: those who cover several required concepts, without a look at the rest.

The rank goes by the number of required concepts covered. So a list that fills up with profiles
that cover two or more is final, whatever the rest would score. Source of the idea: MaxScore
(Turtle and Flood 1995), which leaves lists unread that can no longer decide.

1. Only the runs that cover are read; one byte per profile notes what it covers.
2. From the most covered down: filters first, then the points of those who pass, added up from
   their own claims. 3. When a number of covered concepts is done and the list is full: stop.
If it never fills up, or too many cover several, the caller reads all runs instead.
"""

from __future__ import annotations

import numpy as np

from twoshores.engines.matching.columns import I64, LEVELS, U8, U32, Facts
from twoshores.engines.matching.kernel_judge import compiled, is_dead, judge, keep, tie
from twoshores.engines.matching.kernel_room import (
    ROW_BITS,
    ROW_MASK,
    Best,
    Claims,
    Places,
)
from twoshores.engines.matching.query import (
    KEY_SHIFT,
    MOST_COVERED,
    STRICT_MASK,
    STRICT_SHIFT,
    Asked,
    Runs,
)

COUNTS = np.array([number.bit_count() for number in range(256)], dtype=np.uint8)
ODD = np.uint64(0x9E3779B97F4A7C15)
ONE = np.uint64(1)
KEY = np.uint32(KEY_SHIFT)
STRICT = np.uint32(STRICT_SHIFT)
STRICT_COUNT = np.uint32(STRICT_MASK)


@compiled
def _cover(masks: U8, several: U32, post: U32, runs: Runs) -> np.int64:
    """Note which required concepts each profile covers: one bit each.

    ``several`` gets a profile whenever it covers one more after the first; returns how often.
    """
    masks[:] = 0
    room = np.uint64(several.size - 1)
    found = np.uint64(0)
    for run in range(runs.starts.size):
        bit = runs.bits[run]
        # Unsigned, else each look into an array is asked whether it counts from its end.
        at = np.uint64(runs.starts[run])
        last = np.uint64(runs.ends[run]) if bit != 0 else at
        while at < last:
            row = post[at]
            old = masks[row]
            masks[row] = old | bit
            if old != 0 and old & bit == 0:
                several[min(found, room)] = row
                found += ONE
            at += ONE
    return np.int64(found)


@compiled
def _hashed(key: np.uint64, size: int) -> np.int64:
    return np.int64((key * ODD) >> np.uint64(32)) & np.int64(size - 1)


@compiled
def _places(runs: Runs) -> Places:
    count = runs.keys.size
    size = 64
    while size < 16 * count:  # nearly every look-up of a foreign claim ends at once
        size *= 2
    table = np.full(size, -1, dtype=np.int32)
    following = np.full(count, -1, dtype=np.int64)
    for run in range(count - 1, -1, -1):
        at = _hashed(runs.keys[run], size)
        while table[at] >= 0 and runs.keys[table[at]] != runs.keys[run]:
            at = (at + 1) & (size - 1)
        following[run] = table[at]
        table[at] = run
    most = np.int64(runs.stamps[count - 1]) + 1 if count else 1
    return Places(table, following, np.empty(most, dtype=np.int64))


@compiled
def _slot(row: int, claims: Claims, runs: Runs, places: Places) -> np.uint32:
    """What the best answers of one profile add up to, from its own claims."""
    size = places.table.size
    best = places.best
    best[:] = runs.keys.size
    for claim in range(claims.offsets[row], claims.offsets[row + 1]):
        key = np.uint64(claims.concepts[claim]) * np.uint64(LEVELS)
        key += np.uint64(claims.levels[claim]) - ONE
        at = _hashed(key, size)
        while places.table[at] >= 0 and runs.keys[places.table[at]] != key:
            at = (at + 1) & (size - 1)
        run = places.table[at]
        while run >= 0:
            best[runs.stamps[run]] = min(best[runs.stamps[run]], run)
            run = places.following[run]
    total = np.uint32(0)
    for requirement in range(1, best.size):
        if best[requirement] < runs.keys.size:
            total = np.uint32(total + runs.adds[best[requirement]])
    return total


@compiled
def _with(covered: int, found: np.int64, several: U32, masks: U8, best: Best) -> int:
    """Pick each of those that cover exactly so many, once, and take its mask away."""
    picked = 0
    for at in range(found):
        row = several[at]
        best.picked[picked] = row
        if COUNTS[masks[row]] == covered:
            masks[row] = 0
            picked += 1
    return picked


@compiled
def _sift(count: int, facts: Facts, asked: Asked, best: Best) -> int:
    """Of those picked, keep who passes what one look can tell."""
    everybody = asked.any_language != 0 or asked.languages.size > 1
    modes = np.uint8(asked.modes if asked.modes != 0 else 255)
    any_mode = asked.modes == 0
    words = asked.languages[0]
    picked = 0
    for at in range(count):  # short, so that the reads of many profiles overlap
        row = best.picked[at]
        who = facts.records[row]
        passes = everybody | ((who.languages & words) != 0)
        passes &= any_mode | ((who.modes & modes) != 0)
        passes &= who.consent != 0
        best.picked[picked] = row
        picked += passes
    return picked


@compiled
def _fetch(count: int, claims: Claims, facts: Facts, best: Best) -> np.int64:
    """Touch what will be read of each, so that the reads overlap; the sum means nothing."""
    total = np.int64(0)
    for at in range(count):
        row = best.picked[at] & ROW_MASK
        first = claims.offsets[row]
        best.firsts[at] = min(first, claims.concepts.size - 1)
        total += facts.tie_offsets[row]
    for at in range(count):
        total += np.int64(claims.concepts[best.firsts[at]]) + claims.levels[best.firsts[at]]
    return total


@compiled
def pruned(
    masks: U8,
    several: U32,
    post: U32,
    claims: Claims,
    runs: Runs,
    facts: Facts,
    asked: Asked,
    dead: I64,
    best: Best,
) -> int:
    """Fill the list with profiles that cover two or more; fewer than it takes: undecided."""
    found = _cover(masks, several, post, runs)
    kept = 0
    if not best.keys.size <= found < several.size:
        return kept
    places = _places(runs)
    for covered in range(MOST_COVERED, 1, -1):
        count = _with(covered, found, several, masks, best)
        count = _sift(count, facts, asked, best)
        passing = 0
        for at in range(count):
            row = best.picked[at]
            bonus = judge(row, facts, asked)
            best.picked[passing] = (bonus << ROW_BITS) | row
            passing += bonus >= 0
        best.firsts[0] += _fetch(passing, claims, facts, best)
        for at in range(passing):
            row = best.picked[at] & ROW_MASK
            slot = _slot(row, claims, runs, places)
            strict = np.int64((slot >> STRICT) & STRICT_COUNT) == asked.strict
            if strict and not (dead.size and is_dead(row, dead)):
                score = np.int64(slot >> KEY) + (best.picked[at] >> ROW_BITS)
                kept = keep(best, kept, score + tie(row, facts, asked), row)
        if kept == best.keys.size:
            break
    return kept
