"""Meetings and silence, in words. No queries."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.formatting import format_number

from ..models import Meeting
from ..selectors.meetings import Touch
from ..zones import clocks


def planned(rows: Iterable[Meeting]) -> list[dict[str, Any]]:
    """Each with its own clock; `past`: it wants a record."""
    now = timezone.now()
    return [
        {"meeting": row, "when": clocks(row.starts_at, [row.zone])[0], "past": row.starts_at < now}
        for row in rows
    ]


def touch(row: Touch) -> dict[str, Any]:
    """When a partner was last in touch, and a tag where it is silent or nobody knows."""
    if row.weeks is None:
        return {"row": row, "kind": "unknown", "words": _("nothing noted yet")}
    if not row.weeks:
        return {"row": row, "kind": "", "words": _("this week")}
    words = ngettext("%(n)s week ago", "%(n)s weeks ago", row.weeks) % {
        "n": format_number(row.weeks)
    }
    return {"row": row, "kind": "mind" if row.is_silent else "", "words": words}
