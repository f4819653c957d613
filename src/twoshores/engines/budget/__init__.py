"""Budgets in several currencies: sums that never mix them, ceilings, how much is spent.

Pure. Amounts are exact decimals in major units; currencies are ISO 4217 codes.
"""

from .amounts import Amount, Rates, Sum, add_up, grouped
from .ceilings import Ceiling, CeilingState, ceiling_states
from .moving import taken
from .spending import Burn, burn_of, time_gone

__all__ = [
    "Amount",
    "Burn",
    "Ceiling",
    "CeilingState",
    "Rates",
    "Sum",
    "add_up",
    "burn_of",
    "ceiling_states",
    "grouped",
    "taken",
    "time_gone",
]
