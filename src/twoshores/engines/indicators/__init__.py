"""Guarded indicators: what a value may be, what may be added, how far it has come.

Pure; see `value` for what a value is and `progress` for sums over periods.
"""

from .progress import Sum, over_periods, share_done, split_problem
from .value import Adds, Kind, Problem, Value, problems_of

__all__ = [
    "Adds",
    "Kind",
    "Problem",
    "Sum",
    "Value",
    "over_periods",
    "problems_of",
    "share_done",
    "split_problem",
]
