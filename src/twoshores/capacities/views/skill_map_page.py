"""The skill map in words: filters, bars, tables. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from twoshores.common.formatting import format_day, format_number, join_words, labelled
from twoshores.common.languages import sort_key
from twoshores.common.territories import country_name

from ..selectors.skill_map import (
    DIMENSIONS,
    GROUP,
    LIVES,
    NO_GROUP,
    NOT_LINKED,
    NOT_STATED,
    ORIGIN,
    SkillMap,
)
from .skill_map_drawing import MOST_BARS, Bar, bars

FILTER_LENGTH = 12
PAIRS_SHOWN = 12
CSV_HEADER = (
    *("counted_on", "group", "group_label", "lives_in", "comes_from"),
    "people_rounded",
)
KINDS = {GROUP: "must", LIVES: "must", ORIGIN: "tie"}


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of groups in the reader's language, by the names that the map gives them."""

    groups: dict[str, str]

    def label(self, name: str, value: str) -> str:
        if name != GROUP:
            return _("Country not stated") if value == NOT_STATED else country_name(value)
        special = {
            NOT_LINKED: _("Skills not linked"),
            NO_GROUP: _("In no group of the taxonomy"),
        }
        label = special.get(value) or self.groups.get(value, value)
        return label[:1].upper() + label[1:]


def context(
    request: HttpRequest, found: SkillMap, chosen: dict[str, str], by: str, words: Words
) -> dict[str, Any]:
    listed = rows(found, chosen, by, words)
    query = request.GET.urlencode()
    return {
        "heading": heading(chosen, by, words),
        "total": _total(found, chosen, by, words),
        "counted": day_words(found),
        "filters": filters(request, found, chosen, words),
        "tabs": tabs(request, chosen, by),
        "drawing": bars(listed, heading(chosen, by, words)) if listed else "",
        "not_drawn": max(len(listed) - MOST_BARS, 0),
        "no_group": NO_GROUP in found.values(GROUP, {}),
        "rows": [_table_row(request, row, by) for row in listed],
        "by": by,
        "by_label": TITLES[by](),
        "pairs": pairs(found, chosen) if by == GROUP else [],
        "csv_href": f"{reverse('skill_map_csv')}?{query}",
        "svg_href": f"{reverse('skill_map_svg')}?{query}",
    }


TITLES = {
    GROUP: lambda: _("What they do"),
    LIVES: lambda: _("Lives in"),
    ORIGIN: lambda: _("Comes from"),
}


def heading(chosen: dict[str, str], by: str, words: Words) -> str:
    """ "Where they live: Professionals, from Morocco": what the bars tell apart, among whom."""
    chosen = {name: value for name, value in chosen.items() if name != by}
    first = {
        GROUP: _("What they do"),
        LIVES: _("Where they live"),
        ORIGIN: _("Where they come from"),
    }[by]
    among = [words.label(name, value) for name, value in chosen.items() if name == GROUP]
    among += [
        template % {"country": words.label(name, chosen[name])}
        for name, template in ((LIVES, _("living in %(country)s")), (ORIGIN, _("from %(country)s")))
        if name in chosen
    ]
    if not among:
        return first
    return labelled(first, join_words(among))


def day_words(found: SkillMap) -> str:
    return _("Counted on %(day)s, rounded to fives with a little noise.") % {
        "day": format_day(found.day)
    }


def _total(found: SkillMap, chosen: dict[str, str], by: str, words: Words) -> str:
    """How many match all that was chosen, also of what the bars tell apart."""
    total = found.total(chosen)
    text = _("Too few people to say how many.")
    if total is not None:
        text = _("About %(n)s people.") % {"n": format_number(total)}
    if by not in chosen:
        return text
    return labelled(words.label(by, chosen[by]), text)


def rows(found: SkillMap, chosen: dict[str, str], by: str, words: Words) -> list[Bar]:
    """One bar for each published value, the most people first; what is not known comes last."""
    unknown = (NOT_LINKED, NO_GROUP, NOT_STATED)
    listed = [
        Bar(value, words.label(by, value), number, "none" if value in unknown else KINDS[by])
        for value, number in found.values(by, chosen).items()
    ]
    return sorted(listed, key=lambda row: (row.kind == "none", -row.number, sort_key(row.label)))


def _table_row(request: HttpRequest, row: Bar, by: str) -> dict[str, Any]:
    return {
        "label": row.label,
        "number": row.number,
        "href": _with(request, by, row.value),
        "kind": _("occupation") if row.value.startswith("isco-") else _("skill"),
        "known": row.kind != "none",
    }


def filters(
    request: HttpRequest, found: SkillMap, chosen: dict[str, str], words: Words
) -> list[dict[str, Any]]:
    groups = []
    for name in DIMENSIONS:
        listed = rows(found, {k: v for k, v in chosen.items() if k != name}, name, words)
        shown = [row for row in listed[:FILTER_LENGTH] if row.value != chosen.get(name)]
        options: list[dict[str, Any]] = []
        if name in chosen:
            anything = pgettext("any value of a filter", "Any")
            options.append({"label": anything, "href": _with(request, name, ""), "count": None})
            here = {
                "label": words.label(name, chosen[name]),
                "href": _with(request, name, chosen[name]),
                "count": found.values(name, chosen).get(chosen[name]),
                "current": True,
            }
            options.append(here)
        options += [
            {
                "label": row.label,
                "href": _with(request, name, row.value),
                "count": row.number,
                "current": False,
            }
            for row in shown
        ]
        if options:
            groups.append({"title": TITLES[name](), "options": options})
    return groups


def tabs(request: HttpRequest, chosen: dict[str, str], by: str) -> list[dict[str, Any]]:
    """What the bars tell apart, as links; what is chosen already is not told apart."""
    labels = {
        GROUP: _("What they do"),
        LIVES: _("Where they live"),
        ORIGIN: _("Where they come from"),
    }
    return [
        {"label": labels[name], "href": _with(request, "by", name), "current": name == by}
        for name in DIMENSIONS
        if name not in chosen or name == by
    ]


def _with(request: HttpRequest, name: str, value: str) -> str:
    """This page's address with one parameter changed."""
    query = request.GET.copy()
    query.pop(name, None)
    if name in DIMENSIONS and query.get("by") == name:
        query.pop("by")
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def pairs(found: SkillMap, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Countries of origin and residence together, where neither is chosen; the widest first."""
    if LIVES in chosen or ORIGIN in chosen:
        return []
    stated = {
        pair: number for pair, number in found.pairs(chosen).items() if NOT_STATED not in pair
    }
    named = [
        (country_name(origin), country_name(lives), number)
        for (origin, lives), number in stated.items()
    ]
    named.sort(key=lambda pair: (-pair[2], sort_key(pair[0]), sort_key(pair[1])))
    return [
        {"origin": origin, "lives": lives, "number": number}
        for origin, lives, number in named[:PAIRS_SHOWN]
    ]


def csv_rows(found: SkillMap, chosen: dict[str, str], words: Words) -> Iterable[list[Any]]:
    """counted_on, group, its label, two country codes, people; empty stands for everybody."""
    for (group, lives, origin), number in found.cells(chosen):
        label = words.label(GROUP, group) if group else ""
        yield [found.day.isoformat(), group, label, lives, origin, number]
