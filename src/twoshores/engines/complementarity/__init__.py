"""What a project needs, what each partner has: covered, only said, hanging on one, missing. Pure.

result = complementarity(needs, partners)
"""

from .coalitions import MOST_PARTNERS, TooManyPartners, worths
from .coverage import (
    Coverage,
    Grade,
    Need,
    NeedCoverage,
    Partner,
    Share,
    Verdict,
    complementarity,
)

__all__ = [
    "MOST_PARTNERS",
    "Coverage",
    "Grade",
    "Need",
    "NeedCoverage",
    "Partner",
    "Share",
    "TooManyPartners",
    "Verdict",
    "complementarity",
    "worths",
]
