"""Ceilings of cost categories: a share of the whole, or an amount in the project's currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .amounts import Sum


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Exactly one of the two: percent of the whole (0 to 100), or an amount."""

    category: str
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CeilingState:
    """limit and planned in the project's currency; over is how much too much. None: not known."""

    ceiling: Ceiling
    limit: Decimal | None
    planned: Decimal | None

    @property
    def over(self) -> Decimal | None:
        if self.limit is None or self.planned is None:
            return None
        return max(Decimal(0), self.planned - self.limit)


def ceiling_states(
    ceilings: Iterable[Ceiling], by_category: Mapping[str, Sum], whole: Sum
) -> list[CeilingState]:
    """Each ceiling against what is planned. Nothing planned in a category is 0, known to be so.

    Where a currency has no rate, the total is not known, and neither is whether a ceiling holds.
    """
    found = []
    for ceiling in ceilings:
        planned = by_category.get(ceiling.category)
        value = Decimal(0) if planned is None else planned.converted
        found.append(CeilingState(ceiling, _limit(ceiling, whole), value))
    return found


def _limit(ceiling: Ceiling, whole: Sum) -> Decimal | None:
    if ceiling.amount is not None:
        return ceiling.amount
    if ceiling.percent is None or whole.converted is None:
        return None
    return whole.converted * ceiling.percent / 100
