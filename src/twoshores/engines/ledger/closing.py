"""What is due either way when a contract ends, and what is posted when it is closed."""

from collections.abc import Hashable
from dataclasses import dataclass
from decimal import Decimal

from .lines import Account, Line

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Position:
    """A contract in its currency: its amount, and what was accounted for, paid, paid back, and
    given up of what was to be paid back."""

    amount: Decimal
    spent: Decimal
    paid: Decimal
    paid_back: Decimal
    written_off: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Due:
    """All in the contract's currency, none negative.

    eligible: what the programme bears. beyond: accounted for and not borne. unused: of the
    contract's amount, not accounted for. One of to_pay and to_pay_back is zero, or both.
    written_beyond: of what was written off, that which is not due to the programme (any more).
    """

    eligible: Decimal
    beyond: Decimal
    unused: Decimal
    net_paid: Decimal
    to_pay: Decimal
    to_pay_back: Decimal
    written_beyond: Decimal = ZERO

    @property
    def is_settled(self) -> bool:
        return self.to_pay == self.to_pay_back == self.written_beyond == 0


def due_of(at: Position) -> Due:
    """1. The programme bears what accepted reports account for, up to the contract's amount.
    2. What it paid, less what came back, is compared with that.
    3. Too little paid is due to the partner, too much is due to the programme, less what it
       wrote off of that.
    """
    eligible = min(at.spent, at.amount)
    net_paid = at.paid - at.paid_back
    return Due(
        eligible=eligible,
        beyond=at.spent - eligible,
        unused=at.amount - eligible,
        net_paid=net_paid,
        to_pay=max(eligible - net_paid, ZERO),
        to_pay_back=max(net_paid - eligible - at.written_off, ZERO),
        written_beyond=max(at.written_off - max(net_paid - eligible, ZERO), ZERO),
    )


def closing_lines(due: Due, currency: str, contract: Hashable) -> list[Line]:
    """What is not borne goes back to the advances, what is not used is no longer promised.

    [] where neither is. Afterwards `spent` is what the programme bears, `committed` the same.
    """
    A = Account
    found = [
        Line(A.SPENT, -due.beyond, currency, contract),
        Line(A.ADVANCES, due.beyond, currency, contract),
        Line(A.COMMITTED, -due.unused, currency, contract),
        Line(A.COMMITMENTS, due.unused, currency, contract),
    ]
    return [line for line in found if line.amount]
