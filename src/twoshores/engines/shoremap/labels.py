"""Where labels go: beside their dot if there is room, else further off with a line to the dot.

1. Every label has candidate boxes: eight places beside the dot, then rings further off.
2. Labels are placed in order of how crowded their dot is; each takes the candidate that costs
   least beside the labels that stand. Boxes never overlap and never leave the frame.
3. Three more rounds take each label up again and let it move to a better place.
4. A label that found no candidate is offered every place of the frame, nearest first; if there
   is none, it is left out and named in the result.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twoshores.engines.shoremap.problem import Box, Label
from twoshores.engines.shoremap.text import LINE_HEIGHT

Point = tuple[float, float]

REACH = 9.0  # pixels from the middle of a dot to a label beside it
RINGS = (26.0, 40.0, 56.0, 76.0)  # how far off a label with a leader line may stand
TURNS = 16
GAP = 2.0  # pixels between two labels
ROUNDS = 3
CELL = 20  # pixels: how arcs are filed
ARC = 0.4  # cost of a point of an arc (there is one every seven pixels) and pixel of its width
DOT = 7.0  # pixels around the middle of a dot that a label keeps free
# What the places beside a dot cost, as cartographers rank them: right, left, above, below, corners.
BESIDE = {
    (1, 0): 0.0,
    (-1, 0): 1.0,
    (0, -1): 1.5,
    (0, 1): 2.0,
    (1, -1): 1.5,
    (1, 1): 1.5,
    (-1, -1): 2.5,
    (-1, 1): 2.5,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A label to place: the dot it belongs to and the width of its text in pixels."""

    code: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Candidate:
    box: Box
    cost: float
    leader: tuple[float, float, float, float] | None


class Scene:
    """What stands already: the frame, the dots, and points along the arcs with their widths."""

    def __init__(
        self,
        width: float,
        height: float,
        dots: Sequence[Point],
        arcs: Iterable[tuple[float, float, float]],
    ) -> None:
        self.width, self.height, self.dots = width, height, dots
        self._cells: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
        for x, y, wide in arcs:
            self._cells[int(x // CELL), int(y // CELL)].append((x, y, wide))

    def under(self, box: Box) -> float:
        """What it costs to lie on the arcs under a box: more for wide ones."""
        columns = range(int(box.left // CELL), int(box.right // CELL) + 1)
        rows = range(int(box.top // CELL), int(box.bottom // CELL) + 1)
        near = (point for i in columns for j in rows for point in self._cells.get((i, j), ()))
        return sum(ARC * wide for x, y, wide in near if box.holds(x, y))


def place(wanted: Sequence[Wanted], scene: Scene) -> tuple[list[Label], list[str]]:
    """Labels in the order asked, and the codes for which there was no room at all."""
    candidates = {
        label.code: sorted(_candidates(label, scene), key=lambda c: c.cost) for label in wanted
    }
    chosen: dict[str, Candidate] = {}
    for label in sorted(wanted, key=lambda w: (-_crowd(w, wanted), w.code)):
        _choose(label, candidates[label.code], chosen)
    for _ in range(ROUNDS):
        for label in wanted:
            chosen.pop(label.code, None)
            _choose(label, candidates[label.code], chosen)
    for label in wanted:
        if label.code not in chosen:
            _choose(label, _anywhere(label, scene), chosen)
    placed = [
        Label(w.code, chosen[w.code].box, chosen[w.code].leader) for w in wanted if w.code in chosen
    ]
    return placed, [w.code for w in wanted if w.code not in chosen]


def _crowd(label: Wanted, others: Iterable[Wanted]) -> float:
    return sum(
        1 / (10 + math.hypot(label.x - o.x, label.y - o.y)) for o in others if o is not label
    )


def _choose(label: Wanted, candidates: Iterable[Candidate], chosen: dict[str, Candidate]) -> None:
    """The cheapest candidate that is free; costs beside the others come on top of its own."""
    best, least = None, math.inf
    for candidate in candidates:
        if candidate.cost >= least:
            continue
        cost = candidate.cost
        for other in chosen.values():
            if candidate.box.overlaps(other.box, GAP):
                cost = math.inf
                break
            cost += _crossing(candidate, other)
        if cost < least:
            best, least = candidate, cost
    if best:
        chosen[label.code] = best


def _crossing(one: Candidate, two: Candidate) -> float:
    """Lines to dots should cross neither labels nor each other."""
    cost = 0.0
    for line, box in ((one.leader, two.box), (two.leader, one.box)):
        if line and any(box.holds(*point) for point in _along(line)):
            cost += 40
    if one.leader and two.leader and _meet(one.leader, two.leader):
        cost += 25
    return cost


def _along(line: tuple[float, float, float, float]) -> Iterable[Point]:
    x1, y1, x2, y2 = line
    return [(x1 + (x2 - x1) * t / 8, y1 + (y2 - y1) * t / 8) for t in range(9)]


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    def side(line: tuple[float, float, float, float], x: float, y: float) -> bool:
        x1, y1, x2, y2 = line
        return (x2 - x1) * (y - y1) > (y2 - y1) * (x - x1)

    return side(one, *two[:2]) != side(one, *two[2:]) and side(two, *one[:2]) != side(two, *one[2:])


def _candidates(label: Wanted, scene: Scene) -> list[Candidate]:
    half, tall = label.width / 2, LINE_HEIGHT / 2
    result = []
    for (h, v), rank in BESIDE.items():
        reach = REACH if not (h and v) else REACH * 0.6
        middle = (label.x + h * (reach + half), label.y + v * (reach + tall - (2 if h else 0)))
        result.append(_candidate(label, middle, rank, scene, led=False))
    for number, ring in enumerate(RINGS):
        for turn in range(TURNS):
            angle = 2 * math.pi * turn / TURNS
            middle = (
                label.x + math.cos(angle) * (ring + half * abs(math.cos(angle))),
                label.y + math.sin(angle) * (ring + tall),
            )
            result.append(_candidate(label, middle, 9.0 + 5 * number, scene, led=True))
    return [c for c in result if c.box.inside(scene.width, scene.height)]


def _anywhere(label: Wanted, scene: Scene) -> list[Candidate]:
    """Every place of the frame on a lattice of half lines, nearest to the dot first."""
    half, tall = label.width / 2, LINE_HEIGHT / 2
    columns = range(int(half) + 1, int(scene.width - half), 20)
    rows = range(int(tall) + 1, int(scene.height - tall), int(tall))
    return [
        _candidate(label, (x, y), 60 + math.hypot(x - label.x, y - label.y), scene, led=True)
        for x in columns
        for y in rows
    ]


def _candidate(label: Wanted, middle: Point, rank: float, scene: Scene, *, led: bool) -> Candidate:
    x, y = middle
    half, tall = label.width / 2, LINE_HEIGHT / 2
    box = Box(x - half, y - tall, x + half, y + tall)
    leader = _leader(label, box) if led else None
    return Candidate(box, rank + _covered(box, scene), leader)


def _leader(label: Wanted, box: Box) -> tuple[float, float, float, float]:
    """From the edge of the dot to the nearest point of the label."""
    x = min(max(label.x, box.left), box.right)
    y = min(max(label.y, box.top + 4), box.bottom - 4)
    length = math.hypot(x - label.x, y - label.y) or 1.0
    share = min(1.0, DOT / length)
    return label.x + (x - label.x) * share, label.y + (y - label.y) * share, x, y


def _covered(box: Box, scene: Scene) -> float:
    """What a label would lie on: dots weigh most, then arcs by their width."""
    dots = sum(
        30
        for x, y in scene.dots
        if box.left - DOT < x < box.right + DOT and box.top - DOT + 3 < y < box.bottom + DOT - 3
    )
    return dots + scene.under(box)
