"""The narrow drawing: two banks joined by lines, for a telephone.

Countries of origin stand on the bank at the start of the line, the others on the bank at its end;
this is a list and not geography, so that it is mirrored in right-to-left languages. A country on
both shores stands on both banks.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence

from twoshores.engines.shoremap import svg
from twoshores.engines.shoremap.land import numbers
from twoshores.engines.shoremap.problem import (
    Box,
    Country,
    Direction,
    Drawing,
    Label,
    Pair,
    Role,
    Words,
)
from twoshores.engines.shoremap.text import LINE_HEIGHT, text_width

ROW = 26  # pixels from a name to the next: links are at least 24 apart
FIRST = 16
TEXT_GAP = 11  # pixels from the middle of a dot to its name
BASELINE = 4.5
LEAST_RIVER = 64  # pixels that the lines need between the banks
ELLIPSIS = "…"


def draw_banks(
    countries: Sequence[Country],
    pairs: Sequence[Pair],
    words: Words,
    *,
    width: int = 328,
    direction: Direction = Direction.LTR,
) -> Drawing:
    """Two banks joined by lines, `width` pixels across; most projects first on either bank.

    A name that would leave the lines less than LEAST_RIVER pixels is cut with an ellipsis; the
    link's title then holds all of it. Pairs of countries that are not given raise KeyError.
    """
    homes = _ordered(c for c in countries if c.role in (Role.ORIGIN, Role.BOTH))
    abroads = _ordered(c for c in countries if c.role is not Role.ORIGIN)
    home, abroad = _shares(homes, abroads, width)
    home_x, abroad_x = home + TEXT_GAP, width - abroad - TEXT_GAP
    if direction is Direction.RTL:
        home_x, abroad_x = width - home_x, width - abroad_x
    rows = max(len(homes), len(abroads), 1)
    height = 2 * FIRST + (rows - 1) * ROW
    starts, ends = _levels(homes, height), _levels(abroads, height)
    lines = _lines(pairs, {c.code: c for c in abroads}, starts, ends, (home_x, abroad_x))
    names, labels = [], []
    for bank, levels, x, most, first in (
        (homes, starts, home_x, home, True),
        (abroads, ends, abroad_x, abroad, False),
    ):
        outward = -1 if (first is (direction is Direction.LTR)) else 1
        for country in bank:
            held = x + outward * TEXT_GAP
            names.append(_name(country, held, levels[country.code], most, outward, direction))
            reach = min(most, _width(country))
            labels.append(_label(country.code, held, held + outward * reach, levels[country.code]))
    dots = [svg.dot(_role(c, home=True), home_x, starts[c.code]) for c in homes]
    dots += [svg.dot(_role(c, home=False), abroad_x, ends[c.code]) for c in abroads]
    body = [lines, svg.group("dots", dots, hidden=True), svg.group("names", names)]
    drawn = svg.document("banks", width, height, words, direction, body)
    return Drawing(drawn, width, height, tuple(labels))


def _shares(homes: Sequence[Country], abroads: Sequence[Country], width: int) -> tuple[int, int]:
    """Pixels for the names of either bank; the longer may take what the other leaves."""
    room = (width - LEAST_RIVER) // 2 - TEXT_GAP
    one, two = max(_widths(homes), default=0), max(_widths(abroads), default=0)
    home = min(one, max(room, 2 * room - two))
    return home, min(two, 2 * room - home)


def _ordered(countries: Iterable[Country]) -> list[Country]:
    return sorted(countries, key=lambda c: (-c.count, _unaccented(c.label), c.label))


def _unaccented(text: str) -> str:
    """Égypte stands under E: readers look for it there."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _role(country: Country, *, home: bool) -> Role:
    """A country on both shores shows on each bank the mark of that bank."""
    if country.role is not Role.BOTH:
        return country.role
    return Role.ORIGIN if home else Role.RESIDENCE


def _width(country: Country) -> float:
    return text_width(f"{country.label} {country.number}")


def _widths(bank: Sequence[Country]) -> list[int]:
    return [math.ceil(_width(country)) for country in bank]


def _levels(bank: Sequence[Country], height: int) -> dict[str, float]:
    """The heights of a bank's rows; the shorter bank stands in the middle of the longer."""
    first = (height - (len(bank) - 1) * ROW) / 2
    return {country.code: first + number * ROW for number, country in enumerate(bank)}


def _label(code: str, one: float, two: float, y: float) -> Label:
    half = LINE_HEIGHT / 2
    return Label(code, Box(min(one, two), y - half, max(one, two), y + half))


def _name(
    country: Country, x: float, y: float, most: float, outward: int, direction: Direction
) -> str:
    anchor = "" if (outward > 0) is (direction is Direction.LTR) else "end"
    first = outward < 0 if direction is Direction.LTR else outward > 0
    label = country.label
    while label and text_width(f"{label}{ELLIPSIS} {country.number}") > most < _width(country):
        label = label[:-1].rstrip()
    text = country if label == country.label else _cut(country, label)
    drawn = svg.label(text, x, y + BASELINE, anchor, number_first=first)
    return drawn if text is country else svg.titled(drawn, country.label)


def _cut(country: Country, label: str) -> Country:
    return Country(
        country.code,
        country.lon,
        country.lat,
        f"{label}{ELLIPSIS}",
        country.role,
        country.count,
        country.href,
        country.count_text,
    )


def _lines(
    pairs: Sequence[Pair],
    abroads: dict[str, Country],
    starts: dict[str, float],
    ends: dict[str, float],
    banks: tuple[float, float],
) -> str:
    """One curve for each pair, level at both banks, wide ones below."""
    kinds: dict[str, list[str]] = {}
    home, abroad = round(banks[0]), round(banks[1])
    bend = (abroad - home) * 0.5
    for pair in pairs:
        y, z = round(starts[pair.origin]), round(ends[pair.residence])
        steps = (bend, 0, abroad - home - bend, z - y, abroad - home, z - y)
        name = svg.width_class(pair.projects)
        if abroads[pair.residence].role is Role.OTHER:
            name += " third"
        data = f"M{home} {y}c{numbers(steps)}"
        kinds.setdefault(name, []).append(svg.arc(data, pair.href, pair.label))
    inner = [svg.group(name, kinds[name]) for name in sorted(kinds, reverse=True)]
    return svg.group("arcs", inner, hidden=True)
