"""Lines of an entry, and what holds for all of them."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Account(StrEnum):
    """Where money stands. `committed` and `commitments` mirror each other, beside the money."""

    COMMITTED = "committed"
    COMMITMENTS = "commitments"
    BANK = "bank"
    ADVANCES = "advances"
    SPENT = "spent"
    RECOVERABLE = "recoverable"
    WRITTEN_OFF = "written_off"
    EXCHANGE = "exchange"
    GAINS_LOSSES = "gains_losses"


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of the line's currency for one of the other; of which day, from where."""

    value: Decimal
    on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """So much on an account. contract: whatever tells contracts apart, None for no contract."""

    account: Account
    amount: Decimal
    currency: str
    contract: Hashable = None
    rate: Rate | None = None


class Unbalanced(ValueError):
    """Lines that are no entry: none, an empty one, or a currency that does not sum to zero."""


def sums(lines: Iterable[Line]) -> dict[str, Decimal]:
    """The sum of each currency that occurs."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[line.currency] += line.amount
    return dict(found)


def check(lines: Sequence[Line]) -> None:
    """Raise Unbalanced unless the lines are an entry.

    1. There are lines, and none is zero or not a number.
    2. The lines of each currency sum to exactly zero: an exchange is two pairs, not one.
    """
    if not lines:
        raise Unbalanced("An entry has lines.")
    if any(not line.amount.is_finite() or line.amount == 0 for line in lines):
        raise Unbalanced("A line of an entry is an amount, and not zero.")
    wrong = {code: total for code, total in sums(lines).items() if total != 0}
    if wrong:
        raise Unbalanced(f"These currencies do not sum to zero: {sorted(wrong)}.")


def reversal(lines: Iterable[Line]) -> list[Line]:
    """The same lines with the signs turned: together with the first they are nothing."""
    return [replace(line, amount=-line.amount) for line in lines]


type Place = tuple[Account, Hashable, str]


def balances(lines: Iterable[Line]) -> dict[Place, Decimal]:
    """What stands on each account of each contract in each currency; zeros are told too."""
    found: dict[Place, Decimal] = defaultdict(Decimal)
    for line in lines:
        found[line.account, line.contract, line.currency] += line.amount
    return dict(found)
