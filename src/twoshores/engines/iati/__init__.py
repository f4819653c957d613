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
    Related,
    Result,
    Share,
    Tag,
    Transaction,
)
from .pieces import with_long_words
from .problems import Kind, Reason, Refused, Trouble
from .reading import MOST_BYTES, VERSIONS, Read, read_activities
from .rules import RuleProblem, rule_problems
from .schema import SchemaProblem, schema_problems
from .writing import activity_element, day_text, document_pieces, write_document

__all__ = [
    "MOST_BYTES",
    "VERSION",
    "VERSIONS",
    "Activity",
    "Baseline",
    "Budget",
    "Day",
    "Figure",
    "Indicator",
    "IndicatorPeriod",
    "Kind",
    "Location",
    "Marker",
    "Money",
    "Party",
    "Read",
    "Reason",
    "Refused",
    "Related",
    "Result",
    "RuleProblem",
    "SchemaProblem",
    "Share",
    "Tag",
    "Transaction",
    "Trouble",
    "activity_element",
    "day_text",
    "document_pieces",
    "read_activities",
    "rule_problems",
    "schema_problems",
    "with_long_words",
    "write_document",
]
