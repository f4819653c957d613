"""What both ways of the compiled kernel share: filters, bonuses, the list of the best."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, Facts
from twoshores.engines.matching.kernel_room import Best
from twoshores.engines.matching.query import Asked

TIES = (bonuses.TIE_LOCALITY, bonuses.TIE_REGION, bonuses.TIE_COUNTRY)
FRESH_DAYS = bonuses.FRESH_DAYS
FRESH_POINTS = bonuses.FRESH_POINTS


def compiled[F: Callable[..., Any]](function: F) -> F:
    options = {"nogil": True, "boundscheck": False, "forceinline": True}
    try:
        return cast(F, numba.njit(cache=True, **options)(function))
    except RuntimeError:  # numba: "cannot cache function: no locator available"
        return cast(F, numba.njit(**options)(function))


@compiled
def _shares_language(row: int, first: np.uint64, facts: Facts, asked: Asked) -> bool:
    common = first & asked.languages[0]
    for word in range(1, asked.languages.size):
        common |= facts.more_languages[row, word - 1] & asked.languages[word]
    return bool(common != 0)


@compiled
def _is_excluded(country: int, asked: Asked) -> bool:
    found = False
    for other in asked.excluded:
        found |= country == other
    return found


@compiled
def judge(row: int, facts: Facts, asked: Asked) -> int:
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


@compiled
def tie(row: int, facts: Facts, asked: Asked) -> int:
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


@compiled
def is_dead(row: int, dead: I64) -> bool:
    at = np.searchsorted(dead, row)
    return bool(at < dead.size and dead[at] == row)


@compiled
def keep(best: Best, kept: int, key: np.int64, row: int) -> int:
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
