"""An amount shared out by parts, to the last cent."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal


def shared_out(amount: Decimal, parts: Sequence[Decimal], places: int = 2) -> list[Decimal]:
    """So much for each part, in proportion, summing to the amount exactly.

    1. Each gets its exact share, rounded down to the smallest unit.
    2. What is left goes, a unit each, to those that lost most by that (largest remainder; the
       earlier first where they lost the same).
    parts: none negative, not all zero. Raises ValueError otherwise.
    """
    whole = sum(parts, Decimal(0))
    if whole <= 0 or min(parts) < 0:
        raise ValueError("Parts are zero or more, and not all zero.")
    unit = Decimal(1).scaleb(-places)
    exact = [amount * part / whole for part in parts]
    given = [value.quantize(unit, rounding=ROUND_FLOOR) for value in exact]
    left = int((amount - sum(given)) / unit)
    order = sorted(range(len(parts)), key=lambda at: given[at] - exact[at])
    for at in order[:left]:
        given[at] += unit
    return given
