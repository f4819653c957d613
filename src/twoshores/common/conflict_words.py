"""Conflicts of two writers in words: codes become labels, lists, dates and numbers become text."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .editing import Conflict
from .formatting import format_day, format_number, join_words
from .templatetags.ui import language_name
from .territories import country_name

LANGUAGE_FIELDS = {"language", "second_language", "languages"}
COUNTRY_FIELDS = {"country", "excluded_countries"}


def in_words(
    conflicts: Iterable[Conflict],
    labels: Mapping[str, str | Promise],
    codes: Mapping[str, str] | None = None,
) -> list[Conflict]:
    """The same conflicts for components/conflicts.html.

    `labels` names fields by their name; `codes` names values that are codes of a list.
    """
    return [
        Conflict(
            conflict.field,
            str(labels.get(conflict.field, conflict.label)),
            value_words(conflict.field, conflict.theirs, codes or {}),
            value_words(conflict.field, conflict.mine, codes or {}),
        )
        for conflict in conflicts
    ]


def value_words(field: str, value: Any, codes: Mapping[str, str]) -> str:
    """A value of a field as a reader reads it; an empty one is said, never left blank."""
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, list | tuple):
        return join_words(value_words(field, item, codes) for item in value)
    if field in LANGUAGE_FIELDS:
        return language_name(str(value))
    if field in COUNTRY_FIELDS:
        return country_name(str(value))
    return str(codes.get(str(value), value))
