"""Published rates, named: for contracts and payments in another currency."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from twoshores.common.models import ExchangeRate
from twoshores.common.money import Money, NoRate, convert
from twoshores.engines.ledger import counted

from ..models import GrantContract

PLACES = Decimal("1e-10")  # of a rate in the table
MOST = Decimal(10) ** 16  # of an amount, which the tables hold no more


@dataclass(frozen=True, slots=True)
class NamedRate:
    """Units of one currency for one of another; of which day, from where."""

    value: Decimal
    on: date | None
    source: str


def places_of(currency: str) -> int:
    """Decimals of a currency's smallest unit, two at most: that is what the tables hold."""
    exponent = Money(Decimal(0), currency).rounded().amount.as_tuple().exponent
    return min(-int(exponent), 2)


def check_places(amount: Decimal | None, currency: str, name: str) -> None:
    """Raise ValidationError at `name` for parts that the currency has not: nobody can pay them,
    and what is due would never come to nothing."""
    if amount is not None and amount != round(amount, places_of(currency)):
        raise ValidationError({name: _("This currency has no such small parts.")})


def counted_at(amount: Decimal, rate: Decimal, currency: str) -> Decimal:
    """An amount at a rate, in parts that the currency has. Raises ValidationError at "rate" where
    it is more than the tables hold: digits of the rate were mistyped."""
    try:
        found = counted(amount, rate, places_of(currency))
    except InvalidOperation:
        found = MOST
    if found >= MOST:
        raise ValidationError({"rate": _("Look at the rate: this comes to more than there is.")})
    return found


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
