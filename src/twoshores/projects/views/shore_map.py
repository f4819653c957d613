"""The map of shores with its key and its table: drawn once, kept until a project changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi, ngettext
from django.utils.translation import gettext as _

from twoshores.common.data import read_land, read_places
from twoshores.common.formatting import format_number, reader_locale
from twoshores.common.languages import sort_key
from twoshores.common.territories import country_name
from twoshores.engines import shoremap

from ..models import ProjectCountry
from ..selectors.shores import Pair, Shores, projects_fingerprint, shores_of

Role = ProjectCountry.Role
# Widths of lines that shoremap draws, with the numbers of projects that each stands for.
WIDTHS = (("w1", 1, 1), ("w2", 2, 2), ("w3", 3, 3), ("w4", 4, 6), ("w5", 7, None))


@dataclass(frozen=True, slots=True)
class MapOfShores:
    """The key, and the drawings with their table. Rendered and safe; false if nothing is drawn."""

    key: SafeString
    body: SafeString

    def __bool__(self) -> bool:
        return bool(self.body)


def map_of_shores() -> MapOfShores:
    """The map of all public projects, without a heading.

    One query when nothing changed since this process last drew it for readers of this language
    and region, two when something did. It shows what everybody may see, whoever looks.
    """
    fingerprint = projects_fingerprint(AnonymousUser())
    return _rendered(fingerprint, get_language() or "en", str(reader_locale()))


@lru_cache(maxsize=24)  # five languages, some with two ways of writing digits
def _rendered(fingerprint: str, language: str, locale: str) -> MapOfShores:
    shores = shores_of(AnonymousUser())
    if not shores.pairs:
        return MapOfShores(SafeString(), SafeString())
    key = {"widths": widths(shores), "has_third": bool(shores.others)}
    body = {
        "drawings": drawings(shores),
        "summary": summary(shores),
        "groups": [
            {"number": number, "pairs": by_name(pairs)} for number, pairs in shores.by_number()
        ],
    }
    return MapOfShores(
        render_to_string("projects/shores_key.html", key),
        render_to_string("projects/shores.html", body),
    )


def by_name(pairs: Iterable[Pair]) -> list[dict[str, Any]]:
    """Pairs for the table, in the order of their countries' names for this reader."""
    named = [
        {
            "origin": country_name(pair.origin),
            "residence": country_name(pair.abroad),
            "href": pair_href(pair),
            "is_third": pair.role == Role.OTHER,
        }
        for pair in pairs
    ]
    return sorted(named, key=lambda p: (sort_key(p["origin"]), sort_key(p["residence"])))


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of a drawing: of a pair, and of a country (code, whether it is an origin)."""

    pair: Callable[[Pair], str]
    country: Callable[[str, bool], str]


def drawings(shores: Shores, links: Links | None = None) -> list[SafeString]:
    """The wide map and the narrow banks, as SVG; the page shows the one that fits.

    links: where marks lead; to the public lists of projects without.
    """
    to = links or Links(pair_href, _country_href)
    countries = [_country(code, shores, to) for code in sorted({*shores.origins, *shores.abroad})]
    pairs = [
        shoremap.Pair(pair.origin, pair.abroad, pair.projects, to.pair(pair), pair_words(pair))
        for pair in shores.pairs
    ]
    direction = shoremap.Direction.RTL if get_language_bidi() else shoremap.Direction.LTR
    title, text = _("Map of the shores that projects join"), summary(shores)
    wide = shoremap.draw_map(
        countries,
        pairs,
        _land(),
        shoremap.Words(title, text, prefix="map"),
        direction=direction,
    )
    narrow = shoremap.draw_banks(
        countries, pairs, shoremap.Words(title, text, prefix="banks"), direction=direction
    )
    # The engine escapes every text that it is given.
    return [mark_safe(wide.svg), mark_safe(narrow.svg)]  # noqa: S308


def summary(shores: Shores) -> str:
    """ "51 projects between 16 countries of origin and 14 others. Three projects join …"."""
    first = ngettext(
        "%(projects)s project between %(origins)s countries of origin and %(others)s others.",
        "%(projects)s projects between %(origins)s countries of origin and %(others)s others.",
        shores.projects,
    ) % {
        "projects": format_number(shores.projects),
        "origins": format_number(len(shores.origins)),
        "others": format_number(len(shores.abroad)),
    }
    if not shores.joining_more:
        return first
    second = ngettext(
        "%(more)s project joins three countries and counts in two pairs, "
        "so the pairs add up to %(total)s.",
        "%(more)s projects join three countries and count in two pairs, "
        "so the pairs add up to %(total)s.",
        shores.joining_more,
    ) % {"more": format_number(shores.joining_more), "total": format_number(shores.total)}
    return f"{first} {second}"


def widths(shores: Shores) -> list[dict[str, str]]:
    """The widths of lines that the drawing uses, with the numbers that they stand for."""
    most = max(pair.projects for pair in shores.pairs)
    return [
        {"kind": kind, "numbers": _range(low, high)} for kind, low, high in WIDTHS if low <= most
    ]


def _range(low: int, high: int | None) -> str:
    if high is None:
        return _("%(number)s or more") % {"number": format_number(low)}
    return format_number(low) if low == high else f"{format_number(low)}–{format_number(high)}"


def pair_href(pair: Pair) -> str:
    return reverse("project_pair", args=[pair.origin, pair.abroad])


def pair_words(pair: Pair) -> str:
    return ngettext(
        "%(origin)s – %(abroad)s: %(number)s project",
        "%(origin)s – %(abroad)s: %(number)s projects",
        pair.projects,
    ) % {
        "origin": country_name(pair.origin),
        "abroad": country_name(pair.abroad),
        "number": format_number(pair.projects),
    }


def _country_href(code: str, is_origin: bool) -> str:
    return f"{reverse('projects')}?{'origin' if is_origin else 'abroad'}={code}"


def _country(code: str, shores: Shores, links: Links) -> shoremap.Country:
    home, far = shores.origins[code], shores.abroad[code]
    role = shoremap.Role.ORIGIN if home else shoremap.Role.RESIDENCE
    if home and far:
        role = shoremap.Role.BOTH
    elif code in shores.others:
        role = shoremap.Role.OTHER
    longitude, latitude = _middles()[code]
    return shoremap.Country(
        code=code,
        lon=longitude,
        lat=latitude,
        label=country_name(code),
        role=role,
        count=home + far,
        href=links.country(code, bool(home)),
        count_text=format_number(home + far),
    )


@lru_cache(maxsize=1)
def _middles() -> dict[str, tuple[float, float]]:
    """Longitude and latitude (degrees) of countries. The list of places has them first."""
    rows = takewhile(lambda place: place.kind == "country", read_places())
    return {
        row.country: (row.longitude, row.latitude)
        for row in rows
        if row.longitude is not None and row.latitude is not None
    }


@lru_cache(maxsize=1)
def _land() -> shoremap.Land:
    return shoremap.Land.from_bundle(read_land())


def context() -> dict[str, Any]:
    return {"map_of_shores": map_of_shores()}
