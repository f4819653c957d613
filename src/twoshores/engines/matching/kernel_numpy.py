"""The same kernel in plain numpy: used where numba has no wheel, and to check numba."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.matching import bonuses
from twoshores.engines.matching.columns import I64, U32, Columns, Facts
from twoshores.engines.matching.query import (
    KEY_SHIFT,
    STRICT_MASK,
    STRICT_SHIFT,
    Asked,
    Runs,
)

Bools = NDArray[np.bool_]


def accumulate(size: int, post: U32, runs: Runs) -> U32:
    """One slot per profile: what its best answers to all requirements add up to."""
    slots = np.zeros(size, dtype=np.uint32)
    seen = np.zeros(size, dtype=np.uint8)
    for start, end, add, stamp in zip(*(part.tolist() for part in runs[:4]), strict=True):
        rows = post[start:end]
        fresh = rows[seen[rows] != stamp]
        slots[fresh] += np.uint32(add)
        seen[fresh] = stamp
    return slots


def failures(rows: I64, facts: Facts, asked: Asked) -> dict[str, Bools]:
    """For each hard filter, which of ``rows`` fail it."""
    records = facts.records[rows]
    excluded = np.isin(records["residence"], asked.excluded)
    modes = np.zeros(rows.size, dtype=bool)
    if asked.modes:
        modes = (records["modes"] & np.uint8(asked.modes)) == 0
    languages = np.zeros(rows.size, dtype=bool)
    if not asked.any_language:
        languages = (records["languages"] & asked.languages[0]) == 0
        more = facts.more_languages[rows] & asked.languages[1:]
        languages &= ~np.any(more, axis=1)
    dates = (records["start"] > asked.last_day) | (records["until"] < asked.first_day)
    return {
        "consent": records["consent"] == 0,
        "mode": modes,
        "language": languages,
        "availability": dates,
        "country": excluded,
    }


def _tie(rows: I64, facts: Facts, asked: Asked) -> I64:
    counts = facts.tie_offsets[rows + 1] - facts.tie_offsets[rows]
    ends = np.cumsum(counts)
    at = np.repeat(facts.tie_offsets[rows] - (ends - counts), counts) + np.arange(counts.sum())
    codes = facts.tie_codes[at]
    earned = np.zeros(codes.size, dtype=np.int64)
    for code, points in (
        (asked.country, bonuses.TIE_COUNTRY),
        (asked.region, bonuses.TIE_REGION),
        (asked.locality, bonuses.TIE_LOCALITY),
    ):
        if code:
            earned[codes == code] = points
    best = np.zeros(rows.size, dtype=np.int64)
    np.maximum.at(best, np.repeat(np.arange(rows.size), counts), earned)
    return best


def bonus(rows: I64, facts: Facts, asked: Asked) -> I64:
    """Bonus hundredths of each of ``rows``."""
    total = np.zeros(rows.size, dtype=np.int64)
    if asked.locality or asked.region or asked.country:
        total += _tie(rows, facts, asked)
    total += asked.time_points[facts.records["times"][rows]]
    if asked.today:
        confirmed = facts.records["confirmed"][rows].astype(np.int64)
        step = np.searchsorted(bonuses.FRESH_DAYS, asked.today - confirmed, side="left")
        points = np.array((*bonuses.FRESH_POINTS, 0), dtype=np.int64)
        total += np.where(confirmed != 0, points[step], 0)
    return total


def search(columns: Columns, runs: Runs, asked: Asked, dead: I64, top: int) -> tuple[I64, I64]:
    """The best ``top`` (rank keys, positions), best first; equal keys by rising position.

    A rank key is ``required covered << 14 | hundredths``. ``dead`` are sorted positions
    that no longer count. Profiles whose answers are worth nothing are never returned.
    """
    facts = columns.facts
    slots = accumulate(columns.size, columns.post_rows, runs)
    rows = np.flatnonzero(slots >> KEY_SHIFT)
    if asked.strict:
        rows = rows[(slots[rows] >> STRICT_SHIFT & STRICT_MASK) == asked.strict]
    if dead.size:
        rows = rows[~np.isin(rows, dead)]
    keys = (slots[rows] >> KEY_SHIFT).astype(np.int64)
    # Best first in slices: most profiles cannot reach the shortlist even with every bonus.
    for width in (top * 16, rows.size):
        part = slice(None)
        least = np.int64(-1)
        if width < rows.size:
            least = np.partition(keys, rows.size - width)[rows.size - width]
            part = keys >= least
        best_keys, best_rows = _best(rows[part], keys[part], facts, asked, top)
        if best_keys.size == top and best_keys[-1] > least + asked.most_bonus:
            break
    return best_keys, best_rows


def _best(rows: I64, keys: I64, facts: Facts, asked: Asked, top: int) -> tuple[I64, I64]:
    passes = ~np.logical_or.reduce(list(failures(rows, facts, asked).values()))
    rows, keys = rows[passes], keys[passes]
    keys = keys + bonus(rows, facts, asked)
    if rows.size > top:
        near = keys >= np.partition(keys, rows.size - top)[rows.size - top]
        rows, keys = rows[near], keys[near]
    order = np.lexsort((rows, -keys))[:top]
    return keys[order], rows[order]
