"""Appraisal: marks become totals, assessors are compared, proposals get a score. Pure, Decimal.

sheet = marked(criteria, organisations, marks); score = together(sheets); severity(totals)
"""

from .marks import BOTH, Criterion, Given, Part, Sheet, marked
from .scores import CLOSEST, MEAN, THIRD_FROM, WEAK_BELOW, Bar, Reading, Score, made_up, together
from .severity import NotConnected, Severity, severity

__all__ = [
    "BOTH",
    "CLOSEST",
    "MEAN",
    "THIRD_FROM",
    "WEAK_BELOW",
    "Bar",
    "Criterion",
    "Given",
    "NotConnected",
    "Part",
    "Reading",
    "Score",
    "Severity",
    "Sheet",
    "made_up",
    "marked",
    "severity",
    "together",
]
