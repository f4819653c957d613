"""What each event of a grant posts. Amounts given are positive unless it says otherwise."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from .lines import Account, Line, Rate

A = Account


def commitment(amount: Decimal, currency: str, contract: Hashable) -> list[Line]:
    """A contract is signed: so much is promised."""
    return change(amount, currency, contract)


def change(difference: Decimal, currency: str, contract: Hashable) -> list[Line]:
    """A contract's amount changes by a difference, negative where it falls. [] for none."""
    return _pair(A.COMMITTED, A.COMMITMENTS, difference, currency, contract)


def acceptance(accounted: Decimal, currency: str, contract: Hashable) -> list[Line]:
    """A report is accepted: what it accounts for is no longer an advance. [] for nothing.

    The advances of a contract fall below zero where a partner spent before it was paid.
    """
    return _pair(A.SPENT, A.ADVANCES, accounted, currency, contract)


def claim(amount: Decimal, currency: str, contract: Hashable) -> list[Line]:
    """So much of the advances is asked back."""
    return _pair(A.RECOVERABLE, A.ADVANCES, amount, currency, contract)


def write_off(amount: Decimal, currency: str, contract: Hashable) -> list[Line]:
    """So much of what was asked back will not come: a loss. [] for nothing."""
    return _pair(A.WRITTEN_OFF, A.RECOVERABLE, amount, currency, contract)


def _pair(
    debit: Account, credit: Account, amount: Decimal, currency: str, contract: Hashable
) -> list[Line]:
    if amount == 0:
        return []
    return [Line(debit, amount, currency, contract), Line(credit, -amount, currency, contract)]


def counted(amount: Decimal, rate: Decimal, places: int) -> Decimal:
    """An amount at a rate (units of the wanted currency for one), rounded half to even."""
    return (amount * rate).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Booked:
    """Money that the bank moved and what it counts for in the contract's currency.

    moved, in `currency` with `places` decimals; counts, in `counts_in`. rate: units of
    `counts_in` for one of `currency` at which the contract was made (else at which the payment
    is counted): what the bank moved beyond it is a loss, what it moved less is a gain. paid_at:
    the rate of the payment itself. Both None where the currencies are the same.
    """

    moved: Decimal
    currency: str
    counts: Decimal
    counts_in: str
    contract: Hashable
    places: int = 2
    rate: Rate | None = None
    paid_at: Rate | None = None


def payment(booked: Booked) -> list[Line]:
    """Money left the bank for a partner: an advance until a report accounts for it."""
    return [
        *_bank(booked, -1),
        Line(A.ADVANCES, booked.counts, booked.counts_in, booked.contract),
    ]


def recovery(booked: Booked, asked_back: Decimal) -> list[Line]:
    """A partner paid back. asked_back: what stands on `recoverable`, settled first."""
    asked = min(booked.counts, max(asked_back, Decimal(0)))
    credits = [(A.RECOVERABLE, asked), (A.ADVANCES, booked.counts - asked)]
    return [
        *_bank(booked, 1),
        *(
            Line(account, -amount, booked.counts_in, booked.contract)
            for account, amount in credits
            if amount
        ),
    ]


def _bank(booked: Booked, sign: int) -> list[Line]:
    """The bank's side of a payment (sign -1) or a recovery (1), through exchange if need be.

    1. Same currency: one line, of what counts.
    2. Else what counts is worth counts / rate in the bank's currency. That much goes through
       `exchange`, where it meets what counts; the rest of what the bank moved is the difference,
       a loss (debit) where it paid more or got less than that.
    """
    contract = booked.contract
    if booked.currency == booked.counts_in:
        if booked.moved != booked.counts:
            raise ValueError("In one currency a payment counts for what was moved.")
        return [Line(A.BANK, sign * booked.moved, booked.currency, contract)]
    if booked.rate is None or booked.rate.value <= 0:
        raise ValueError("Another currency counts at a named rate above zero.")
    unit = Decimal(1).scaleb(-booked.places)
    worth = (booked.counts / booked.rate.value).quantize(unit, rounding=ROUND_HALF_EVEN)
    found = [
        Line(A.BANK, sign * booked.moved, booked.currency, contract),
        Line(A.EXCHANGE, -sign * worth, booked.currency, contract),
        Line(
            A.GAINS_LOSSES,
            -sign * (booked.moved - worth),
            booked.currency,
            contract,
            booked.paid_at,
        ),
        Line(A.EXCHANGE, sign * booked.counts, booked.counts_in, contract, booked.rate),
    ]
    return [line for line in found if line.amount]
