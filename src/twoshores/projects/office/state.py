"""A design as rows of canonical texts: what leaves, what is compared, what is stamped.

Canonical: numbers plain ("1234.5"), days ISO, choices by code, yes and no as such, other rows by
id, several by line. "" is nothing said, which is not "0".
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from twoshores.engines.indicators import Value

from .columns import ANSWERS, DESIGN, LETTERS, REPORT, SECTION_OF, WORDS

ABSENT = "!"  # before the reason why there is no value
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table. id: "<model>:<key>"; kind: of `RowKind`."""

    id: str
    kind: str
    version: int
    fields: Mapping[str, str]

    @property
    def section(self) -> str:
        return SECTION_OF[self.kind]


@dataclass(slots=True)
class State:
    """A project's design, or a report. Rows in the order of the tree; periods, partners in theirs.

    report: the id of the report, or of the proposal whose answers these are; "" for the design.
    """

    project: str
    rows: dict[str, Row] = field(default_factory=dict)
    periods: dict[str, str] = field(default_factory=dict)  # id -> name
    partners: dict[str, str] = field(default_factory=dict)  # id -> name, each name once
    report: str = ""

    def sections(self) -> tuple[str, ...]:
        """The tables of its file: of a report's figures, those that hold something."""
        if not self.report:
            return DESIGN
        if all(row.section == ANSWERS for row in self.rows.values()):
            return (ANSWERS,)
        held = {WORDS} | {row.section for row in self.rows.values()}
        return tuple(section for section in REPORT if section in held)

    def of(self, section: str) -> list[Row]:
        return [row for row in self.rows.values() if row.section == section]

    def fields(self) -> dict[str, Mapping[str, str]]:
        """Row id -> fields, as the comparison takes them."""
        return {row.id: row.fields for row in self.rows.values()}

    def numbers(self) -> dict[str, str]:
        """Row id -> the number that people know it by: "OP2". Rows of a report have none."""
        counts = dict.fromkeys(LETTERS, 0)
        found = {}
        for row in self.rows.values():
            if row.kind not in counts:
                continue
            counts[row.kind] += 1
            found[row.id] = f"{LETTERS[row.kind]}{counts[row.kind]}"
        return found

    def stamp(self) -> str:
        """A digest of everything that can leave: it moves with every change of it."""
        rows = [[row.id, row.kind, sorted(row.fields.items())] for row in self.rows.values()]
        whole = json.dumps(
            [
                *([self.report] if self.report else []),
                *(self.project, rows, list(self.periods.items()), list(self.partners.items())),
            ],
            ensure_ascii=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(whole.encode()).hexdigest()


def clean_text(text: str) -> str:
    """As a text is compared: without what cannot be seen, with one kind of line end."""
    lines = _UNSEEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def plain(number: Decimal | int | None) -> str:
    """1234.50 as "1234.5"; None as ""."""
    if number is None:
        return ""
    value = Decimal(number)
    return "0" if value == 0 else f"{value.normalize():f}"


def yes_no(value: bool | None) -> str:
    return {None: "", True: "yes", False: "no"}[value]


def value_text(value: Value | None) -> str:
    """A value of an indicator: "12", "3/40", "yes", its words, or "!" and why there is none."""
    if value is None:
        return ""
    if value.absent:
        return ABSENT + value.absent
    if value.numerator is not None or value.denominator is not None:
        return f"{plain(value.numerator)}/{plain(value.denominator)}"
    if value.yes is not None:
        return yes_no(value.yes)
    return plain(value.number) if value.number is not None else clean_text(value.text)


def value_from(text: str, kind: str) -> Value | None:
    """The value that `value_text` wrote, for an indicator of a kind; None for ""."""
    if not text:
        return None
    if text.startswith(ABSENT) and kind != "text":
        return Value(absent=text[len(ABSENT) :])
    if kind == "percentage":
        above, _stroke, below = text.partition("/")
        return Value(numerator=_number(above), denominator=_number(below))
    if kind == "yes_no":
        return Value(yes=text == "yes")
    if kind == "text":
        absent = text.removeprefix(ABSENT)
        return Value(absent=absent) if text in ABSENT_TEXTS else Value(text=text)
    return Value(number=Decimal(text))


ABSENT_TEXTS = (ABSENT + "not_measured", ABSENT + "not_applicable")


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def unique_names(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """id -> name, told apart by a number where two are called alike; never with a semicolon."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in named:
        bare = clean_text(name).replace(";", ",").replace("\n", " ") or "–"
        unique, count = bare, 1
        while unique.casefold() in taken:
            count += 1
            unique = f"{bare} ({count})"
        taken.add(unique.casefold())
        found[key] = unique
    return found


def dump(state: State, language: str) -> dict[str, Any]:
    """The state as plain data, to be carried in a file made in a language."""
    return {
        "language": language,
        "project": state.project,
        "report": state.report,
        "stamp": state.stamp(),
        "rows": [[row.id, row.kind, row.version, dict(row.fields)] for row in state.rows.values()],
        "periods": state.periods,
        "partners": state.partners,
    }


def load(data: Any) -> tuple[State, str]:
    """What `dump` wrote and a stranger may have changed: the state, and its file's language.

    Raises ValueError if it is not whole.
    """
    try:
        language = _word(data["language"])
        rows = [
            Row(_word(key), _word(kind), int(version), _words(fields))
            for key, kind, version, fields in data["rows"]
        ]
        state = State(
            _word(data["project"]),
            {row.id: row for row in rows},
            _words(data["periods"]),
            _words(data["partners"]),
            _word(data.get("report", "")),  # files that left before reports did have none
        )
        if not {row.kind for row in rows} <= set(SECTION_OF):
            raise ValueError("kinds")
        stamp = data["stamp"]
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("not a state") from error
    if stamp != state.stamp():
        raise ValueError("not whole")
    return state, language


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _words(value: Any) -> dict[str, str]:
    return {_word(key): _word(text) for key, text in value.items()}
