"""How much of a plan is spent, beside how much of the time has gone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .amounts import Sum


@dataclass(frozen=True, slots=True)
class Burn:
    """spent: share of the plan, 0 and more. time: share of the days gone, 0 to 1. None: unknown."""

    spent: Decimal | None
    time: Decimal | None


def burn_of(planned: Sum, spent: Sum, starts: date | None, ends: date | None, today: date) -> Burn:
    """Spent by planned, and days gone by days of the plan, both included.

    In one currency the shares need no rate; across currencies both sums must be converted.
    """
    return Burn(_share(planned, spent), time_gone(starts, ends, today))


def _share(planned: Sum, spent: Sum) -> Decimal | None:
    codes = set(planned.own) | set(spent.own)
    if len(codes) == 1:
        [code] = codes
        whole = planned.own.get(code)
        return spent.own.get(code, Decimal(0)) / whole if whole else None
    if not planned.converted or (spent.converted is None and not spent.is_empty):
        return None
    return (spent.converted or Decimal(0)) / planned.converted


def time_gone(starts: date | None, ends: date | None, today: date) -> Decimal | None:
    """Days gone by days of the plan, both included, 0..1; None without days to count."""
    if starts is None or ends is None or ends < starts:
        return None
    days = (ends - starts).days + 1
    gone = min(max((today - starts).days + 1, 0), days)
    return Decimal(gone) / days
