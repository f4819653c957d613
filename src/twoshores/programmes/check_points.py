"""Points of the administrative check: what a person must look at, and what the rules found.

Rules were checked by `engines.eligibility` on the day the proposal was handed in; a person confirms
or corrects each. Keys of points are kept with what was found: add, never rename.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import (
    format_money,
    format_number,
    format_share,
    isolated,
    join_words,
)
from twoshores.engines.eligibility import RulesError

from .eligibility_found import FOUND
from .eligibility_texts import ANSWERS, PERCENTS, wanted
from .models import Call, Submission
from .selectors.call_rules import rules_in, rules_of
from .selectors.call_texts import groups_in

POINTS: dict[str, str | Promise] = {
    "answers": _("Every question of the call is answered, by whoever must answer it."),
    "organisations": _("The organisations exist and are who they say they are."),
    "money": _("The budget adds up, and fits what is asked of the programme."),
    "once": _("The same project is not funded twice."),
}
# No point to look at: beginning of the keys under which it is kept beside the check why a decision
# on a concept was taken back.
TAKEN_BACK = "taken-back-"
TAGS = {"met": "go", "not_met": "bad"}


@dataclass(frozen=True, slots=True)
class Point:
    """found, tag: what the rules found, in words; empty where only a person can tell."""

    key: str
    label: str
    found: str = ""
    answer: str = ""
    tag: str = "unknown"


def points_of(call: Call, submission: Submission | None, reader: str = "") -> list[Point]:
    """The house's own points, then the rules of the call under which it was handed in. reader: the
    language in which groups of countries are named, "" for that of the call."""
    points = [Point(key, str(label)) for key, label in POINTS.items()]
    if submission is None:
        return points
    try:
        body = submission.version.body
        rules = rules_in(body) if body.get("rules") is not None else rules_of(call)
    except RulesError:
        return points
    names = {str(row["id"]): row["name"] for row in submission.body.get("partners", [])}
    groups = groups_in(call, reader)
    found = {row["number"]: row for row in submission.findings if row.get("code") in FOUND}
    for number, rule in enumerate(rules, start=1):
        row = found.get(number)
        label = wanted(rule, call.currency, groups)
        if row is None:
            points.append(Point(f"rule-{number}", label))
            continue
        words = {answer.value: str(text) for answer, text in ANSWERS.items()}
        points.append(
            Point(
                f"rule-{number}",
                label,
                _told(row, names, call.currency),
                words.get(row["answer"], ""),
                TAGS.get(row["answer"], "unknown"),
            )
        )
    return points


def _told(row: dict[str, Any], names: dict[str, str], currency: str) -> str:
    values = {name: _said(name, value, currency) for name, value in row["found"].items()}
    values["names"] = join_words(isolated(names[key]) for key in row["subjects"] if key in names)
    return str(FOUND[row["code"]].found) % values


def _said(name: str, value: Any, currency: str) -> str:
    if isinstance(value, int):
        return format_number(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return format_share(number / 100) if name in PERCENTS else format_money(number, currency)
