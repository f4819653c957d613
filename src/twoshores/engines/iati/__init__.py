"""IATI 2.03 activity files: written, read, validated. Nothing is fetched, no Django."""

from .model import (
    VERSION,
    Activity,
    Baseline,
    Budget,
    Day,
    Figure,
    Indicator,
    IndicatorPeriod,
    Location,
    Marker,
    Money,
    Party,
    Result,
    Share,
    Tag,
    Transaction,
)
from .rules import RuleProblem, rule_problems
from .schema import SchemaProblem, schema_problems
from .writing import activity_element, document_pieces, write_document

__all__ = [
    "VERSION",
    "Activity",
    "Baseline",
    "Budget",
    "Day",
    "Figure",
    "Indicator",
    "IndicatorPeriod",
    "Location",
    "Marker",
    "Money",
    "Party",
    "Result",
    "RuleProblem",
    "SchemaProblem",
    "Share",
    "Tag",
    "Transaction",
    "activity_element",
    "document_pieces",
    "rule_problems",
    "schema_problems",
    "write_document",
]
