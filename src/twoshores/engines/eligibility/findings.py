"""What a rule says of an application: met, not met, or not known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .rules import Rule

type Value = str | int | Decimal | tuple[str, ...]


class Answer(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"  # something is not said that decides it


@dataclass(frozen=True, slots=True)
class Finding:
    """number: the rule's place among the rules, from 1. code: of the text that says what was
    found and what to change, with its parameters. subjects: ids of the partners meant."""

    number: int
    name: str  # of the rule, as it is written: "partners"
    rule: Rule
    answer: Answer
    code: str
    params: tuple[tuple[str, Value], ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def found(self) -> Mapping[str, Value]:
        return dict(self.params)


def outcome(findings: Iterable[Finding]) -> Answer:
    """Of all rules together: one that is not met decides, then one that is not known."""
    answers = {finding.answer for finding in findings}
    for answer in (Answer.NOT_MET, Answer.NOT_KNOWN):
        if answer in answers:
            return answer
    return Answer.MET


def as_json(finding: Finding) -> dict[str, Any]:
    """To be kept beside what was handed in. Amounts are written out as text, never as floats.

    Names of partners are left out: `subjects` hold their ids.
    """
    return {
        "number": finding.number,
        "rule": finding.name,
        "answer": finding.answer.value,
        "code": finding.code,
        "found": {
            name: str(value) if isinstance(value, Decimal) else value
            for name, value in finding.params
            if name != "names"
        },
        "subjects": list(finding.subjects),
    }
