"""What a returned file says, in words for its page."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from twoshores.common.formatting import isolated
from twoshores.engines.roundtrip import Comparison

from .columns import SECTION_OF, RowKind, column_of, head_words, period_of
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
        column = column_of(SECTION_OF[self.kind(row)], field)
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

    def changes(self, found: Comparison) -> Iterator[dict[str, str]]:
        for change in found.changes:
            yield {
                "row": self.row(change.row),
                "field": self.head(change.row, change.field),
                "was": self.value(change.row, change.field, change.was),
                "becomes": self.value(change.row, change.field, change.becomes),
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
