"""The shortlist's page and file, built from what was read. No queries."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from twoshores.common.filters import Addressed, with_parameter
from twoshores.common.formatting import format_number, labelled
from twoshores.common.tables import csv_response
from twoshores.common.territories import country_name

from ..matching.shortlist import Entry, Shortlist
from ..models import Need
from ..selectors.shortlists import ORDERS, Facet, Narrowed
from . import shortlist_rows as rows

ASKED_WORDS = {
    "asked": gettext_lazy("Asked, waiting for an answer"),
    "question": gettext_lazy("They asked something back"),
    "accepted": gettext_lazy("Said yes"),
    "declined": gettext_lazy("Said no"),
    "expired": gettext_lazy("Asked, not answered in time"),
    "withdrawn": gettext_lazy("Asked, taken back"),
}


def context(
    request: Addressed,
    need: Need,
    shortlist: Shortlist,
    narrowed: Narrowed,
    page: Page[Entry],
    words: rows.Words,
) -> dict[str, Any]:
    opened = request.GET.get("open", "")
    entries = list(page.object_list)
    if not opened and entries and page.number == 1:
        opened = entries[0].profile.person.pseudonym
    return {
        "page": page,
        "total": len(narrowed.entries),
        "meeting_all": shortlist.meeting_all,
        "summary": summary(shortlist),
        "filters": filters(request, narrowed),
        "orders": orders(request, narrowed),
        # Who covers all that must be met needs no such word: there points alone decide.
        "by_score": narrowed.order == "score" and shortlist.meeting_all < len(shortlist.entries),
        "key": key(),
        "matches": [
            match(need, shortlist, entry, words, rank, opened)
            for rank, entry in enumerate(entries, start=page.start_index())
        ],
        "csv_href": f"{reverse('need_who_csv', args=[need.pk])}?{request.GET.urlencode()}",
    }


def summary(shortlist: Shortlist) -> str:
    full = shortlist.meeting_all
    if full:
        return ngettext(
            "%(n)s person meets what must be met.", "%(n)s people meet what must be met.", full
        ) % {"n": format_number(full)}
    if shortlist.entries:
        return _("Nobody meets everything that must be met; these come nearest.")
    return _("Nobody fits yet.")


def key() -> list[dict[str, str]]:
    return [
        {"kind": "must", "label": _("must be met")},
        {"kind": "wish", "label": _("wished")},
        {"kind": "tie", "label": _("ties and time")},
        {"kind": "none", "label": _("not covered")},
    ]


def filters(request: Addressed, narrowed: Narrowed) -> list[dict[str, Any]]:
    titles = {
        "mode": _("How they would work"),
        "lives": _("Lives in"),
        "tie": _("Tie to the place"),
        "time": _("Time"),
        "terms": _("Terms"),
    }
    return [
        {"title": titles[facet.name], "options": _options(request, facet)}
        for facet in narrowed.facets
        if facet.values
    ]


def _options(request: Addressed, facet: Facet) -> list[dict[str, Any]]:
    total = sum(number for _value, number in facet.values)
    options = [
        {
            "label": pgettext("any value of a filter", "Any"),
            "href": with_parameter(request, facet.name, ""),
            "count": None if facet.chosen else total,
            "current": not facet.chosen,
        }
    ]
    for value, number in facet.values:
        options.append(
            {
                "label": _value_label(facet.name, value),
                "href": with_parameter(request, facet.name, value),
                "count": number,
                "current": facet.chosen == value,
            }
        )
    return options if facet.chosen else options[1:]


def _value_label(name: str, value: str) -> str:
    if name == "lives":
        return country_name(value)
    if name == "tie":
        return {
            "locality": _("the same town"),
            "region": _("the same region"),
            "country": _("the same country"),
        }[value]
    plural = {"mode": "modes", "time": "times", "terms": "terms"}[name]
    return str(rows.LABELS[plural][value])


def orders(request: Addressed, narrowed: Narrowed) -> list[dict[str, Any]]:
    labels = {"score": _("score"), "nearness": _("nearness"), "freshness": _("freshness")}
    return [
        {
            "label": labels[name],
            "href": with_parameter(request, "sort", name),
            "current": name == narrowed.order,
        }
        for name in ORDERS
    ]


def match(
    need: Need, shortlist: Shortlist, entry: Entry, words: rows.Words, rank: int, opened: str
) -> dict[str, Any]:
    """One entry for components/match.html."""
    code = entry.profile.person.pseudonym
    return {
        "code": code,
        "rank": rank,
        "is_demo": entry.profile.person.is_demo,
        "score": entry.match.points,
        "meta": rows.meta_words(entry, words),
        "segments": rows.segments(shortlist, entry, words),
        "missing": rows.missing_words(shortlist, entry, words),
        "reasons": rows.reasons(shortlist, entry, words),
        "opened": code == opened,
        "actions": [_ask_action(need, entry, code)],
        "verdict": entry.mark.verdict,
        "keep_href": reverse("need_keep", args=[need.pk, code]),
        "note": str(ASKED_WORDS.get(entry.mark.introduction_state, "")),
    }


def _ask_action(need: Need, entry: Entry, code: str) -> dict[str, Any]:
    if entry.mark.introduction_id is not None:
        return {
            "label": _("See the introduction"),
            "href": reverse("introduction_detail", args=[entry.mark.introduction_id]),
        }
    return {
        "label": _("Ask for an introduction"),
        "href": reverse("need_ask", args=[need.pk, code]),
        "main": True,
    }


def csv(shortlist: Shortlist, narrowed: Narrowed, words: rows.Words) -> HttpResponse:
    """One row per person: pseudonym, points, what is missing, why. Nothing that identifies."""
    header = [_("Rank"), _("Pseudonym"), _("Points"), _("Who"), _("Missing"), _("Reasons")]
    ranked = enumerate(narrowed.entries, start=1)
    return csv_response(
        "shortlist", header, (_cells(shortlist, entry, words, rank) for rank, entry in ranked)
    )


def _cells(shortlist: Shortlist, entry: Entry, words: rows.Words, rank: int) -> list[Any]:
    reasons = "; ".join(
        labelled(reason["asked"], f"{reason['points']}/{reason['possible']}{_by_words(reason)}")
        for reason in rows.reasons(shortlist, entry, words)
    )
    return [
        rank,
        entry.profile.person.pseudonym,
        entry.match.points,
        rows.meta_words(entry, words),
        rows.missing_words(shortlist, entry, words),
        reasons,
    ]


def _by_words(reason: dict[str, Any]) -> str:
    """Concepts can be looked up; that somebody said nearly the same is said beside the points."""
    return f" ({reason['how']})" if reason["by_words"] else ""
