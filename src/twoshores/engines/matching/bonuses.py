"""The 15 bonus points, in hundredths: tie 8, time 4, freshness 3."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.matching.problem import Need

TIE_LOCALITY = 800
TIE_REGION = 500
TIE_COUNTRY = 300
TIME_FIT = 400
FRESH_DAYS = (90, 180, 365)
"""A profile confirmed within so many days earns 300, 200, 100 hundredths."""
FRESH_POINTS = (300, 200, 100)


def possible_tie(need: Need) -> int:
    """The most that a tie can earn: what the need says of its place decides."""
    for code, points in (
        (need.locality, TIE_LOCALITY),
        (need.region, TIE_REGION),
        (need.country, TIE_COUNTRY),
    ):
        if code:
            return points
    return 0


def tie_bonus(need: Need, places: frozenset[int]) -> tuple[str, int]:
    """The closest tie: (locality | region | country | '', hundredths)."""
    for code, name, points in (
        (need.locality, "locality", TIE_LOCALITY),
        (need.region, "region", TIE_REGION),
        (need.country, "country", TIE_COUNTRY),
    ):
        if code and code in places:
            return name, points
    return "", 0


def time_bonus(asked: int, offered: int) -> int:
    """400 hundredths in proportion to the asked times that are offered, rounded down."""
    if not asked:
        return 0
    return TIME_FIT * (asked & offered).bit_count() // asked.bit_count()


@lru_cache(maxsize=256)
def time_table(asked: int) -> NDArray[np.int64]:
    """``time_bonus`` of each of the 256 masks that can be offered."""
    return np.array([time_bonus(asked, offered) for offered in range(256)], dtype=np.int64)


def freshness_bonus(today: int, confirmed: int) -> int:
    """Steps by age in days; nothing without a date on either side."""
    if not today or not confirmed:
        return 0
    age = today - confirmed
    for days, points in zip(FRESH_DAYS, FRESH_POINTS, strict=True):
        if age <= days:
            return points
    return 0
