"""Measures of one actor: degree, strength, betweenness, between shores, brokerage."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np
import rustworkx as rx
from numpy.typing import NDArray

from twoshores.engines.network.problem import Network, Shore

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BLOCK = 128  # sources worked on at once: 5,000 actors x 128 x 8 bytes = 5 MB a level

type Matrix = NDArray[np.float64]
type Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Brokerage:
    """Pairs of an actor's neighbours that are not tied to each other, by shores.

    coordinator: all three on one shore; consultant: the two on one shore, the broker on the
    other; representative: the two on different shores, the broker on one of them (gatekeeper
    and representative are one where ties have no direction); liaison: all three differ.
    """

    coordinator: int
    consultant: int
    representative: int
    liaison: int


def degree(network: Network) -> tuple[int, ...]:
    """How many actors each is tied to, in the order of `network.nodes`. Freeman 1978."""
    return tuple(len(row) for row in network.neighbours)


def strength(network: Network) -> tuple[float, ...]:
    """The sum of the weights of each actor's ties. Barrat and others 2004."""
    total = [0.0] * len(network.nodes)
    for (one, two), weight in network.weights.items():
        total[one] += weight
        total[two] += weight
    return tuple(total)


def betweenness(network: Network) -> tuple[float, ...]:
    """Pairs whose shortest paths run through each actor, each in its share. Brandes 2001."""
    found = rx.betweenness_centrality(network.simple, normalized=False)
    return tuple(found[number] for number in range(len(network.nodes)))


def isolated(network: Network) -> tuple[str, ...]:
    """Ids of actors tied to nobody."""
    return tuple(n.id for n, row in zip(network.nodes, network.neighbours, strict=True) if not row)


def components(network: Network) -> tuple[tuple[str, ...], ...]:
    """Ids of actors who reach each other, largest first."""
    found = [sorted(network.nodes[n].id for n in part) for part in _parts(network)]
    return tuple(tuple(part) for part in sorted(found, key=lambda part: (-len(part), part)))


def shore_betweenness(network: Network) -> tuple[float, ...]:
    """Pairs of one actor at home and one abroad whose shortest paths run through each actor.

    Betweenness restricted to pairs of two groups (Flom and others 2004; Brandes 2008, section 3):
    1. From every actor of the smaller shore, count shortest paths level by level.
    2. Back from the furthest level, hand on each target's share: 1 for actors of the other
       shore, 0 for all else (Brandes's accumulation with targets).
    Sources go in blocks through a sparse matrix. O(actors of the smaller shore x ties).
    """
    size = len(network.nodes)
    home, abroad = on_shore(network, Shore.HOME), on_shore(network, Shore.ABROAD)
    few, many = sorted((home, abroad), key=len)
    targets = np.zeros((size, 1))
    targets[many] = 1.0
    total = np.zeros(size)
    if few and many:
        matrix = adjacency(network)
        for start in range(0, len(few), BLOCK):
            total += _from_sources(matrix, few[start : start + BLOCK], targets)
    return tuple(float(value) for value in total)


def brokerage(network: Network) -> tuple[Brokerage, ...]:
    """Roles of Gould and Fernandez 1989 with shores as groups, for ties without direction.

    1. Pairs of neighbours, counted by the shores of the two.
    2. Less the pairs that are tied themselves: triangles, from products of the sparse matrix.
    3. Each pair goes to the role that the three shores make. An actor on neither shore
       is a liaison between the two, never one end of a pair.
    """
    size = len(network.nodes)
    sides = (on_shore(network, Shore.HOME), on_shore(network, Shore.ABROAD))
    matrix = adjacency(network)
    open_pairs: dict[tuple[int, int], NDArray[np.int64]] = {}
    for one, two in combinations_with_replacement(range(2), 2):
        open_pairs[one, two] = _open_pairs(matrix, sides[one], sides[two], same=one == two)
    own = np.full(size, -1)
    for side, members in enumerate(sides):
        own[members] = side
    return tuple(
        _roles(int(own[n]), {k: int(v[n]) for k, v in open_pairs.items()}) for n in range(size)
    )


def on_shore(network: Network, shore: Shore) -> list[int]:
    """Numbers of the actors on a shore."""
    return [number for number, node in enumerate(network.nodes) if node.shore == shore]


def adjacency(network: Network) -> "csr_array[np.float64]":
    """1 where two actors are tied."""
    from scipy.sparse import csr_array  # with its kin a third of a start, and of no use in most

    size = len(network.nodes)
    pairs = np.array(list(network.between), dtype=np.int64).reshape(-1, 2)
    rows = np.concatenate((pairs[:, 0], pairs[:, 1]))
    columns = np.concatenate((pairs[:, 1], pairs[:, 0]))
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))


def _parts(network: Network) -> list[set[int]]:
    return rx.connected_components(network.simple)


def _from_sources(
    matrix: "csr_array[np.float64]", sources: Sequence[int], targets: Matrix
) -> NDArray[np.float64]:
    own = (np.array(sources), np.arange(len(sources)))
    level = np.zeros((matrix.shape[0], len(sources)))
    level[own] = 1.0
    levels, seen = [level], level > 0
    while True:
        level = matrix @ levels[-1]
        level[seen] = 0.0
        if not level.any():
            break
        seen |= level > 0
        levels.append(level)
    share = np.zeros_like(levels[0])
    for far, near in zip(levels[:0:-1], levels[-2::-1], strict=True):
        handed = np.divide(targets + share, far, out=np.zeros_like(far), where=far > 0)
        share += near * (matrix @ handed)
    share[own] = 0.0
    found: NDArray[np.float64] = share.sum(axis=1)
    return found


def _open_pairs(
    matrix: "csr_array[np.float64]", one: list[int], two: list[int], *, same: bool
) -> NDArray[np.int64]:
    to_one, to_two = matrix[:, one], matrix[:, two]
    first: Row = to_one.sum(axis=1)
    second: Row = to_two.sum(axis=1)
    tied: Row = ((to_one @ matrix[one, :][:, two]) * to_two).sum(axis=1)
    open_ones = (first * (first - 1) - tied) / 2 if same else first * second - tied
    counts: NDArray[np.int64] = np.rint(open_ones).astype(np.int64)
    return counts


def _roles(own: int, pairs: dict[tuple[int, int], int]) -> Brokerage:
    if own < 0:
        return Brokerage(0, 0, 0, pairs[0, 1])
    other = 1 - own
    return Brokerage(pairs[own, own], pairs[other, other], pairs[0, 1], 0)
