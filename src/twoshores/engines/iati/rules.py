"""The standard ruleset of IATI, evaluated on one activity at a time.

Steps: 1. the rules of `iati-standard-ruleset.json` that speak of activities are compiled once;
2. each rule's context is found in the activity; 3. its cases are tried there. A set of nodes
counts as true when it is not empty, as in XPath. Source: the ruleset and its specification
(IATI/IATI-Rulesets).

The codes of organisations come from IATI's own lists. Who is registered as a publisher changes
daily, so rules that ask for it (all of them warnings) may warn of a publisher newer than these.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from lxml import etree

from .schema import DATA

ACTIVITY = "/iati-activities/iati-activity"
_DAY = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})")
_LOOP_VALUE = re.compile(r"'\$1'")
_NAMESPACES = {"xml": "http://www.w3.org/XML/1998/namespace"}
_LONGEST_PERIOD = 365  # days


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A broken rule: its number, "error" or "warning", line in the file, IATI's own words."""

    rule: str
    severity: str
    line: int
    message: str

    @property
    def is_error(self) -> bool:
        return self.severity == "error"


type Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Rule:
    context: str
    name: str
    case: Case


def rule_problems(activity: Any, *, today: date) -> list[RuleProblem]:
    """The rules that an `iati-activity` element breaks. today: what lies after it is future."""
    found = []
    for context, rules in _rules().items():
        for node in _xpath(context)(activity):
            for rule in rules:
                trial = _Trial(node, today)
                found += [
                    RuleProblem(info["id"], info["severity"], node.sourceline or 0, info["message"])
                    for info in trial.broken(rule.name, rule.case)
                ]
    return found


@cache
def _rules() -> dict[str, list[_Rule]]:
    """The rules of activities by the path, relative to the activity, at which they are tried."""
    given = json.loads((DATA / "iati-standard-ruleset.json").read_text(encoding="utf-8"))
    found: dict[str, list[_Rule]] = {}
    for path, named in given.items():
        if path.startswith("/iati-organisations"):
            continue
        context = path.replace(ACTIVITY, ".").replace("//", ".//", int(path.startswith("//")))
        found[context] = [
            _Rule(context, name, case) for name, kind in named.items() for case in kind["cases"]
        ]
    return found


@cache
def _codes() -> dict[str, frozenset[str]]:
    given = json.loads((DATA / "iati-organisation-codes.json").read_text(encoding="utf-8"))
    return {name: frozenset(codes) for name, codes in given.items()}


@cache
def _xpath(path: str) -> Any:
    """Compiled. The value of a loop comes in as a variable: it is text of the file."""
    return etree.XPath(_LOOP_VALUE.sub("$value", path), namespaces=_NAMESPACES)


def _text(match: Any) -> str:
    return match if isinstance(match, str) else "".join(match.itertext())


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _beginnings(text: str) -> frozenset[str]:
    """What stands before each hyphen: "A-B-C" begins with "A" and with "A-B"."""
    parts = text.split("-")
    return frozenset("-".join(parts[:n]) for n in range(1, len(parts)))


class _Trial:
    """One node under trial; value: what `$1` stands for inside a loop."""

    def __init__(self, node: Any, today: date, value: str = "") -> None:
        self.node = node
        self.today = today
        self.value = value

    def broken(self, name: str, case: Case) -> Iterator[Case]:
        """The `ruleInfo` of what is broken: of the case, or of those inside a loop."""
        if name == "loop":
            yield from self._loop(case)
        elif not CHECKS[name](self, case) and self._applies(case):
            yield case["ruleInfo"]

    def _loop(self, case: Case) -> Iterator[Case]:
        for value in sorted(set(self.find(case["foreach"]))):
            inner = _Trial(self.node, self.today, str(value))
            for name, kind in case["do"].items():
                for one in kind["cases"]:
                    yield from inner.broken(name, one)

    def find(self, path: str) -> Any:
        return _xpath(path)(self.node, value=self.value)

    def texts(self, case: Case) -> list[str]:
        return [_text(match) for path in case["paths"] for match in self.find(path)]

    def _applies(self, case: Case) -> bool:
        if "condition" in case and not self.find(case["condition"]):
            return False
        known = _codes()["organisations"]
        if case.get("idCondition") == "NOT_EXISTING_ORG_ID":
            return not any(text in known for text in self.texts(case))
        if case.get("idCondition") == "NOT_EXISTING_ORG_ID_PREFIX":
            return not any(_beginnings(text) & known for text in self.texts(case))
        return True

    def day(self, path: str) -> date | None:
        if path == "NOW":
            return self.today
        for text in self.find(path)[:1]:
            if found := _DAY.match(str(text)):
                try:
                    return date(*(int(part) for part in found.groups()))
                except ValueError:
                    return None
        return None

    def count(self, case: Case) -> int:
        return sum(len(self.find(path)) for path in case["paths"])

    def in_order(self, less: str, more: str) -> bool:
        earlier, later = self.day(less), self.day(more)
        return earlier is None or later is None or earlier <= later

    def one_or_all(self, case: Case) -> bool:
        if self.find(case["one"]):
            return True
        wanting = {
            "lang": "descendant::narrative[not(@xml:lang)]",
            "sector": "transaction[not(sector)]",
            "recipient-country|recipient-region": (
                "transaction[not(recipient-country or recipient-region)]"
            ),
            "currency": "descendant::*[self::value or self::forecast or self::loan-status]"
            "[not(@currency)]",
        }
        # Sectors: if no transaction has one the rule is not about them (6.2.2 asks for one).
        if case["all"] == "sector" and not self.find("transaction/sector"):
            return True
        return not self.find(wanting[case["all"]])

    def sum_is(self, case: Case) -> bool:
        numbers = [_number(text) for text in self.texts(case)]
        if any(number is None for number in numbers):
            return False
        return sum((n for n in numbers if n is not None), Decimal(0)) == Decimal(str(case["sum"]))

    def in_range(self, case: Case) -> bool:
        least, most = Decimal(str(case["min"])), Decimal(str(case["max"]))
        numbers = [_number(text) for text in self.texts(case)]
        return all(number is not None and least <= number <= most for number in numbers)

    def starts_with(self, case: Case) -> bool:
        if case["prefix"] == ["ORG-ID-PREFIX"]:
            agencies = _codes()["agencies"]
            return all("-".join(text.split("-")[:2]) in agencies for text in self.texts(case))
        separator = case.get("separator", "")
        starts = [f"{_text(match)}{separator}" for p in case["prefix"] for match in self.find(p)]
        return all(any(text.startswith(s) for s in starts) for text in self.texts(case))

    def within_a_year(self, case: Case) -> bool:
        starts, ends = self.day(case["start"]), self.day(case["end"])
        return starts is None or ends is None or (ends - starts).days <= _LONGEST_PERIOD


def _all_texts(test: Callable[[str, Case], bool]) -> Callable[[_Trial, Case], bool]:
    return lambda trial, case: all(test(text, case) for text in trial.texts(case))


CHECKS: dict[str, Callable[[_Trial, Case], bool]] = {
    "atleast_one": lambda trial, case: trial.count(case) >= 1,
    "no_more_than_one": lambda trial, case: trial.count(case) <= 1,
    "one_or_all": _Trial.one_or_all,
    "unique": lambda trial, case: len(set(trial.texts(case))) == len(trial.texts(case)),
    "strict_sum": _Trial.sum_is,
    "range": _Trial.in_range,
    "startswith": _Trial.starts_with,
    "regex_matches": _all_texts(lambda text, case: bool(re.search(case["regex"], text))),
    "no_spaces": _all_texts(lambda text, case: text == text.strip()),
    "date_order": lambda trial, case: trial.in_order(case["less"], case["more"]),
    "date_now": lambda trial, case: trial.in_order(case["date"], "NOW"),
    "between_dates": lambda trial, case: (
        trial.in_order(case["start"], case["date"]) and trial.in_order(case["date"], case["end"])
    ),
    "time_limit": _Trial.within_a_year,
    "if_then": lambda trial, case: not trial.find(case["if"]) or bool(trial.find(case["then"])),
}
