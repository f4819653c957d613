"""Make src/twoshores/common/data/land.json from a TopoJSON of Natural Earth's countries.

    .venv/bin/python scripts/build_shapes.py countries-110m.json

The input is countries-110m.json of world-atlas 2.0.2 (npm). Natural Earth is public domain.

1. Every arc of the topology is projected as the map of shores is (asinh about 12 E, 45 N) and
   thinned by Visvalingam's rule: a point goes while the triangle that it makes with its
   neighbours is under LEAST_TRIANGLE. Borders stay shared, so that neighbours still meet.
2. Arcs that belong to one country alone are coast; they are joined into the rings of the land.
3. Rings smaller than LEAST_RING are left out, and so is Antarctica.

Written: thousandths of a unit of the projection, each arc as its first point and steps from it;
rings as lists of arc numbers, ~number for an arc that is run backwards, as TopoJSON has it.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from babel.core import get_global

from twoshores.engines.shoremap.projection import project

OUT = Path(__file__).parent.parent / "src/twoshores/common/data/land.json"
UNIT = 1000
# The desktop map has about 270 pixels a unit: a triangle of 7 square pixels, a ring of 12.
LEAST_TRIANGLE = 7 / 270**2
LEAST_RING = 12 / 270**2
ANTARCTICA = "010"

Point = tuple[float, float]


def decoded(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs in degrees: TopoJSON's steps undone."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(project(x * kx + tx, y * ky + ty))
        arcs.append(line)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def thinned(line: list[Point]) -> list[Point]:
    """Visvalingam: the least triangle goes first. The ends stay, and two points of a ring."""
    kept = list(line)
    least = 4 if kept[0] == kept[-1] else 2
    while len(kept) > least:
        areas = [triangle(*kept[i - 1 : i + 2]) for i in range(1, len(kept) - 1)]
        smallest = min(areas)
        if smallest >= LEAST_TRIANGLE:
            break
        del kept[areas.index(smallest) + 1]
    return kept


def polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == "MultiPolygon" else []


def traced(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    points: list[Point] = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(line if not points else line[1:])
    return points


def area(ring: list[Point]) -> float:
    shifted = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, shifted, strict=True))) / 2


def joined(coast: list[int], arcs: list[list[Point]]) -> list[list[int]]:
    """Coast arcs end to end into closed rings: each arc's end is the start of just one other."""
    starts = {}
    for number in coast:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        starts[line[0]] = (number, line[-1])
    rings = []
    while starts:
        first, (number, at) = next(iter(starts.items()))
        del starts[first]
        ring = [number]
        while at != first:
            number, end = starts.pop(at)
            ring.append(number)
            at = end
        rings.append(ring)
    return rings


def alpha2(numeric: str) -> str | None:
    """ISO 3166-1 alpha-2 of a numeric code, from CLDR's aliases."""
    found = get_global("territory_aliases").get(numeric)
    return found[0] if found else None


def main() -> None:
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    raw = decoded(topology)
    shapes = [
        shape
        for shape in topology["objects"]["countries"]["geometries"]
        if shape.get("id") != ANTARCTICA
    ]
    rings = [(shape, ring) for shape in shapes for polygon in polygons(shape) for ring in polygon]
    used = Counter(number if number >= 0 else ~number for _, ring in rings for number in ring)
    coast = [n for _, ring in rings for n in ring if used[n if n >= 0 else ~n] == 1]
    land = [ring for ring in joined(coast, raw) if area(traced(ring, raw)) >= LEAST_RING]
    countries: dict[str, list[list[int]]] = {}
    for shape, ring in rings:
        code = alpha2(shape["id"]) if shape.get("id") else None
        if code and area(traced(ring, raw)) >= LEAST_RING:
            countries.setdefault(code, []).append(ring)
    bundle = packed(raw, land, countries)
    OUT.write_text(json.dumps(bundle, separators=(",", ":"), sort_keys=True), encoding="utf-8")
    points = sum(len(arc) for arc in bundle["arcs"]) // 2
    print(f"{OUT.name}: {points} points, {len(countries)} countries, {OUT.stat().st_size} bytes")


def packed(
    raw: list[list[Point]], land: list[list[int]], countries: dict[str, list[list[int]]]
) -> dict[str, Any]:
    """Only the arcs that a ring uses, thinned and written as steps."""
    every = [*land, *(ring for rings in countries.values() for ring in rings)]
    wanted = sorted({n if n >= 0 else ~n for ring in every for n in ring})
    place = {number: index for index, number in enumerate(wanted)}

    def renumbered(ring: list[int]) -> list[int]:
        return [place[n] if n >= 0 else ~place[~n] for n in ring]

    return {
        "unit": UNIT,
        "arcs": [steps(thinned(raw[number])) for number in wanted],
        "land": [renumbered(ring) for ring in land],
        "countries": {code: [renumbered(r) for r in rings] for code, rings in countries.items()},
    }


def steps(line: list[Point]) -> list[int]:
    result: list[int] = []
    x = y = 0
    for px, py in line:
        qx, qy = round(px * UNIT), round(py * UNIT)
        result += [qx - x, qy - y]
        x, y = qx, qy
    return result


if __name__ == "__main__":
    main()
