"""Double entry for grants: entries that sum to zero, reversals, balances, what is due at the end.

Pure. Amounts are exact decimals in major units, debit positive and credit negative; currencies are
ISO 4217 codes and never added to each other. See docs/algorithms/ledger.md.
"""

from .closing import Due, Position, closing_lines, due_of
from .entries import (
    Booked,
    acceptance,
    change,
    claim,
    commitment,
    counted,
    payment,
    recovery,
    write_off,
)
from .lines import Account, Line, Rate, Unbalanced, balances, check, reversal, sums
from .shares import shared_out

__all__ = [
    "Account",
    "Booked",
    "Due",
    "Line",
    "Position",
    "Rate",
    "Unbalanced",
    "acceptance",
    "balances",
    "change",
    "check",
    "claim",
    "closing_lines",
    "commitment",
    "counted",
    "due_of",
    "payment",
    "recovery",
    "reversal",
    "shared_out",
    "sums",
    "write_off",
]
