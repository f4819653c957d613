"""All rules of a call over one application."""

from collections.abc import Callable, Iterable
from typing import Any

from . import costs, partnership, rules
from .application import Application
from .findings import Finding
from .partnership import Told
from .vocabulary import NAMES

_CHECKS: dict[type, Callable[[Any, Application], Told]] = {
    rules.Partners: partnership.partners,
    rules.Countries: partnership.countries,
    rules.CountriesAllowed: partnership.countries_allowed,
    rules.Kinds: partnership.kinds,
    rules.KindsAllowed: partnership.kinds_allowed,
    rules.LeadIn: partnership.lead_in,
    rules.Recognition: partnership.recognition,
    rules.Grant: costs.grant,
    rules.Duration: costs.duration,
    rules.ShareMost: costs.share_most,
    rules.Ceiling: costs.ceiling,
    rules.Cofinancing: costs.cofinancing,
}


def check(rules: Iterable[rules.Rule], application: Application) -> list[Finding]:
    """What each rule says of the application, in the order of the rules. Exact: decisions are
    made with whole decimals, and percentages are rounded only to be shown."""
    findings = []
    for number, rule in enumerate(rules, start=1):
        answer, code, params, subjects = _CHECKS[type(rule)](rule, application)
        ordered = tuple(sorted(params.items()))
        findings.append(Finding(number, NAMES[type(rule)], rule, answer, code, ordered, subjects))
    return findings
