"""The design review: rules drawn from the handbook read a design (docs/algorithms/review.md)."""

from .blocks import QUESTIONS, questions_for
from .design import (
    PHASES,
    Activity,
    AgreedMoney,
    Agreement,
    Authority,
    Country,
    Design,
    Difference,
    Indicator,
    Line,
    Need,
    Partner,
    Result,
    Risk,
)
from .run import RULES, Judged, Review, review
from .shores import BLOCKS, CAPITALS
from .verdict import Answer, Finding, Rule, Severity, Verdict

__all__ = [
    "BLOCKS",
    "CAPITALS",
    "PHASES",
    "QUESTIONS",
    "RULES",
    "Activity",
    "AgreedMoney",
    "Agreement",
    "Answer",
    "Authority",
    "Country",
    "Design",
    "Difference",
    "Finding",
    "Indicator",
    "Judged",
    "Line",
    "Need",
    "Partner",
    "Result",
    "Review",
    "Risk",
    "Rule",
    "Severity",
    "Verdict",
    "questions_for",
    "review",
]
