"""Where everything stands on the grid: marks, arrows, whiskers, and labels that do not collide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from twoshores.engines.shoremap.text import text_width

from .standing import LEAST, MOST, Standing

MARGIN = 28.0  # of the frame inside the drawing, in pixels
RADIUS = 6.0
LINE = 17.0  # room of one line at 13 pixels
GAP = 10.0
STEPS = 8  # boxes that follow a slanting way
CLOSE = 2.0 * RADIUS + 2  # marks nearer to each other than this are moved apart


@dataclass(frozen=True, slots=True)
class Point:
    """A standing to draw. label: what stands beside it (a letter and a name, or the letter)."""

    standing: Standing
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """All in pixels. x, y: the mark; from_x, from_y: where it was, None if it did not move.

    low_x to high_x and low_y to high_y: the whiskers. label_x, label_y: the baseline; anchor:
    "start", "middle" or "end" as SVG reads it (of the page's direction).
    """

    stakeholder: str
    x: float
    y: float
    from_x: float | None
    from_y: float | None
    low_x: float
    high_x: float
    low_y: float
    high_y: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A square of width x height pixels; the frame lies `margin` inside, split at its middle."""

    width: float
    height: float
    margin: float
    middle_x: float
    middle_y: float
    marks: tuple[Mark, ...]


type Box = tuple[float, float, float, float]  # left, top, right, bottom


def draw_grid(points: Sequence[Point], *, width: float, mirrored: bool = False) -> Drawing:
    """Place marks and labels on a square grid.

    1. Interest runs along, influence upwards, 1 to 5 across the frame; mirrored for pages that
       read from right to left.
    2. Marks that would cover each other are moved apart, in the order given, along a spiral.
    3. Labels are set one by one, those in the thickest crowd first, where they cover least: beside
       the mark, above, below, then further away; never outside the drawing.

    Deterministic. O(points² x places).
    """
    places = _places(points, width, mirrored)
    boxes: list[Box] = [(x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS) for x, y in places]
    crowd = sorted(range(len(points)), key=lambda n: (-_neighbours(places, n), n))
    lines = [line for point in points for line in _lines(point, width, mirrored)]
    taken = list(boxes)
    labels: dict[int, tuple[float, float, str]] = {}
    for number in crowd:
        spot, box = _label(points[number].label, places[number], (taken, lines), width, mirrored)
        labels[number] = spot
        taken.append(box)
    marks = tuple(
        _mark(point, places[n], labels[n], width, mirrored) for n, point in enumerate(points)
    )
    half = width / 2
    return Drawing(width, width, MARGIN, half, half, marks)


def _lines(point: Point, width: float, mirrored: bool) -> Iterator[Box]:
    """Boxes of the whiskers and of the way it came, which a label would lie on."""
    standing = point.standing
    interest, influence = standing.interest, standing.influence
    x, y = _along(float(interest.mean), width, mirrored), _up(float(influence.mean), width)
    ends = [_along(value, width, mirrored) for value in (interest.least, interest.most)]
    heights = [_up(value, width) for value in (influence.least, influence.most)]
    yield min(ends), y - 1, max(ends), y + 1
    yield x - 1, min(heights), x + 1, max(heights)
    if standing.earlier is None:
        return
    was_x = _along(float(standing.earlier[0]), width, mirrored)
    was_y = _up(float(standing.earlier[1]), width)
    for step in range(STEPS):
        here, there = step / STEPS, (step + 1) / STEPS
        across = sorted(was_x + (x - was_x) * part for part in (here, there))
        down = sorted(was_y + (y - was_y) * part for part in (here, there))
        yield across[0] - 1, down[0] - 1, across[1] + 1, down[1] + 1


def _along(value: float, width: float, mirrored: bool) -> float:
    share = (value - LEAST) / (MOST - LEAST)
    share = 1 - share if mirrored else share
    return round(MARGIN + share * (width - 2 * MARGIN), 1)


def _up(value: float, width: float) -> float:
    return _along(MOST + LEAST - value, width, mirrored=False)


def _places(points: Sequence[Point], width: float, mirrored: bool) -> list[tuple[float, float]]:
    placed: list[tuple[float, float]] = []
    for point in points:
        x = _along(float(point.standing.interest.mean), width, mirrored)
        y = _up(float(point.standing.influence.mean), width)
        placed.append(_apart(x, y, placed, width))
    return placed


def _apart(
    x: float, y: float, placed: list[tuple[float, float]], width: float
) -> tuple[float, float]:
    rings = [(0.0, 0.0)]
    for ring in range(1, 12):
        rings += [
            (dx * ring * CLOSE / 2, dy * ring * CLOSE / 2)
            for dx, dy in product((1, 0, -1), (0, 1, -1))
            if (dx, dy) != (0, 0)
        ]
    for dx, dy in rings:
        spot = x + dx, y + dy
        inside = all(RADIUS <= value <= width - RADIUS for value in spot)
        if inside and all(_distance(spot, other) >= CLOSE for other in placed):
            return spot
    return x, y


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _neighbours(places: Sequence[tuple[float, float]], number: int) -> int:
    return sum(_distance(places[number], other) < 80 for other in places)


def _label(
    text: str,
    place: tuple[float, float],
    taken: tuple[list[Box], list[Box]],
    width: float,
    mirrored: bool,
) -> tuple[tuple[float, float, str], Box]:
    """taken: marks and labels; and lines, which count only between places that are alike else."""
    x, y = place
    long = text_width(text)
    best: tuple[tuple[float, ...], int, tuple[float, float, str], Box] | None = None
    for order, (side, shift) in enumerate(product(("after", "before", "over"), _SHIFTS)):
        box = _box(side, x, y + shift, long)
        box = _inside(box, width)
        cost = tuple(sum(_overlap(box, other) for other in kind) for kind in taken)
        if best is None or cost < best[0]:
            best = cost, order, _spot(side, box, mirrored), box
        if not any(cost):
            break
    assert best is not None
    return best[2], best[3]


_SHIFTS = (0.0, -LINE, LINE, -2 * LINE, 2 * LINE, -3 * LINE, 3 * LINE)


def _box(side: str, x: float, y: float, long: float) -> Box:
    top, bottom = y - LINE / 2, y + LINE / 2
    if side == "after":
        return x + GAP, top, x + GAP + long, bottom
    if side == "before":
        return x - GAP - long, top, x - GAP, bottom
    return x - long / 2, top, x + long / 2, bottom


def _inside(box: Box, width: float) -> Box:
    left, top, right, bottom = box
    dx = max(0.0, -left) - max(0.0, right - width)
    dy = max(0.0, -top) - max(0.0, bottom - width)
    return left + dx, top + dy, right + dx, bottom + dy


def _spot(side: str, box: Box, mirrored: bool) -> tuple[float, float, str]:
    left, _top, right, bottom = box
    baseline = round(bottom - LINE * 0.28, 1)
    if side == "over":
        return round((left + right) / 2, 1), baseline, "middle"
    # SVG reads "start" by the direction of the text: from the right edge in Arabic.
    if side == "after":
        return round(left, 1), baseline, "end" if mirrored else "start"
    return round(right, 1), baseline, "start" if mirrored else "end"


def _overlap(one: Box, other: Box) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across * down if across > 0 and down > 0 else 0.0


def _mark(
    point: Point,
    place: tuple[float, float],
    label: tuple[float, float, str],
    width: float,
    mirrored: bool,
) -> Mark:
    standing = point.standing
    before = standing.earlier
    ends = sorted(
        _along(value, width, mirrored)
        for value in (standing.interest.least, standing.interest.most)
    )
    heights = sorted(
        _up(value, width) for value in (standing.influence.least, standing.influence.most)
    )
    moved = before is not None and before != (standing.interest.mean, standing.influence.mean)
    return Mark(
        standing.stakeholder,
        place[0],
        place[1],
        _along(float(before[0]), width, mirrored) if before and moved else None,
        _up(float(before[1]), width) if before and moved else None,
        ends[0],
        ends[1],
        heights[0],
        heights[1],
        point.label,
        *label,
    )
