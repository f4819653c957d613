"""What a returned file says, in words for its page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.engines.roundtrip import Comparison

from .columns import SECTION_OF, ReportPart, RowKind, column_in, head_words, period_of
from .reading import Question, Reading
from .state import State
from .wording import Wording


class Words:
    """Names rows, cells and values of a file and of the design that it is compared with."""

    def __init__(self, reading: Reading, now: State) -> None:
        self._reading, self._now = reading, now
        self._wording = Wording(now)

    def kind(self, row: str) -> str:
        known = self._now.rows.get(row) or self._reading.left.rows.get(row)
        return known.kind if known else self._reading.kinds[row]

    def _fields(self, row: str) -> Mapping[str, str]:
        known = self._now.rows.get(row) or self._reading.left.rows.get(row)
        return known.fields if known else self._reading.rows[row]

    def row(self, row: str) -> str:
        """ "A3 · Digging": the number that the file has, and the words."""
        number = self._reading.numbers.get(row, "")
        text = self._fields(row).get("text", "")
        return " · ".join(part for part in (number, isolated(text[:120])) if part)

    def head(self, row: str, field: str) -> str:
        period = period_of(field)
        name = self._now.periods.get(period) or self._reading.left.periods.get(period, "")
        return head_words(SECTION_OF[self.kind(row)], field, name)

    def cell(self, row: str, field: str) -> str:
        return _("%(row)s – %(field)s") % {"row": self.row(row), "field": self.head(row, field)}

    def value(self, row: str, field: str, value: str) -> str:
        column = column_in(self.kind(row), SECTION_OF[self.kind(row)], field)
        read = self._reading.rows.get(row, {})
        indicator_kind = read.get("kind") or self._fields(row).get("kind", "")
        own = [
            self._reading.numbers[key]
            for key in value.split("\n")
            if key not in self._now.rows and key in self._reading.numbers
        ]
        return "; ".join(own) or self._wording.shown(column, value, indicator_kind)

    def leave(self, question: Question) -> str:
        stands = self._now.rows.get(question.row)
        if stands is None:
            return _("Leave it empty")
        value = self.value(question.row, question.field, stands.fields.get(question.field, ""))
        return _("Leave it as it stands: %(value)s") % {"value": value}

    def changes(self, found: Comparison) -> Iterator[dict[str, str | bool]]:
        for change in found.changes:
            was = self.value(change.row, change.field, change.was)
            becomes = self.value(change.row, change.field, change.becomes)
            was, becomes = only_differing(was, becomes)
            yield {
                "row": self.row(change.row),
                "field": self.head(change.row, change.field),
                "was": was,
                "becomes": becomes,
                "is_long": max(len(was), len(becomes)) > NARROW,
            }

    def added(self, found: Comparison) -> Iterator[dict[str, Any]]:
        for row in found.added:
            fields = self._reading.rows[row]
            yield {
                "row": self.row(row),
                "kind": RowKind(self.kind(row)).label,
                "cells": [
                    (self.head(row, name), self.value(row, name, value))
                    for name, value in fields.items()
                    if value and name not in {"level", "text"}
                ],
            }


class ReportWords(Words):
    """Names the parts of a report by their heads: their words are long."""

    def row(self, row: str) -> str:
        return str(ReportPart(row.removeprefix("part:")).label)

    def cell(self, row: str, field: str) -> str:
        return self.row(row)


LONG, AROUND = 300, 80  # letters
NARROW = 40  # letters that still read well in a third of a phone's width


def only_differing(was: str, becomes: str) -> tuple[str, str]:
    """Of two long texts, the stretch in which they differ with some words around; else both."""
    if max(len(was), len(becomes)) <= LONG:
        return was, becomes
    start = _alike(was, becomes)
    rest = min(len(was), len(becomes)) - start
    end = min(_alike(was[::-1], becomes[::-1]), rest)
    first, last = _word_before(was, start - AROUND), max(end - AROUND, 0)
    return _cut(was, first, last), _cut(becomes, first, last)


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _word_before(text: str, place: int) -> int:
    """The beginning of a word at or before a place."""
    return max(text.rfind(" ", 0, place) + 1, text.rfind("\n", 0, place) + 1) if place > 0 else 0


def _cut(text: str, first: int, last: int) -> str:
    """Without so many letters at the beginning and at the end."""
    stretch = text[first : len(text) - last].strip()
    return ("… " if first else "") + stretch + (" …" if last else "")
