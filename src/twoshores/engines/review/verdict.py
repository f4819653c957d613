"""What a rule says of a design: it holds, it does not, or it is not known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .design import Design

type Value = str | int | Decimal | date | tuple[str, ...]
MOST_NAMES = 3


class Severity(StrEnum):
    BLOCKER = "blocker"  # mend it before anything else
    MIND = "mind"  # weigh it
    ADVICE = "advice"


class Answer(StrEnum):
    HOLDS = "holds"
    DOES_NOT = "does_not"
    NOT_KNOWN = "not_known"
    NOT_CONCERNED = "not_concerned"  # none of the blocks or facts that the rule is about


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: a code for a text, with its parameters, and the field it is about.

    subjects: ids of the rows meant, at most three; `count` of the parameters says how many.
    """

    code: str
    field: str
    params: tuple[tuple[str, Value], ...] = ()
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """findings: what does not hold. missing: fields whose facts would be needed."""

    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()
    concerned: bool = True

    @property
    def answer(self) -> Answer:
        if not self.concerned:
            return Answer.NOT_CONCERNED
        if self.findings:
            return Answer.DOES_NOT
        return Answer.NOT_KNOWN if self.missing else Answer.HOLDS


HOLDS = Verdict()
NOT_CONCERNED = Verdict(concerned=False)
type Check = Callable[[Design], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """section: of the handbook ("2.1"), or "final N" for its final recommendations."""

    id: str
    section: str
    severity: Severity
    field: str
    check: Check


class Rules:
    """Rules of one theme, in the order in which they are shown."""

    def __init__(self) -> None:
        self.all: list[Rule] = []

    def add(
        self, id: str, section: str, severity: Severity, field: str
    ) -> Callable[[Check], Check]:
        def register(check: Check) -> Check:
            self.all.append(Rule(id, section, severity, field, check))
            return check

        return register


def fails(
    code: str, field: str, *, subjects: Iterable[tuple[str, str]] = (), **params: Value
) -> Verdict:
    """One finding. subjects: (name, id) of rows, counted in full, of which three are named."""
    rows = sorted(set(subjects))
    if rows:
        params |= {
            "count": len(rows),
            "names": tuple(name for name, _id in rows[:MOST_NAMES]),
        }
    shown = tuple(id for _name, id in rows[:MOST_NAMES])
    return Verdict((Finding(code, field, tuple(sorted(params.items())), shown),))


def unknown(*fields: str) -> Verdict:
    return Verdict(missing=fields)


def judged(
    code: str, field: str, bad: Iterable[tuple[str, str]], is_missing: bool, **params: Value
) -> Verdict:
    """Bad rows make a finding; without any, missing facts make it not known; else it holds."""
    rows = list(bad)
    if rows:
        return fails(code, field, subjects=rows, **params)
    return unknown(field) if is_missing else HOLDS


def asked(design: Design, question: str, code: str) -> Verdict:
    """An answer of "yes" holds, "no" does not."""
    answer = design.answers.get(question)
    field = f"answers.{question}"
    if answer is None:
        return unknown(field)
    return HOLDS if answer else fails(code, field)
