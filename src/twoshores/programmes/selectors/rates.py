"""Published rates, named: for contracts and payments in another currency."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from twoshores.common.models import ExchangeRate
from twoshores.common.money import Money, NoRate, convert

from ..models import GrantContract

PLACES = Decimal("1e-10")  # of a rate in the table


@dataclass(frozen=True, slots=True)
class NamedRate:
    """Units of one currency for one of another; of which day, from where."""

    value: Decimal
    on: date | None
    source: str


def published_rate(currency: str, to: str, on: date) -> NamedRate | None:
    """Units of `to` for one of `currency`, the newest published by that day. One query.

    An annual average is dated on the last day of its year and holds from its first.
    """
    year_end = date(on.year, 12, 31)
    rows = ExchangeRate.objects.filter(Q(currency__in=[currency, to]) & Q(date__lte=year_end))
    try:
        made = convert(Money(Decimal(1), currency), to, list(rows), on)
    except NoRate:
        return None
    return NamedRate(made.rate.quantize(PLACES), made.date, made.source or "")


def rate_of_contract(contract: GrantContract) -> NamedRate | None:
    """The rate at which its amount came out of the award, where the currencies differ."""
    if contract.rate is None:
        return None
    return NamedRate(contract.rate, contract.rate_on, contract.rate_source)
