"""Who may apply and at what cost: rules of a call as data, checked against an application. Pure.

rules = parse([{"rule": "partners", "least": 2, "most": 4}])
findings = check(rules, application)
"""

from .application import Application, Line, Partner, Source
from .findings import Answer, Finding, Value, as_json, outcome
from .rules import (
    Ceiling,
    Cofinancing,
    Countries,
    CountriesAllowed,
    Duration,
    Grant,
    Kinds,
    KindsAllowed,
    LeadIn,
    Partners,
    Recognition,
    Rule,
    ShareMost,
)
from .run import check
from .vocabulary import (
    FIELDS,
    LONGEST_NAME,
    Field,
    Known,
    Problem,
    RulesError,
    Sort,
    parse,
    rule_json,
)

__all__ = [
    "FIELDS",
    "LONGEST_NAME",
    "Answer",
    "Application",
    "Ceiling",
    "Cofinancing",
    "Countries",
    "CountriesAllowed",
    "Duration",
    "Field",
    "Finding",
    "Grant",
    "Kinds",
    "KindsAllowed",
    "Known",
    "LeadIn",
    "Line",
    "Partner",
    "Partners",
    "Problem",
    "Recognition",
    "Rule",
    "RulesError",
    "ShareMost",
    "Sort",
    "Source",
    "Value",
    "as_json",
    "check",
    "outcome",
    "parse",
    "rule_json",
]
