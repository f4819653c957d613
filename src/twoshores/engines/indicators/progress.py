"""Sums over periods, progress towards a target, and whether groups agree with their total.

The rules follow the disaggregation and aggregation guidance of results-based management: only
what is counted anew in each period may be added; a share is added by its two halves; a state is
the last one known. Nothing unknown is counted as zero: a sum says how many periods are in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .value import Adds, Kind, Value


@dataclass(frozen=True, slots=True)
class Sum:
    """What stands for several periods. value None: no total means anything, or none is known.

    counted and missing are numbers of periods; with some missing, a sum is "at least".
    """

    value: Value | None
    counted: int
    missing: int

    @property
    def is_complete(self) -> bool:
        return self.missing == 0


def over_periods(kind: Kind, adds: Adds, values: Sequence[Value | None]) -> Sum:
    """The values of consecutive periods as one, in the order of the periods.

    1. Periods without a value are counted as missing; "does not apply" is not missing.
    2. NEW numbers are added; NEW percentages add numerators and denominators apart.
    3. STOCK, and every scale, yes or no and text: the last known one.
    4. NEVER: no total, whatever is known.
    """
    known = [value for value in values if value is not None and value.has_value]
    due = [value for value in values if value is None or value.absent != "not_applicable"]
    counted, missing = len(known), len(due) - len(known)
    if adds == Adds.NEVER or not known:
        return Sum(None, counted, missing)
    if adds == Adds.NEW and kind == Kind.NUMBER:
        total = sum((value.number or Decimal(0) for value in known), Decimal(0))
        return Sum(Value(number=total), counted, missing)
    if adds == Adds.NEW and kind == Kind.PERCENTAGE:
        above = sum((value.numerator or Decimal(0) for value in known), Decimal(0))
        below = sum((value.denominator or Decimal(0) for value in known), Decimal(0))
        return Sum(Value(numerator=above, denominator=below), counted, missing)
    return Sum(known[-1], counted, missing)


def share_done(
    kind: Kind, adds: Adds, baseline: Value | None, target: Value | None, value: Value | None
) -> Decimal | None:
    """How much of the way has been gone: 0 at the start, 1 at the target; may be below 0, above 1.

    What is counted anew starts from nothing: value / target. A state, share or point of a scale
    starts from its baseline: (value - baseline) / (target - baseline). None where something is
    unknown, where the target is where one began, or where words are compared.
    """
    if target is None or value is None or kind == Kind.TEXT:
        return None
    aimed, reached = target.measure(kind), value.measure(kind)
    if aimed is None or reached is None:
        return None
    if kind == Kind.NUMBER and adds == Adds.NEW:
        return reached / aimed if aimed else None
    began = baseline.measure(kind) if baseline is not None else None
    if kind == Kind.YES_NO:
        began = Decimal(0) if began is None else began
    if began is None or aimed == began:
        return None
    return (reached - began) / (aimed - began)


def split_problem(total: Decimal | None, groups: Sequence[Decimal | None]) -> Decimal | None:
    """What the groups of one way of splitting leave open: total minus their sum.

    Positive: so many were not told apart. Negative: the groups are more than the whole, which
    cannot be. 0: they agree. None: the total, or every group, is unknown.
    """
    known = [group for group in groups if group is not None]
    if total is None or not known:
        return None
    return total - sum(known, Decimal(0))
