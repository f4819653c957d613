"""Money: an amount that never forgets its currency, and conversion at a dated, named rate.

Pure Python, no database: `ExchangeRate` rows and the rows of `common.data.read_rates()` both
serve as rates. Unlike currencies are never added, and an amount that is not known (None) is never
counted as zero.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Protocol

from babel.numbers import get_currency_precision

ANNUAL_AVERAGE = "annual_average"
# Units for one euro, by law or treaty since the first day of the euro, whatever the markets do:
# Council Decisions 98/683/EC (CFA and Comorian francs) and 98/744/EC (Cape Verde); Bosnia's
# currency board took over the German mark's rate. An average over the dollar is beside them by
# some hundredths of a percent, and nobody who lives with the franc would believe it.
PARITY, PARITY_SOURCE = "parity", "Fixed parity with the euro"
PARITIES_SINCE = datetime.date(1999, 1, 1)
PARITIES = {
    "EUR": Decimal(1),
    "XOF": Decimal("655.957"),
    "XAF": Decimal("655.957"),
    "KMF": Decimal("491.96775"),
    "CVE": Decimal("110.265"),
    "BAM": Decimal("1.95583"),
}


class MoneyError(ValueError):
    """Something that cannot be done with money."""


class UnlikeCurrencies(MoneyError):
    """Two amounts of different currencies were added, subtracted or compared."""

    def __init__(self, first: str, second: str) -> None:
        self.first, self.second = first, second
        super().__init__(
            f"{first} and {second} cannot be added or compared: "
            "convert one of them at a dated rate first."
        )


class NoRate(MoneyError):
    """There is no rate to convert at: the amount stays unconverted, and the page says so."""

    def __init__(self, currency: str, to: str, on: datetime.date) -> None:
        self.currency, self.to, self.on = currency, to, on
        super().__init__(f"No exchange rate from {currency} to {to} is known for {on} or before.")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount (exact decimal, major units) in a currency (ISO 4217 code, capitals)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, int) and not isinstance(self.amount, bool):
            object.__setattr__(self, "amount", Decimal(self.amount))
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise MoneyError(f"An amount of money is a finite Decimal, not {self.amount!r}.")
        code = self.currency
        if len(code) != 3 or not (code.isascii() and code.isalpha() and code.isupper()):
            raise MoneyError(f"{code!r} is not a currency code of three capital letters.")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._like(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._like(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, float):
            raise MoneyError("Money is multiplied by a Decimal or an int, never by a float.")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._like(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._like(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._like(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._like(other)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def rounded(self) -> "Money":
        """To the currency's smallest unit (two places for EUR, none for XOF), half to even."""
        unit = Decimal(1).scaleb(-get_currency_precision(self.currency))
        return Money(self.amount.quantize(unit, rounding=ROUND_HALF_EVEN), self.currency)

    def _like(self, other: "Money") -> Decimal:
        if not isinstance(other, Money):
            raise MoneyError(f"{other!r} is not money: its currency is not known.")
        if other.currency != self.currency:
            raise UnlikeCurrencies(self.currency, other.currency)
        return other.amount


class Rate(Protocol):
    """What is read of a rate: units of a currency for one US dollar, its date, kind, source."""

    @property
    def currency(self) -> str: ...
    @property
    def date(self) -> datetime.date: ...
    @property
    def per_usd(self) -> Decimal: ...
    @property
    def kind(self) -> str: ...
    @property
    def source(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Converted:
    """Converted money with what must be shown beside it.

    `money` is rounded to its currency; `rate` is units of it for one unit of the original;
    `date`, `kind` and `source` name the published rates that were used. All three are None where
    no conversion was needed.
    """

    money: Money
    rate: Decimal
    date: datetime.date | None
    kind: str | None
    source: str | None

    def is_of_year(self, on: datetime.date) -> bool:
        """False when the newest rate is from an earlier year than the amount: say so."""
        return self.date is None or self.kind == PARITY or self.date.year == on.year


def convert(money: Money, to: str, rates: Iterable[Rate], on: datetime.date) -> Converted:
    """Convert at the newest rate that is valid on a day.

    0. Between the euro and currencies that are tied to it, at their fixed parities.
    1. A rate is valid from its date on; an annual average from the first of January of its year.
    2. Both currencies are taken from one kind of rate, of one date and source: the newest that
       has both. The dollar needs no row.
    3. amount x (units of `to` per dollar) / (units of the original per dollar), then rounded.

    Raises NoRate when no day has both. Rates: see `Rate`.
    """
    if money.currency == to:
        return Converted(money, Decimal(1), None, None, None)
    if {money.currency, to} <= PARITIES.keys() and on >= PARITIES_SINCE:
        return _at_parity(money, to)
    found: dict[tuple[datetime.date, str, str], dict[str, Decimal]] = defaultdict(dict)
    for rate in rates:
        if rate.currency in (money.currency, to) and _valid_from(rate) <= on:
            found[rate.date, rate.kind, rate.source][rate.currency] = rate.per_usd
    for (date, kind, source), per_usd in sorted(found.items(), reverse=True):
        per_usd.setdefault("USD", Decimal(1))
        if money.currency in per_usd and to in per_usd:
            cross = per_usd[to] / per_usd[money.currency]
            exact = Money(money.amount * per_usd[to] / per_usd[money.currency], to)
            return Converted(exact.rounded(), cross, date, kind, source)
    raise NoRate(money.currency, to, on)


def _at_parity(money: Money, to: str) -> Converted:
    cross = PARITIES[to] / PARITIES[money.currency]
    exact = Money(money.amount * PARITIES[to] / PARITIES[money.currency], to)
    return Converted(exact.rounded(), cross, PARITIES_SINCE, PARITY, PARITY_SOURCE)


def _valid_from(rate: Rate) -> datetime.date:
    return rate.date.replace(month=1, day=1) if rate.kind == ANNUAL_AVERAGE else rate.date


@dataclass(frozen=True, slots=True)
class Total:
    """The sum in one currency and of how many amounts it is; `blank` amounts are not in it."""

    amount: Decimal
    counted: int
    blank: int

    @property
    def is_complete(self) -> bool:
        return self.blank == 0


def total(amounts: Iterable[Money | None], blank_currency: str = "") -> dict[str, Total]:
    """Sum each currency apart. An unknown amount (None) is counted as blank, never as zero.

    A None carries no currency, so that it could belong to any of the sums: it is counted in
    `blank` of every one of them, or, where `blank_currency` is given (a table with one currency
    to a row), of that one only. With nothing but blanks and no currency the result is empty.
    """
    sums: dict[str, Decimal] = {}
    counts: dict[str, int] = defaultdict(int)
    blanks = 0
    for money in amounts:
        if money is None:
            blanks += 1
            continue
        sums[money.currency] = sums.get(money.currency, Decimal(0)) + money.amount
        counts[money.currency] += 1
    if blanks and blank_currency:
        sums.setdefault(blank_currency, Decimal(0))
    return {
        code: Total(sums[code], counts[code], blanks if blank_currency in ("", code) else 0)
        for code in sorted(sums)
    }


def parse_amount(text: str) -> Decimal | None:
    """A plain decimal ("1234.50") to Decimal; empty is None, not zero. Raises MoneyError.

    For text in a reader's own notation use `languages.parse_number`.
    """
    stripped = text.strip()
    if not stripped:
        return None
    try:
        amount = Decimal(stripped)
    except InvalidOperation as error:
        raise MoneyError(f"{stripped!r} is not a number.") from error
    if not amount.is_finite():
        raise MoneyError(f"{stripped!r} is not a number.")
    return amount
