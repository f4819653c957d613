"""The wide drawing: a map in its own projection, land, arcs, dots and labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from twoshores.engines.shoremap import svg
from twoshores.engines.shoremap.arcs import Curve, Line, fanned
from twoshores.engines.shoremap.labels import Scene, Wanted, place
from twoshores.engines.shoremap.land import Land, Ring, numbers, path
from twoshores.engines.shoremap.problem import (
    Country,
    Direction,
    Drawing,
    Label,
    Pair,
    Role,
    Words,
)
from twoshores.engines.shoremap.projection import project
from twoshores.engines.shoremap.text import text_width

Point = tuple[float, float]

SIDE, TOP, BOTTOM = 52, 34, 40  # pixels from the frame to the outermost dots
LARGEST = 420.0  # pixels a unit: two neighbours do not fill the page
FLATNESS = 0.86  # height of a unit to its width
TALLEST = 0.5  # height of the drawing to its width, at most
LOWEST = 0.34
NEARBY = 0.5  # units of the projection from a dot to what belongs to it on the map
BASELINE = 4.5  # pixels from the middle of a line down to its baseline


@dataclass(frozen=True, slots=True)
class Frame:
    """Pixels of a point: (units - origin) x scale."""

    width: int
    height: int
    left: float
    top: float
    wide: float
    tall: float

    def place(self, point: Point) -> Point:
        return (point[0] - self.left) * self.wide, (point[1] - self.top) * self.tall


def fitted(points: Sequence[Point], width: int) -> Frame:
    """The frame that shows all the points (units) with room for labels around them."""
    xs, ys = [p[0] for p in points] or [0.0], [p[1] for p in points] or [0.0]
    spread_x, spread_y = max(xs) - min(xs), max(ys) - min(ys)
    wide = min(LARGEST, (width - 2 * SIDE) / max(spread_x, 0.01))
    room = width * TALLEST - TOP - BOTTOM
    tall = min(wide * FLATNESS, room / max(spread_y, 0.01))
    height = max(round(spread_y * tall) + TOP + BOTTOM, round(width * LOWEST))
    slack = height - TOP - BOTTOM - spread_y * tall
    return Frame(
        width=width,
        height=height,
        left=(min(xs) + max(xs)) / 2 - width / 2 / wide,
        top=min(ys) - (TOP + slack / 2) / tall,
        wide=wide,
        tall=tall,
    )


def draw_map(
    countries: Sequence[Country],
    pairs: Sequence[Pair],
    land: Land,
    words: Words,
    *,
    width: int = 1168,
    direction: Direction = Direction.LTR,
) -> Drawing:
    """The map of shores for a wide screen, `width` pixels across.

    Pairs whose countries are not among `countries` raise KeyError. East is right in every
    language; in right-to-left ones only the texts are anchored the other way.
    """
    index = {country.code: number for number, country in enumerate(countries)}
    units = [project(country.lon, country.lat) for country in countries]
    frame = fitted(units, width)
    dots = [frame.place(unit) for unit in units]
    lines = [Line(index[pair.residence], index[pair.origin]) for pair in pairs]
    curves = fanned(lines, dots, frame.width, frame.height)
    placed, unplaced = place(*_wishes(countries, dots, pairs, curves, frame))
    body = [
        *_ground(countries, land, frame),
        *_arcs(pairs, curves, countries, index),
        svg.group("leads", _leads(placed), hidden=True),
        svg.group(
            "dots",
            (svg.dot(c.role, *at) for c, at in zip(countries, dots, strict=True)),
            hidden=True,
        ),
        svg.group("names", _names(placed, countries, dots, index, direction)),
    ]
    drawn = svg.document("map", frame.width, frame.height, words, direction, body)
    return Drawing(drawn, frame.width, frame.height, tuple(placed), tuple(unplaced))


def _wishes(
    countries: Sequence[Country],
    dots: Sequence[Point],
    pairs: Sequence[Pair],
    curves: Sequence[Curve],
    frame: Frame,
) -> tuple[list[Wanted], Scene]:
    wanted = [
        Wanted(country.code, x, y, label_width(country))
        for country, (x, y) in zip(countries, dots, strict=True)
    ]
    along = [
        (x, y, svg.WIDTHS[svg.width_class(pair.projects)])
        for pair, curve in zip(pairs, curves, strict=True)
        for x, y, _, _ in curve.samples
    ]
    return wanted, Scene(frame.width, frame.height, dots, along)


def label_width(country: Country) -> float:
    bold = country.role in (Role.ORIGIN, Role.BOTH)
    return text_width(f"{country.label} {country.number}", bold=bold)


def _ground(countries: Sequence[Country], land: Land, frame: Frame) -> list[str]:
    """Land, and over it the countries on either shore, tinted."""
    shapes = [svg.shape("land", path(land.land, frame.place, frame.width, frame.height))]
    for name, roles in (
        ("home", (Role.ORIGIN, Role.BOTH)),
        ("abroad", (Role.RESIDENCE,)),
        ("third", (Role.OTHER,)),
    ):
        rings = [
            ring
            for country in countries
            if country.role in roles
            for ring in _homeland(land.countries.get(country.code, ()), country)
        ]
        shapes.append(svg.shape(name, path(rings, frame.place, frame.width, frame.height)))
    return shapes


def _homeland(rings: Sequence[Ring], country: Country) -> list[Ring]:
    """The rings near a country's dot: French Guiana, far off, would look like another country."""
    x, y = project(country.lon, country.lat)
    return [
        ring for ring in rings if any(abs(a - x) < NEARBY and abs(b - y) < NEARBY for a, b in ring)
    ]


def _arcs(
    pairs: Sequence[Pair],
    curves: Sequence[Curve],
    countries: Sequence[Country],
    index: dict[str, int],
) -> list[str]:
    """Arcs by width, wide ones below; those to a country on neither shore are dashed."""
    kinds: dict[str, list[str]] = {}
    for pair, curve in zip(pairs, curves, strict=True):
        name = svg.width_class(pair.projects)
        if countries[index[pair.residence]].role is Role.OTHER:
            name += " third"
        kinds.setdefault(name, []).append(svg.arc(curve_data(curve), pair.href, pair.label))
    inner = [svg.group(name, kinds[name]) for name in sorted(kinds, reverse=True)]
    return [svg.group("arcs", inner, hidden=True)]


def curve_data(curve: Curve) -> str:
    (ax, ay), *rest = curve.controls
    start = (round(ax), round(ay))
    steps = [part for x, y in rest for part in (x - start[0], y - start[1])]
    return f"M{numbers(start)}c{numbers(steps)}"


def _dots(countries: Sequence[Country], dots: Sequence[Point]) -> list[str]:
    return [svg.dot(c.role, x, y) for c, (x, y) in zip(countries, dots, strict=True)]


def _leads(placed: Sequence[Label]) -> list[str]:
    ends = [[round(part) for part in label.leader] for label in placed if label.leader]
    data = "".join(f"M{x} {y}L{a} {b}" for x, y, a, b in ends)
    return [f'<path d="{data}"/>'] if data else []


def _names(
    placed: Sequence[Label],
    countries: Sequence[Country],
    dots: Sequence[Point],
    index: dict[str, int],
    direction: Direction,
) -> list[str]:
    """Texts held at the side of their box that faces the dot, so that a narrower font fits too."""
    names = []
    for label in placed:
        country, box = countries[index[label.code]], label.box
        x, anchor = facing(dots[index[label.code]][0], box.left, box.right, direction)
        y = (box.top + box.bottom) / 2 + BASELINE
        names.append(svg.label(country, x, y, anchor))
    return names


def facing(dot: float, left: float, right: float, direction: Direction) -> tuple[float, str]:
    """Where a text is held: its left end if the dot is to the left, and so on.

    SVG's "start" is the right end of a right-to-left text, hence the swap.
    """
    start, end = ("", "end") if direction is Direction.LTR else ("end", "")
    if dot <= left + 1:
        return left + 1, start
    if dot >= right - 1:
        return right - 1, end
    return (left + right) / 2, "middle"
