"""Conflicts of two writers, in words: codes become labels, lists and dates become text."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from twoshores.common.editing import Conflict
from twoshores.common.formatting import format_day, join_words
from twoshores.common.templatetags.ui import language_name

from ..models import Terms, Time, WorkMode

LANGUAGE_FIELDS = {"language", "second_language", "languages"}


def in_words(conflicts: Iterable[Conflict], labels: Mapping[str, str | Promise]) -> list[Conflict]:
    """The same conflicts for components/conflicts.html; `labels` names fields by their name."""
    return [
        Conflict(
            conflict.field,
            str(labels.get(conflict.field, conflict.label)),
            _words(conflict.field, conflict.theirs),
            _words(conflict.field, conflict.mine),
        )
        for conflict in conflicts
    ]


def _words(field: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, list | tuple):
        return join_words(_words(field, item) for item in value)
    if field in LANGUAGE_FIELDS:
        return language_name(str(value))
    return str(_labels().get(str(value), value))


def _labels() -> dict[str, str]:
    every = (*WorkMode.choices, *Time.choices, *Terms.choices)
    return {value: str(label) for value, label in every}
