"""People reached in words, for their page. No queries."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number
from twoshores.engines.headcount import DIFFERS, Heads

from ..models.running import AgeBand, Sex
from ..reached_lists import Counts
from ..reached_words import band_words, group_words, sex_words
from ..selectors.reached import Cell, Reached


def context(found: Reached, writes: bool) -> dict[str, Any]:
    """The periods that `projects/reached.html` shows."""
    return {
        "periods": [
            {
                "period": period,
                "rows": [row(cell) for cell in cells],
                "people": people.people if people else None,
                "can_note": writes and period.locked_at is None,
            }
            for period, cells, people in found.periods
        ],
    }


def row(cell: Cell) -> dict[str, Any]:
    """An activity in a period."""
    return {
        "activity": cell.activity,
        "listed": heads(cell.listed),
        "counted": cell.counted,
        "counted_groups": groups_of(cell.heads),
    }


def heads(made: Heads | None) -> dict[str, Any] | None:
    """Different people, by sex and by age, each group with its words."""
    if made is None:
        return None
    return {
        "people": made.people,
        "by_sex": _groups(made.by_sex, {sex: sex_words(sex) for sex in Sex.values}),
        "by_age": _groups(made.by_age, {band: band_words(band) for band in AgeBand.values}),
    }


def _groups(counts: Mapping[str, int], words: Mapping[str, str]) -> list[str]:
    named = {**words, DIFFERS: _("said differently in two lists")}
    return [_group(name, counts[key]) for key, name in named.items() if key in counts]


def groups_of(counts: Counts) -> list[str]:
    """Groups that somebody counted, zero too."""
    return [
        _group(group_words((sex, band)), number)
        for sex in Sex.values
        for band in AgeBand.values
        if (number := counts.get((sex, band))) is not None
    ]


def _group(name: str, number: int) -> str:
    return f"{name}: {format_number(number)}"
