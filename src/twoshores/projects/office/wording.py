"""Canonical texts in the words of a reader: as typed cells of a sheet, and as plain words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_number
from twoshores.common.languages import language_name

from ..models.indicators import Value as ValueColumns
from ..values import WAYS
from .columns import OUR_WORDS, Column, Kind, column_in
from .state import ABSENT, ABSENT_TEXTS, Row, State

type Typed = str | Decimal | date | None
# A spreadsheet keeps fifteen digits of a number: longer ones leave as text.
MOST_NUMBER_DIGITS = 15


class Wording:
    """The words for one state, in the language of this thread."""

    def __init__(self, state: State) -> None:
        self._names: Mapping[str, str] = state.partners
        self._numbers = state.numbers()

    def number(self, row_id: str) -> str:
        return self._numbers.get(row_id, "")

    def typed(self, row: Row, key: str) -> Typed:
        """What stands in a cell of a sheet; None for an empty one."""
        column = column_in(row.kind, row.section, key)
        if column.kind == Kind.OWN:
            return self.number(row.id)
        if key == "text" and row.kind in OUR_WORDS:
            return str(OUR_WORDS[row.kind])
        return self.typed_value(column, row.fields.get(key, ""), row.fields.get("kind", ""))

    def typed_value(self, column: Column, value: str, indicator_kind: str = "") -> Typed:
        if not value:
            return None
        if column.kind == Kind.DAY:
            return date.fromisoformat(value)
        counts = indicator_kind in {"number", "scale"} and not value.startswith(ABSENT)
        if column.kind in {Kind.NUMBER, Kind.WHOLE} or (column.kind == Kind.VALUE and counts):
            digits = sum(char.isdecimal() for char in value)
            return Decimal(value) if digits <= MOST_NUMBER_DIGITS else value
        return self.text(column, value, indicator_kind)

    def text(self, column: Column, value: str, indicator_kind: str = "") -> str:
        """A value in words that the reading of files understands again."""
        if column.kind == Kind.CHOICE and column.choices is not None:
            return str(dict(column.choices.choices).get(value, value))
        if column.kind == Kind.YES_NO:
            return {"yes": _("Yes"), "no": _("No")}.get(value, "")
        if column.kind in {Kind.ROW, Kind.ROWS, Kind.PARTNER, Kind.PARTNERS}:
            return "; ".join(self._reference(part) for part in value.split("\n"))
        if column.kind == Kind.LANGUAGE:
            return language_name(value, get_language() or "en")
        if column.kind == Kind.WAYS:
            return "; ".join(str(WAYS.get(way, way)) for way in value.split("\n"))
        return value_words(value, indicator_kind) if column.kind == Kind.VALUE else value

    def _reference(self, part: str) -> str:
        key, space, lag = part.partition(" ")
        name = self._names.get(key) or self._numbers.get(key, "")
        return f"{name}{space}{lag}"

    def shown(self, column: Column, value: str, indicator_kind: str = "") -> str:
        """A value for a page: numbers and days as the reader writes them; nothing is said."""
        if not value:
            return _("nothing")
        typed = self.typed_value(column, value, indicator_kind)
        if isinstance(typed, date):
            return format_day(typed)
        if isinstance(typed, Decimal):
            return format_number(typed)
        return str(typed)


def value_words(value: str, indicator_kind: str) -> str:
    """A value of an indicator as it stands in a cell: "3 / 40", "Yes", "Not measured"."""
    if value in ABSENT_TEXTS:
        return str(ValueColumns.Absent(value[len(ABSENT) :]).label)
    if indicator_kind == "percentage":
        return value.replace("/", " / ")
    if indicator_kind == "yes_no":
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    return value
