"""How finely a place may be shown on a shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twoshores.engines.suppression.rounding import MINIMUM


def safe_place(
    chain: Sequence[int], listed: Mapping[int, int], minimum: int = MINIMUM
) -> int | None:
    """The finest place that at least ``minimum`` listed people share.

    ``chain`` holds the place codes that may be shown at all, from fine to coarse (region,
    country: never the locality); ``listed`` the number of listed people in each. None when
    even the coarsest has too few.

    A place is skipped, too, when the people of its parent outside it are too few: showing
    both would single them out by subtraction.
    """
    for at, place in enumerate(chain):
        inside = listed.get(place, 0)
        if inside < minimum:
            continue
        rest = listed.get(chain[at + 1], 0) - inside if at + 1 < len(chain) else 0
        if rest == 0 or rest >= minimum:
            return place
    return None
