"""The list of calls: filters, and each call in a few words."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from twoshores.common.filters import filter_group, kept_filters, most_first
from twoshores.common.territories import country_name
from twoshores.common.translations import facing_lists
from twoshores.projects.views.basics import reader_language

from ..call_phases import TAGS, WORDS, Phase, left_words, phase_of
from ..models import Call
from ..selectors.public_calls import Asked, Found

MOST_VALUES = 20  # of a filter


def context(
    request: HttpRequest, asked: Asked, found: Found, page: Page[Call], now: datetime
) -> dict[str, Any]:
    texts = facing_lists(list(page.object_list), ("title", "summary"), reader_language())
    return {
        "page": page,
        "query": asked.query,
        "total": len(found.calls),
        "filters": _filters(request, asked, found),
        "kept": kept_filters(request, ("phase", "country", "theme")),
        "narrowed": asked != Asked(),
        "rows": [_item(row, texts[row.pk], now) for row in page.object_list],
    }


def _item(call: Call, facing: Any, now: datetime) -> dict[str, Any]:
    phase = phase_of(call, now)
    return {
        "call": call,
        "href": reverse("call", args=[call.code]),
        "kind": TAGS[phase],
        "phase": WORDS[phase],
        "title": facing.texts["title"],
        "summary": facing.texts["summary"],
        "language": facing.language,
        "left": left_words(call, now),
        "organisation": call.programme.organisation,
    }


def _filters(request: HttpRequest, asked: Asked, found: Found) -> list[dict[str, Any]]:
    counts = found.counts
    phases = [(phase.value, counts["phase"][phase.value]) for phase in Phase]
    groups: list[tuple[str, str | Promise, list[tuple[str, int]], str, Any]] = [
        (
            "phase",
            _("When"),
            [(value, number) for value, number in phases if number],
            asked.phase,
            lambda value: str(WORDS[Phase(value)]),
        ),
        ("theme", _("Theme"), most_first(counts["theme"], MOST_VALUES), asked.theme, str),
        (
            "country",
            _("Country"),
            most_first(counts["country"], MOST_VALUES),
            asked.country,
            country_name,
        ),
    ]
    made = [
        filter_group(request, name=name, title=title, values=values, chosen=chosen, words=words)
        for name, title, values, chosen, words in groups
    ]
    return [group for group in made if group]
