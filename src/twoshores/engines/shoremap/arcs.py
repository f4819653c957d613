"""Arcs between countries, fanned out so that those of one country do not lie on each other.

Every arc is a cubic curve whose bend is chosen from a few. Bends are chosen by turns: each arc in
order takes the bend that costs least beside all others as they stand, three rounds of it. See
docs/algorithms/shoremap.md for the costs and their weights.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from twoshores.engines.shoremap.problem import Box

Point = tuple[float, float]

BENDS = (0.12, 0.06, 0.18, -0.12, -0.06, 0.0, 0.24, -0.18, 0.3, -0.24, -0.3)
BEST_BEND = 0.12  # how far a lone arc bows
LONG = 200.0  # pixels
ROUNDS = 3
CELL = 7.0  # pixels: nearer than this, arcs that run the same way look like one rope
ALIKE = 0.96  # cosine of the angle under which two arcs run the same way (16 degrees)
FAN = math.radians(12)  # arcs of one country should leave it at least so far apart
NODE = 11.0  # pixels that an arc keeps from the dots it does not end at
NEAR_END = 22.0  # pixels from a shared end within which arcs are bound to be close


@dataclass(frozen=True, slots=True)
class Line:
    """What an arc joins, by index into the points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bezier curve with points along it, about CELL pixels from each other."""

    line: Line
    controls: tuple[Point, Point, Point, Point]
    samples: tuple[tuple[float, float, float, float], ...]  # x, y, and the direction there
    bend: float


Grid = dict[tuple[int, int], list[tuple[int, float, float]]]


def bent(line: Line, points: Sequence[Point], bend: float) -> Curve:
    """The curve of a line; `bend` is how far its middle lies aside, in shares of its length."""
    (ax, ay), (bx, by) = points[line.start], points[line.end]
    dx, dy = bx - ax, by - ay
    # Always aside to the same hand whichever end comes first: a positive bend goes upward.
    sign = 1 if dx > 0 or (dx == 0 and dy > 0) else -1
    ox, oy = dy * bend * sign * 4 / 3, -dx * bend * sign * 4 / 3
    one = (ax + dx * 0.3 + ox, ay + dy * 0.3 + oy)
    two = (ax + dx * 0.7 + ox, ay + dy * 0.7 + oy)
    controls = ((ax, ay), one, two, (bx, by))
    count = max(4, round(math.hypot(dx, dy) * (1 + bend * bend * 2) / CELL))
    samples = tuple(_at(controls, step / count) for step in range(count + 1))
    return Curve(line, controls, samples, bend)


def _at(controls: tuple[Point, Point, Point, Point], t: float) -> tuple[float, float, float, float]:
    (ax, ay), (bx, by), (cx, cy), (ex, ey) = controls
    u = 1 - t
    w0, w1, w2, w3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    d0, d1, d2 = u * u, 2 * u * t, t * t
    x, y = w0 * ax + w1 * bx + w2 * cx + w3 * ex, w0 * ay + w1 * by + w2 * cy + w3 * ey
    dx = d0 * (bx - ax) + d1 * (cx - bx) + d2 * (ex - cx)
    dy = d0 * (by - ay) + d1 * (cy - by) + d2 * (ey - cy)
    length = math.hypot(dx, dy) or 1.0
    return x, y, dx / length, dy / length


def fanned(
    lines: Sequence[Line], points: Sequence[Point], width: float, height: float
) -> list[Curve]:
    """A curve for every line, in their order; the frame is `width` x `height` pixels."""
    options = [
        [(_own_cost(curve, points, width, height), curve) for curve in _bends(line, points)]
        for line in lines
    ]
    curves = [choices[0][1] for choices in options]
    order = sorted(range(len(lines)), key=lambda i: (-len(curves[i].samples), i))
    grid: Grid = defaultdict(list)
    for index, curve in enumerate(curves):
        _mark(grid, index, curve)
    for _ in range(ROUNDS):
        for index in order:
            _unmark(grid, index, curves[index])
            others = _neighbours(index, curves)
            costs = [
                own
                + _ropes(curve, grid, curves, points)
                + sum(_narrowness(curve, other) for other in others)
                for own, curve in options[index]
            ]
            curves[index] = options[index][costs.index(min(costs))][1]
            _mark(grid, index, curves[index])
    return curves


def _bends(line: Line, points: Sequence[Point]) -> list[Curve]:
    return [bent(line, points, bend) for bend in BENDS]


def _own_cost(curve: Curve, points: Sequence[Point], width: float, height: float) -> float:
    """What a bend costs whatever the others do: its shape, dots run over, leaving the frame."""
    # Long arcs are what the eye sees first: they keep their shape, short ones make way.
    weight = max(1.0, len(curve.samples) * CELL / LONG)
    cost = weight * 6 * ((abs(curve.bend) - BEST_BEND) / 0.1) ** 2
    cost += weight * 4 if curve.bend < 0 else 0
    ends = {curve.line.start, curve.line.end}
    box = Box(
        min(sample[0] for sample in curve.samples) - NODE,
        min(sample[1] for sample in curve.samples) - NODE,
        max(sample[0] for sample in curve.samples) + NODE,
        max(sample[1] for sample in curve.samples) + NODE,
    )
    for number, (px, py) in enumerate(points):
        if number not in ends and box.holds(px, py):
            nearest = min((x - px) ** 2 + (y - py) ** 2 for x, y, _, _ in curve.samples)
            cost += max(0.0, NODE - math.sqrt(nearest)) * 1.5
    outside = [1 for x, y, _, _ in curve.samples if not (4 < x < width - 4 and 4 < y < height - 4)]
    return cost + 5 * len(outside)


def _cell(x: float, y: float) -> tuple[int, int]:
    return int(x // CELL), int(y // CELL)


def _around(curve: Curve) -> dict[tuple[int, int], tuple[float, float]]:
    """The cells that a curve passes, and those beside them, with its direction there."""
    cells = {}
    for x, y, dx, dy in curve.samples:
        column, row = _cell(x, y)
        for i in (-1, 0, 1):
            for j in (-1, 0, 1):
                cells[column + i, row + j] = (dx, dy)
    return cells


def _mark(grid: Grid, index: int, curve: Curve) -> None:
    for cell, (dx, dy) in _around(curve).items():
        grid[cell].append((index, dx, dy))


def _unmark(grid: Grid, index: int, curve: Curve) -> None:
    for cell in _around(curve):
        grid[cell] = [entry for entry in grid[cell] if entry[0] != index]


def _neighbours(index: int, curves: Sequence[Curve]) -> list[Curve]:
    """The other curves that share an end with one."""
    ends = {curves[index].line.start, curves[index].line.end}
    return [
        other
        for number, other in enumerate(curves)
        if number != index and ends & {other.line.start, other.line.end}
    ]


def _ropes(curve: Curve, grid: Grid, curves: Sequence[Curve], points: Sequence[Point]) -> float:
    """How many steps of a curve lie on another that runs the same way."""
    ends = {curve.line.start, curve.line.end}
    found = 0
    for x, y, dx, dy in curve.samples:
        for other, ox, oy in grid.get(_cell(x, y), ()):
            if abs(dx * ox + dy * oy) < ALIKE:
                continue
            shared = ends & {curves[other].line.start, curves[other].line.end}
            if all(math.hypot(x - points[e][0], y - points[e][1]) > NEAR_END for e in shared):
                found += 1
    return float(found)


def _narrowness(curve: Curve, other: Curve) -> float:
    """How much nearer than FAN two curves leave an end that they share."""
    cost = 0.0
    for end in {curve.line.start, curve.line.end} & {other.line.start, other.line.end}:
        one, two = _leaving(curve, end), _leaving(other, end)
        angle = math.acos(max(-1.0, min(1.0, one[0] * two[0] + one[1] * two[1])))
        cost += max(0.0, FAN - angle) / FAN * 8
    return cost


def _leaving(curve: Curve, end: int) -> Point:
    """The direction in which a curve leaves one of its ends: toward where it is 28 pixels on."""
    samples = curve.samples if curve.line.start == end else curve.samples[::-1]
    x, y = samples[0][:2]
    px, py = samples[min(4, len(samples) - 1)][:2]
    length = math.hypot(px - x, py - y) or 1.0
    return (px - x) / length, (py - y) / length
