"""Money moved out of a line that is planned by period: which periods it comes from."""

from collections.abc import Hashable, Sequence
from decimal import Decimal


def taken[K: Hashable](planned: Sequence[tuple[K, Decimal]], moved: Decimal) -> dict[K, Decimal]:
    """How much comes out of each period, the latest first; {} where they do not hold so much.

    planned: (period, amount) in the order of time, amounts zero or more. moved: above zero.
    """
    if moved <= 0 or sum((amount for _key, amount in planned), Decimal(0)) < moved:
        return {}
    found: dict[K, Decimal] = {}
    for key, amount in reversed(planned):
        part = min(amount, moved - sum(found.values(), Decimal(0)))
        if part > 0:
            found[key] = part
    return found
