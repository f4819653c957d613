"""The page of the network, built from what was read. No queries."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.filters import filter_group
from twoshores.common.formatting import format_number, format_share, join_words, labelled
from twoshores.common.languages import sort_key
from twoshores.common.territories import country_name

from ..network_report import MOST_ISOLATED, Report
from ..selectors.network import Named
from ..selectors.network_figures import Measured
from .network_words import MEANINGS, PARTS, ROLES

MOST_PAIRS = 40  # in the filter
STRONGEST = 12  # in the table
FILES = ("network_graphml", "network_actors", "network_ties")


def head(request: HttpRequest, scope: str) -> dict[str, Any]:
    """What the page has also before there are figures."""
    query = f"?pair={scope}" if scope else ""
    files = dict(zip(("graphml", "actors", "ties"), FILES, strict=True))
    return {
        "scope": scope,
        "pair": _pair(scope),
        "meanings": MEANINGS,
        "picture_href": f"{reverse('network_picture')}{query}",
        "explore_href": f"?{_with(request, explore='1')}#picture",
        "rest_href": f"?{_with(request, explore='')}#picture",
        **{f"{name}_href": f"{reverse(url)}{query}" for name, url in files.items()},
    }


def ids_in(chosen: Report) -> set[str]:
    """Of everybody whom the tables name."""
    found = {row[0] for row in (*chosen["bridging"], *chosen["cuts"])} | set(chosen["isolated"])
    return found.union(*(group["members"] for group in chosen["groups"]))


def context(
    request: HttpRequest, found: Measured, names: Mapping[str, Named], scope: str
) -> dict[str, Any]:
    chosen, counts = found.chosen, found.chosen["counts"]
    return {
        "measured_on": found.on,
        "filters": _filters(request, found.whole, scope),
        "counts": counts,
        "figures": _figures(counts),
        "summary": _summary(counts),
        "undated": _undated(counts),
        "bridging": [
            _who(pk, names) | {"through": through, "ties": ties, "role": _role(roles)}
            for pk, through, ties, roles in chosen["bridging"]
            if pk in names
        ],
        "cuts": [
            _who(pk, names) | {"parts": parts, "pairs": pairs}
            for pk, parts, pairs in chosen["cuts"]
            if pk in names
        ],
        "groups": [_group(group, names) for group in chosen["groups"]],
        "isolated": sorted(
            (_who(pk, names) for pk in chosen["isolated"] if pk in names),
            key=lambda row: sort_key(row["name"]),
        ),
        "isolated_more": max(0, counts["isolated"] - MOST_ISOLATED),
        "pairs": [] if scope else _pairs(found.whole),
        "strength": _strength(chosen["strength"]) if scope else None,
        "years": [_over_time(row) for row in chosen["years"]],
        "days": [_day(on, kept["counts"]) for on, kept in [(found.on, chosen), *found.before]]
        if found.before
        else [],
    }


def _with(request: HttpRequest, **changed: str) -> str:
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return query.urlencode()


def _pair(scope: str) -> dict[str, str] | None:
    if not scope:
        return None
    one, two = scope.split("-")
    return {"origin": country_name(one), "residence": country_name(two)}


def _filters(request: HttpRequest, whole: Report, scope: str) -> list[dict[str, Any]]:
    ranked = sorted(whole["pairs"], key=lambda row: (-row[2], row[0]))
    values = [(pair, tied) for pair, _points, tied in ranked]
    kept = values[:MOST_PAIRS] + [row for row in values[MOST_PAIRS:] if row[0] == scope]
    group = filter_group(
        request,
        name="pair",
        title=_("Between two countries"),
        values=kept,
        chosen=scope,
        words=lambda value: " – ".join(country_name(code) for code in value.split("-")),
    )
    return [group] if group else []


def _figures(counts: Report) -> list[dict[str, Any]]:
    return [
        {"label": _("actors"), "value": counts["actors"]},
        {"label": _("tied pairs"), "value": counts["tied_pairs"]},
        {"label": _("of them across the shores"), "value": counts["across_shores"]},
        {"label": _("groups"), "value": counts["clusters"]},
        {"label": _("who hold others together"), "value": counts["cut_actors"]},
        {"label": _("alone"), "value": counts["isolated"]},
    ]


def _summary(counts: Report) -> str:
    words = ngettext("%(n)s actor", "%(n)s actors", counts["actors"]) % {
        "n": format_number(counts["actors"])
    }
    ties = ngettext("%(n)s tied pair", "%(n)s tied pairs", counts["tied_pairs"]) % {
        "n": format_number(counts["tied_pairs"])
    }
    return labelled(_("Picture of the network"), join_words([words, ties]))


def _undated(counts: Report) -> str:
    if not counts["undated"]:
        return ""
    return ngettext(
        "Of %(n)s tie nobody wrote down since when it holds: it counts in every year.",
        "Of %(n)s ties nobody wrote down since when they hold: they count in every year.",
        counts["undated"],
    ) % {"n": format_number(counts["undated"])}


def _who(pk: str, names: Mapping[str, Named]) -> dict[str, Any]:
    named = names[pk]
    return {
        "name": named.name,
        "language": named.language,
        "country": country_name(named.country),
        "href": reverse("organisation", args=[pk]) if named.organisation else "",
    }


def _role(roles: Mapping[str, int]) -> str:
    """The way of joining that is found most often, with how often."""
    if not roles:
        return ""
    name = max(ROLES, key=lambda role: roles.get(role, 0))
    number = ngettext("%(n)s time", "%(n)s times", roles[name]) % {"n": format_number(roles[name])}
    return labelled(str(ROLES[name]), number)


def _group(group: Report, names: Mapping[str, Named]) -> dict[str, Any]:
    members = [_who(pk, names) for pk in group["members"] if pk in names]
    countries = [
        labelled(country_name(code), format_number(number)) for code, number in group["countries"]
    ]
    return {
        "size": group["size"],
        "members": members,
        "more": group["size"] - len(members),
        "countries": join_words(countries),
    }


def _pairs(whole: Report) -> list[dict[str, Any]]:
    ranked = sorted(whole["pairs"], key=lambda row: (-row[1], -row[2], row[0]))
    return [
        {"href": f"?pair={scope}", "points": points, "tied": tied, **(_pair(scope) or {})}
        for scope, points, tied in ranked[:STRONGEST]
    ]


def _strength(strength: Report) -> dict[str, Any]:
    return {
        "points": strength["points"],
        "parts": [
            {
                "label": PARTS[name],
                "points": points,
                "possible": possible,
                "counted": counted if counted % 1 else int(counted),
                "of": int(of),
            }
            for name, points, possible, counted, of in strength["parts"]
        ],
    }


def _over_time(row: Report) -> dict[str, Any]:
    return row | {"year": str(row["year"]), "share": _share(row)}


def _day(on: Any, counts: Report) -> dict[str, Any]:
    return counts | {"on": on, "share": _share(counts)}


def _share(row: Report) -> str:
    """How many of the tied pairs lead across the shores."""
    tied = row["tied_pairs"]
    return format_share(row["across_shores"] / tied, 0) if tied else ""
