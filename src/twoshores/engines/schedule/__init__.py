"""Work plans: what waits for what, what a shift moves, what it breaks, and the chart of it.

Pure. `plan` holds the problem, `shift` moves it, `breaks` reads it, `calendar` knows evenings and
weekends, `chart` lays it out.
"""

from .breaks import Break, Broken, breaks_of
from .calendar import Times, usable_days
from .chart import Bar, Chart, ChartRow, Line, chart_of
from .plan import Circular, Link, Plan, Task
from .shift import Move, shifted

__all__ = [
    "Bar",
    "Break",
    "Broken",
    "Chart",
    "ChartRow",
    "Circular",
    "Line",
    "Link",
    "Move",
    "Plan",
    "Task",
    "Times",
    "breaks_of",
    "chart_of",
    "shifted",
    "usable_days",
]
