"""Sums of amounts in several currencies: each currency apart, and together at stated rates."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a currency. What it is for is the caller's to know."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Units of each currency for one unit of the project's currency; `places`: its decimals.

    A currency without a rate stays unconverted: it is named, never guessed.
    """

    currency: str
    per_unit: Mapping[str, Decimal]
    places: int = 2

    def convert(self, amount: Amount) -> Decimal | None:
        """Exact, not rounded; None without a rate."""
        if amount.currency == self.currency:
            return amount.value
        rate = self.per_unit.get(amount.currency)
        return None if not rate else amount.value / rate

    def rounded(self, value: Decimal) -> Decimal:
        """To the project's currency's smallest unit, half to even."""
        return value.quantize(Decimal(1).scaleb(-self.places), rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Sum:
    """own: the sum of each currency. converted: all of it in the project's currency, or None.

    converted is None if a currency has no rate (`without_rate` names those): a part of a total
    that looks like the whole is worse than none. Rounded once, at the end.
    """

    own: Mapping[str, Decimal]
    converted: Decimal | None
    without_rate: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.own

    @property
    def is_mixed(self) -> bool:
        return len(self.own) > 1


def add_up(amounts: Iterable[Amount], rates: Rates) -> Sum:
    """Sum each currency apart, then all of them at the rates."""
    own: dict[str, Decimal] = defaultdict(Decimal)
    for amount in amounts:
        own[amount.currency] += amount.value
    converted = {code: rates.convert(Amount(value, code)) for code, value in own.items()}
    missing = tuple(sorted(code for code, value in converted.items() if value is None))
    if missing:
        return Sum(dict(sorted(own.items())), None, missing)
    whole = sum((value for value in converted.values() if value is not None), Decimal(0))
    return Sum(dict(sorted(own.items())), rates.rounded(whole))


def grouped[K: Hashable, T](
    rows: Iterable[T], key: Callable[[T], K], amount: Callable[[T], Amount], rates: Rates
) -> dict[K, Sum]:
    """`add_up` of the rows of each key, in the order in which keys first appear."""
    groups: dict[K, list[Amount]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(amount(row))
    return {name: add_up(amounts, rates) for name, amounts in groups.items()}
