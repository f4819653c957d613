"""Conflicts of two writers of a need, an offer or an engagement, in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise

from twoshores.common import conflict_words
from twoshores.common.editing import Conflict

from ..models import Terms, Time, WorkMode


def in_words(conflicts: Iterable[Conflict], labels: Mapping[str, str | Promise]) -> list[Conflict]:
    """The same conflicts for components/conflicts.html; `labels` names fields by their name."""
    every = (*WorkMode.choices, *Time.choices, *Terms.choices)
    codes = {value: str(label) for value, label in every}
    return conflict_words.in_words(conflicts, labels, codes)
