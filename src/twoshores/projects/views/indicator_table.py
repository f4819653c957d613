"""Indicators and measurements in words, for their pages. No queries."""

from typing import Any

from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.formatting import format_number, format_share, to_reader_digits

from ..forms.indicators import GROUPS
from ..models import Indicator, Measurement
from ..selectors.indicators import Row
from ..values import WAYS, value_of, value_words


def item(row: Row) -> dict[str, Any]:
    """One indicator in the list."""
    indicator = row.indicator
    return {
        "indicator": indicator,
        "ways": [ways_words(way) for way in indicator.disaggregations],
        "baseline": value_words(row.baseline, indicator),
        "cells": [
            {
                "period": cell.period.name,
                "target": value_words(cell.target, indicator),
                "measured": value_words(cell.value, indicator),
                "confirmed": bool(cell.measurement and cell.measurement.confirmed_at),
            }
            for cell in row.cells
            if cell.target is not None or cell.measurement is not None
        ],
        "aimed": value_words(row.aimed.value, indicator),
        "has_target": row.has_target,
        "reached": value_words(row.reached.value, indicator),
        "reached_note": sum_note(row),
        "done": "" if row.done is None else format_share(row.done, 0),
        "share": row.done,
    }


def sum_note(row: Row) -> str:
    """What the sum leaves out, said: a missing period is not zero."""
    if row.reached.value is None or row.reached.is_complete:
        return ""
    return _("%(missing)s of %(all)s periods not measured") % {
        "missing": format_number(row.reached.missing),
        "all": format_number(row.reached.missing + row.reached.counted),
    }


def ways_words(way: str) -> str:
    return str(WAYS.get(way, way))


def group_words(way: str, group: str) -> str:
    return to_reader_digits(str(GROUPS.get(way, {}).get(group, group)))


def entry(row: Measurement, reader: User, indicator: Indicator, *, writes: bool) -> dict[str, Any]:
    """One measurement, with what its groups are and what can be done with it."""
    standing = row.corrected_by_id is None
    return {
        "row": row,
        "value": value_words(value_of(row), indicator),
        "parts": [
            (
                group_words(part.way, part.group),
                part.number if part.numerator is None else part.numerator,
            )
            for part in row.parts.all()
        ],
        "standing": standing,
        "can_correct": writes and standing,
        "can_confirm": writes
        and standing
        and row.confirmed_at is None
        and row.entered_by_id != reader.pk,
    }
