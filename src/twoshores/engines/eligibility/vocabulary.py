"""Rules from JSON and back. What is wrong is said for each rule and field, all of it at once."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from . import rules

_COUNTRY = re.compile(r"[A-Z]{2}")
MOST_RULES = 60
LONGEST_NAME = 120


class Sort(StrEnum):
    """What stands in a field of a rule; forms are made of it, too."""

    NUMBER = "number"  # whole, not below 0
    PERCENT = "percent"  # 0 to 100
    MONEY = "money"  # in the call's currency, not below 0
    TEXT = "text"
    FLAG = "flag"
    COUNTRIES = "countries"
    KINDS = "kinds"
    RECOGNITIONS = "recognitions"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    sort: Sort
    required: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that may stand in rules; None: any well-formed code."""

    countries: Collection[str] | None = None
    kinds: Collection[str] | None = None
    recognitions: Collection[str] | None = None
    categories: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """number: the rule's place, from 1. field: "" where it is about the rule as a whole.

    code: not-a-list, too-many, not-a-rule, unknown-rule, unknown-field, missing, not-a-number,
    out-of-range, not-a-text, not-a-flag, empty-list, unknown-code, upside-down, says-nothing,
    one-of-two. `said` is what stood there, cut short.
    """

    number: int
    rule: str
    field: str
    code: str
    said: str = ""

    def __str__(self) -> str:
        place = f"rule {self.number} ({self.rule or '?'}) {self.field}".rstrip()
        return f"{place}: {self.code} {self.said}".rstrip()


class RulesError(ValueError):
    """Rules that cannot be read; `problems` says all that is wrong with them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


_LEAST, _MOST = Field("least", Sort.NUMBER), Field("most", Sort.NUMBER)
FIELDS: dict[str, tuple[type, tuple[Field, ...]]] = {
    "partners": (rules.Partners, (_LEAST, _MOST)),
    "countries": (
        rules.Countries,
        (
            Field("group", Sort.TEXT, required=True),
            Field("countries", Sort.COUNTRIES, required=True),
            _LEAST,
        ),
    ),
    "countries_allowed": (
        rules.CountriesAllowed,
        (Field("countries", Sort.COUNTRIES, required=True),),
    ),
    "kinds": (
        rules.Kinds,
        (
            Field("any_of", Sort.KINDS, required=True),
            _LEAST,
            Field("or_mobilises_migrants", Sort.FLAG),
        ),
    ),
    "kinds_allowed": (rules.KindsAllowed, (Field("kinds", Sort.KINDS, required=True),)),
    "lead_in": (
        rules.LeadIn,
        (Field("countries", Sort.COUNTRIES, required=True), Field("group", Sort.TEXT)),
    ),
    "recognition": (
        rules.Recognition,
        (
            Field("any_of", Sort.RECOGNITIONS, required=True),
            Field("years", Sort.NUMBER),
            Field("only_lead", Sort.FLAG),
        ),
    ),
    "grant": (rules.Grant, (Field("least", Sort.MONEY), Field("most", Sort.MONEY))),
    "duration": (rules.Duration, (_LEAST, _MOST)),
    "share_most": (rules.ShareMost, (Field("percent", Sort.PERCENT, required=True),)),
    "ceiling": (
        rules.Ceiling,
        (
            Field("category", Sort.CATEGORY, required=True),
            Field("percent", Sort.PERCENT),
            Field("amount", Sort.MONEY),
        ),
    ),
    "cofinancing": (
        rules.Cofinancing,
        (Field("percent", Sort.PERCENT, required=True), Field("in_kind_counts", Sort.FLAG)),
    ),
}
NAMES = {made: name for name, (made, _fields) in FIELDS.items()}


class _Wrong(Exception):
    def __init__(self, code: str, said: object = "") -> None:
        super().__init__(code)
        self.code, self.said = code, str(said)[:60]


def parse(raw: object, known: Known | None = None) -> tuple[rules.Rule, ...]:
    """The rules of a call. Raises RulesError with everything that is wrong, not the first only.

    raw: a list of {"rule": name, field: value}; a number may also be written as text.
    """
    if not isinstance(raw, list | tuple):
        raise RulesError([Problem(0, "", "", "not-a-list")])
    if len(raw) > MOST_RULES:
        raise RulesError([Problem(0, "", "", "too-many", str(len(raw)))])
    made, problems = [], []
    for number, row in enumerate(raw, start=1):
        rule, wrong = _rule(number, row, known or Known())
        problems += wrong
        if rule is not None:
            made.append(rule)
    if problems:
        raise RulesError(problems)
    return tuple(made)


def rule_json(rule: rules.Rule) -> dict[str, Any]:
    """A rule as it is kept, without fields that say nothing. `parse` reads it back."""
    written: dict[str, Any] = {"rule": NAMES[type(rule)]}
    for name, value in asdict(rule).items():
        if isinstance(value, tuple):
            written[name] = list(value)
        elif isinstance(value, Decimal):
            written[name] = str(value)
        elif value is not None and value != "" and value is not False:
            written[name] = value
    return written


def _rule(number: int, row: object, known: Known) -> tuple[rules.Rule | None, list[Problem]]:
    if not isinstance(row, Mapping) or not isinstance(row.get("rule"), str):
        return None, [Problem(number, "", "", "not-a-rule")]
    name = row["rule"]
    if name not in FIELDS:
        return None, [Problem(number, name[:60], "rule", "unknown-rule", name[:60])]
    made, fields = FIELDS[name]
    names = {field.name for field in fields}
    strange = sorted(str(key)[:60] for key in row if key != "rule" and key not in names)
    problems = [Problem(number, name, key, "unknown-field") for key in strange]
    values: dict[str, Any] = {}
    for field in fields:
        try:
            value = _value(row.get(field.name), field, known)
        except _Wrong as wrong:
            problems.append(Problem(number, name, field.name, wrong.code, wrong.said))
        else:
            if value is not None:
                values[field.name] = value
    if not problems:
        problems = [Problem(number, name, *wrong) for wrong in _together(made, values)]
    return (None if problems else made(**values)), problems


def _value(value: object, field: Field, known: Known) -> Any:
    """The value of a field, None where nothing stands. Raises _Wrong."""
    if value is None or value == "" or value == []:
        if field.required:
            raise _Wrong("missing")
        return None
    return _READERS[field.sort](value, known)


def _number(value: object, _known: Known) -> int:
    found = _decimal(value)
    if found != found.to_integral_value() or not 0 <= found <= 10_000:
        raise _Wrong("out-of-range", value)
    return int(found)


def _percent(value: object, _known: Known) -> Decimal:
    found = _decimal(value)
    if not 0 <= found <= 100:
        raise _Wrong("out-of-range", value)
    return found


def _money(value: object, _known: Known) -> Decimal:
    found = _decimal(value)
    if not 0 <= found < Decimal(10) ** 16:
        raise _Wrong("out-of-range", value)
    return found


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | float):
        raise _Wrong("not-a-number", value)
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise _Wrong("not-a-number", value) from error
    if not found.is_finite():
        raise _Wrong("not-a-number", value)
    return found


def _text(value: object, _known: Known) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
        raise _Wrong("not-a-text", value)
    return value.strip()


def _flag(value: object, _known: Known) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("not-a-flag", value)
    return value


def _codes(value: object, known: Collection[str] | None) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise _Wrong("empty-list", value)
    for code in value:
        _code(code, known)
    return tuple(sorted(set(value)))


def _code(value: object, known: Collection[str] | None) -> str:
    if not isinstance(value, str) or not value or (known is not None and value not in known):
        raise _Wrong("unknown-code", value)
    return value


def _countries(value: object, known: Known) -> tuple[str, ...]:
    codes = _codes(value, known.countries)
    for code in codes:
        if not _COUNTRY.fullmatch(code):
            raise _Wrong("unknown-code", code)
    return codes


_READERS: dict[Sort, Callable[[object, Known], Any]] = {
    Sort.NUMBER: _number,
    Sort.PERCENT: _percent,
    Sort.MONEY: _money,
    Sort.TEXT: _text,
    Sort.FLAG: _flag,
    Sort.COUNTRIES: _countries,
    Sort.KINDS: lambda value, known: _codes(value, known.kinds),
    Sort.RECOGNITIONS: lambda value, known: _codes(value, known.recognitions),
    Sort.CATEGORY: lambda value, known: _code(value, known.categories),
}


def _together(made: type, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(field, code, what was said) of what is wrong only in the fields together."""
    least, most = values.get("least"), values.get("most")
    if made in (rules.Partners, rules.Grant, rules.Duration):
        if least is None and most is None:
            return [("", "says-nothing", "")]
        if least is not None and most is not None and least > most:
            return [("most", "upside-down", f"{least} > {most}")]
    if made in (rules.Countries, rules.Kinds) and least == 0:
        return [("least", "out-of-range", "0")]
    if made is rules.Ceiling and ("percent" in values) == ("amount" in values):
        return [("percent", "one-of-two", "")]
    return []
