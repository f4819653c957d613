"""Where everybody stands in the picture, with room for every name."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twoshores.engines.network.problem import Network, Shore
from twoshores.engines.shoremap.text import text_width

SEED = 20100731
ROUNDS = 60
BLOCK = 16  # actors whose distances to all are worked on at once
PULL = 0.9  # towards the own shore, beside a spring of length 1
LINE = 20.0  # pixels of height that a name takes with its gap
MARK = 16.0  # pixels from the left of a mark's box to where its name begins
GAP = 6.0  # pixels between two names
RANKED = 0.7  # share of a place that is rank, not distance
FILLED = 0.35  # share of the picture that names may cover
MARGIN = 10.0
_ELLIPSIS = "…"

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a mark in pixels, its name as it fits, and whether the name was cut."""

    x: float
    y: float
    name: str
    cut: bool
    width: float  # of mark and name together, in pixels


@dataclass(frozen=True, slots=True)
class Layout:
    """Spots in the order of `network.nodes`; home stands at the left, unless mirrored later."""

    width: float
    height: float
    spots: tuple[Spot, ...]


def lay_out(network: Network, *, width: float, longest: float = 150.0) -> Layout:
    """Places and names that never cover each other.

    1. Springs (Fruchterman and Reingold 1991) from a fixed seed; each actor is also drawn to
       its own shore, home left, abroad right, neither in the middle, and to the middle height.
    2. Ranks along and down replace most of the distances, so that crowds open.
    3. The height follows from the room that names take; every actor with its name is a box.
    4. Boxes are set from the top down, each at the nearest free place to its own: along its row
       first, then rows below and above. The picture grows at its foot if it must.
    Names longer than `longest` pixels are cut. O(actors² x rounds), for some hundred actors.
    """
    names = [_cut(node.label, longest) for node in network.nodes]
    widths = [MARK + text_width(name) for name in names]
    room = sum(widths) * LINE + GAP * LINE * len(widths)
    height = max(160.0, room / FILLED / width)
    wanted = _springs(network) if names else np.zeros((0, 2))
    places = _boxes(wanted, widths, width, height)
    foot = max((y for _, y in places), default=0.0) + LINE / 2 + MARGIN
    spots = tuple(
        Spot(round(x + MARK / 2), round(y), name, name != node.label, long)
        for (x, y), name, long, node in zip(places, names, widths, network.nodes, strict=True)
    )
    return Layout(width, round(max(foot, 60.0)), spots)


def _cut(label: str, longest: float) -> str:
    if text_width(label) <= longest:
        return label
    kept = label
    while kept and text_width(kept + _ELLIPSIS) > longest:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def _springs(network: Network) -> Floats:
    """Places between 0 and 1 along and down."""
    size = len(network.nodes)
    rng = np.random.default_rng(SEED)
    sides = {Shore.HOME: -1.0, Shore.ABROAD: 1.0, Shore.NEITHER: 0.0}
    shore = np.array([sides[node.shore] for node in network.nodes])
    reach = np.sqrt(size)
    place = rng.uniform(-0.5, 0.5, (size, 2)) * reach
    place[:, 0] += shore * reach / 2
    ends = np.array(list(network.between), dtype=np.int64).reshape(-1, 2)
    for turn in range(ROUNDS):
        force = _pushed(place)
        force[:, 0] -= PULL * (place[:, 0] - shore * reach / 2)
        force[:, 1] -= PULL / 3 * place[:, 1]
        apart = place[ends[:, 0]] - place[ends[:, 1]]
        pulled = apart * np.linalg.norm(apart, axis=1)[:, None] / 2
        np.add.at(force, ends[:, 0], -pulled)
        np.add.at(force, ends[:, 1], pulled)
        long = np.maximum(np.linalg.norm(force, axis=1), 1e-9)
        step = np.minimum(long, 0.1 * reach * (1 - turn / ROUNDS))
        place += force * (step / long)[:, None]
    return np.column_stack([_opened(place[:, axis]) for axis in (0, 1)])


def _pushed(place: Floats) -> Floats:
    """Everybody pushes everybody away, with a force of one over the distance.

    A block of actors at a time, in four buffers that stay in the processor's cache: new arrays of
    all by all took most of the drawing's time.
    """
    size = len(place)
    x, y = place[:, 0].copy(), place[:, 1].copy()
    force = np.empty((size, 2))
    buffers = np.empty((4, min(BLOCK, size), size))
    for start in range(0, size, BLOCK):
        stop = min(start + BLOCK, size)
        dx, dy, near, part = buffers[:, : stop - start]
        np.subtract(x[start:stop, None], x, out=dx)
        np.subtract(y[start:stop, None], y, out=dy)
        np.multiply(dx, dx, out=near)
        near += np.multiply(dy, dy, out=part)
        np.maximum(near, 1e-4, out=near)
        np.divide(dx, near, out=part).sum(axis=1, out=force[start:stop, 0])
        np.divide(dy, near, out=part).sum(axis=1, out=force[start:stop, 1])
    return force


def _opened(values: Floats) -> Floats:
    low, high = values.min(), values.max()
    scaled = (values - low) / (high - low) if high > low else np.full(len(values), 0.5)
    ranks = np.argsort(np.argsort(values, kind="stable"), kind="stable") / max(1, len(values) - 1)
    opened: Floats = scaled * (1 - RANKED) + ranks * RANKED if len(values) > 1 else scaled
    return opened


def _boxes(
    wanted: Floats, widths: Sequence[float], width: float, height: float
) -> list[tuple[float, float]]:
    """Left edge and middle height of every box, on rows of one line."""
    rows: dict[int, list[tuple[float, float]]] = {}
    last = max(1, int(height / LINE))
    places: list[tuple[float, float]] = [(0.0, 0.0)] * len(widths)
    for number in sorted(range(len(widths)), key=lambda n: (float(wanted[n, 1]), n)):
        long = min(widths[number], width - 2 * MARGIN)
        own_x = MARGIN + float(wanted[number, 0]) * (width - 2 * MARGIN - long)
        own_row = round(float(wanted[number, 1]) * last)
        best: tuple[float, int, float] | None = None
        away = 0
        while best is None or away * LINE < best[0]:
            for row in {own_row - away, own_row + away}:
                free = _free(rows.get(row, []), own_x, long, width) if row >= 0 else None
                if free is not None:
                    found = (abs(free - own_x) + away * LINE, row, free)
                    best = found if best is None else min(best, found)
            away += 1
        _, row, left = best
        rows.setdefault(row, []).append((left, left + long))
        places[number] = (left, MARGIN + LINE / 2 + row * LINE)
    return places


def _free(
    taken: Sequence[tuple[float, float]], wanted: float, long: float, width: float
) -> float | None:
    """The left edge nearest to the one wanted where a box fits in its row."""
    edges = [wanted]
    for left, right in taken:
        edges += [right + GAP, left - GAP - long]
    fitting = [
        edge
        for edge in edges
        if MARGIN <= edge <= width - MARGIN - long
        and all(edge >= right + GAP or edge + long + GAP <= left for left, right in taken)
    ]
    return min(fitting, key=lambda edge: (abs(edge - wanted), edge), default=None)
