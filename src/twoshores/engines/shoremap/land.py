"""Shapes of land and countries from the bundle of scripts/build_shapes.py, as short SVG paths."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Edge = tuple[int, float, bool]  # axis, where, whether what is kept is above it


@dataclass(frozen=True)
class Land:
    """Rings in units of the projection: all land, and single countries by ISO code."""

    land: tuple[Ring, ...]
    countries: dict[str, tuple[Ring, ...]]

    @classmethod
    def from_bundle(cls, bundle: dict[str, Any]) -> "Land":
        arcs = [_points(steps, bundle["unit"]) for steps in bundle["arcs"]]
        return cls(
            land=tuple(_traced(ring, arcs) for ring in bundle["land"]),
            countries={
                code: tuple(_traced(ring, arcs) for ring in rings)
                for code, rings in bundle["countries"].items()
            },
        )

    @classmethod
    def none(cls) -> "Land":
        return cls((), {})


def _points(steps: list[int], unit: int) -> Ring:
    points, x, y = [], 0, 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / unit, y / unit))
    return points


def _traced(ring: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for number in ring:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(line if not points else line[1:])
    return points


def path(rings: Iterable[Ring], place: Callable[[Point], Point], width: int, height: int) -> str:
    """The rings as one SVG path of whole pixels, cut at the frame (two pixels outside it)."""
    edges: tuple[Edge, ...] = (
        (0, -2.0, True),
        (0, width + 2.0, False),
        (1, -2.0, True),
        (1, height + 2.0, False),
    )
    parts = []
    for ring in rings:
        cut = [place(point) for point in ring]
        for edge in edges:
            cut = _cut(cut, edge)
        if written := _written(cut):
            parts.append(written)
    return "".join(parts)


def _cut(ring: Ring, edge: Edge) -> Ring:
    """Sutherland and Hodgman: what of a ring lies on one side of a line along an axis."""
    axis, at, above = edge

    def kept(point: Point) -> bool:
        return (point[axis] >= at) is above

    result: Ring = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if kept(before) != kept(point):
            share = (at - before[axis]) / (point[axis] - before[axis])
            result.append(
                (
                    before[0] + share * (point[0] - before[0]),
                    before[1] + share * (point[1] - before[1]),
                )
            )
        if kept(point):
            result.append(point)
    return result


def _written(ring: Ring) -> str:
    """`M12 34l5-6 7 8z`, without the points that rounding made needless; "" if nothing is left."""
    corners: list[tuple[int, int]] = []
    for x, y in ring:
        corner = (round(x), round(y))
        while len(corners) > 1 and _straight(corners[-2], corners[-1], corner):
            corners.pop()
        if not corners or corners[-1] != corner:
            corners.append(corner)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if len(corners) < 3:
        return ""
    (x, y), *rest = corners
    steps = []
    for px, py in rest:
        steps += [px - x, py - y]
        x, y = px, py
    return f"M{numbers(corners[0])}l{numbers(steps)}z"


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def numbers(values: Iterable[float]) -> str:
    """Whole numbers as SVG reads them, with the separators that it can do without left out."""
    text = " ".join(str(round(value)) for value in values)
    return text.replace(" -", "-")
