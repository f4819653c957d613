"""Counts that can be published without giving anybody away, also not by subtraction.

Sources: A. Ghosh, T. Roughgarden, M. Sundararajan, *Universally utility-maximizing privacy
mechanisms*, SIAM J. Comput. 41 (2012): two-sided geometric noise; G. Thompson, S. Broadfoot,
D. Elazar, *Methodology for the automatic confidentialisation of statistical outputs from remote
servers*, UNECE 2013: noise fixed per cell by a key; A. Hundepool et al., *Statistical
Disclosure Control*, Wiley 2012, ch. 5: thresholds and rounding of frequency tables.

Steps, for every cell of every view (each subset of the dimensions, the empty one being the
total), each on its own: no published number is a sum of others
1. A true count under the cell's own threshold, a number from 5 to 9 drawn once for all under
   the secret key, is not published: the cell is absent, as a cell of nobody is.
2. To any other count a whole number of noise is added, drawn once for all from the two-sided
   geometric distribution P(x) ~ alpha^|x| by HMAC-SHA-256 of view and cell under a secret key:
   asking again, or from another page, gives the same number.
3. The sum is rounded to the nearest multiple of 5. What falls under 5 is absent too.

Why it is sound. Every published number is a multiple of 5, so that no subtraction of two
views leaves 1 to 4. And take any cell with a true count under 5. Add to it five people whom the
other dimensions keep together: every count of the views that hold them rises and stays at 5 or
more where it was, and since the noise reaches every integer, the very same publication was
possible for that table as well. So no reading of the views, however combined, can establish
that a cell holds fewer than 5 people, still less how many. For one person more or less, the
odds of any publication change by at most alpha^-1 per view that was and remains at 9 or more.
Who sends invented people into a cell, one for each new snapshot, and sees it appear learns
that it has reached a threshold that they do not know; were it 5 for all, it would hold 5. Rounding
alone does none of this: five hidden cells that add up to a total rounded from 20 are each known
to hold 4.

What it costs: with alpha = 0.6 the noise has a standard deviation of 2.7, rounding adds 1.4;
totals do not add up, and a page must say so.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import Counter
from collections.abc import Hashable, Mapping
from itertools import combinations

MINIMUM = 5
ALPHA = 0.6
CAP = 1_000
Cell = tuple[str | None, ...]
Views = dict[tuple[int, ...], dict[Cell, int]]
"""Dimensions that are told apart -> cell (None where not told apart) -> published count."""


def publish(cells: Mapping[tuple[str, ...], int], *, dimensions: int, key: bytes) -> Views:
    """All views of a table of counts of people.

    ``cells`` gives the true count of each combination of values, for instance (occupation
    group, residence, origin); a value may not be empty. ``key`` is a secret of the instance
    of 16 bytes or more; whoever knows it can take the noise off. Counts must come from a
    snapshot renewed on a schedule (a day or more), so that one person's step is not watched.

    Raises ValueError for a short key, a negative count, or a cell of another length.
    """
    if len(key) < 16:
        raise ValueError("the key of the noise has 16 bytes or more")
    for cell, count in cells.items():
        if len(cell) != dimensions or not all(cell):
            raise ValueError(f"a cell has {dimensions} values, none empty")
        if count < 0:
            raise ValueError("a count is not negative")
    views: Views = {}
    for size in range(dimensions + 1):
        for kept in combinations(range(dimensions), size):
            views[kept] = _view(_margin(cells, kept, dimensions), kept, key)
    return views


def _margin(
    cells: Mapping[tuple[str, ...], int], kept: tuple[int, ...], dimensions: int
) -> Counter[Cell]:
    counts: Counter[Cell] = Counter()
    for cell, count in cells.items():
        counts[tuple(cell[at] if at in kept else None for at in range(dimensions))] += count
    return counts


def _view(counts: Mapping[Cell, int], kept: tuple[int, ...], key: bytes) -> dict[Cell, int]:
    shown = {}
    for cell in sorted(counts, key=lambda c: tuple(value or "" for value in c)):
        if counts[cell] >= threshold(key, (kept, cell)):
            rounded = _round(counts[cell] + noise(key, (kept, cell)))
            if rounded >= MINIMUM:
                shown[cell] = rounded
    return shown


def _round(value: int) -> int:
    """The nearest multiple of 5 (never a tie, 5 being odd)."""
    return (value + MINIMUM // 2) // MINIMUM * MINIMUM


def threshold(key: bytes, cell: Hashable) -> int:
    """The fewest people with whom this cell is published: 5 to 9, fixed by the key."""
    digest = hmac.new(key, f"#{cell!r}".encode(), hashlib.sha256).digest()
    return MINIMUM + int.from_bytes(digest) % MINIMUM


def noise(key: bytes, cell: Hashable, alpha: float = ALPHA) -> int:
    """The noise of one cell: the difference of two geometric numbers, fixed by the key.

    Each is ``floor(log(u) / log(alpha))`` of a 256-bit fraction u in (0, 1), cut at 1,000
    (reached with odds of 1 in 10^221).
    """
    drawn = []
    for sign in ("+", "-"):
        digest = hmac.new(key, f"{sign}{cell!r}".encode(), hashlib.sha256).digest()
        fraction = (int.from_bytes(digest) + 1) / (2**256 + 1)
        drawn.append(min(int(math.log(fraction) / math.log(alpha)), CAP))
    return drawn[0] - drawn[1]
