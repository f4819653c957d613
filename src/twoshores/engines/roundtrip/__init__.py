"""What comes back from people's spreadsheets: typed numbers and days, and three-way comparison.

Pure. `readings` says what a typed text can mean, `compare` what an edited copy changes.
"""

from .compare import Change, Comparison, Conflict, Rows, compare, gone_changes
from .readings import day_readings, number_readings

__all__ = [
    "Change",
    "Comparison",
    "Conflict",
    "Rows",
    "compare",
    "day_readings",
    "gone_changes",
    "number_readings",
]
