"""Who and what holds the network together: cut vertices and bridges."""

from dataclasses import dataclass, field

import rustworkx as rx

from twoshores.engines.network.problem import Network, Shore

type Pair = tuple[int, int]  # actors at home, actors abroad


@dataclass(frozen=True, slots=True)
class Cut:
    """An actor without whom others no longer reach each other.

    parts: into how many pieces its part of the network falls; shore_pairs: pairs of one actor
    at home and one abroad who reached each other and would not.
    """

    id: str
    parts: int
    shore_pairs: int


@dataclass(slots=True)
class _Walk:
    order: list[int]  # as the depth-first search comes to them
    parent: list[int]
    seen: list[int]
    low: list[int]
    shores: list[Pair]  # of the whole subtree
    pieces: dict[int, list[Pair]] = field(default_factory=dict)  # cut off at each actor


def cut_actors(network: Network) -> tuple[Cut, ...]:
    """Articulation points, those who would leave most pairs of shores unconnected first.

    Tarjan 1972 (Hopcroft and Tarjan 1973) in one depth-first search:
    1. low(v): the earliest actor that v's subtree is tied to without its parent.
    2. A child c of v with low(c) not before v is cut off by v, with its whole subtree.
    3. Of each piece the actors at home and abroad are counted; pairs lost = pairs in the part of
       the network without v, less pairs inside each piece.
    O(actors + ties).
    """
    found = []
    for root in _roots(network):
        walk = _search(network, root)
        whole = walk.shores[root]
        for actor in walk.order:
            pieces = list(walk.pieces.get(actor, ()))
            own = _side(network, actor)
            rest = tuple(whole[i] - own[i] - sum(piece[i] for piece in pieces) for i in (0, 1))
            parts = len(pieces) + (actor != root)
            if parts < 2:
                continue
            together = (whole[0] - own[0]) * (whole[1] - own[1])
            kept = sum(one * two for one, two in pieces) + rest[0] * rest[1]
            found.append(Cut(network.nodes[actor].id, parts, together - kept))
    return tuple(sorted(found, key=lambda cut: (-cut.shore_pairs, -cut.parts, cut.id)))


def bridges(network: Network) -> tuple[tuple[str, str], ...]:
    """Tied pairs that are the only way from one side to the other, in the order of ids.

    Two actors tied in several ways are one pair: it is the pair that would have to part.
    """
    ids = [node.id for node in network.nodes]
    found = ((min(pair), max(pair)) for pair in rx.bridges(network.simple))
    return tuple((ids[one], ids[two]) for one, two in sorted(found))


def _roots(network: Network) -> list[int]:
    return sorted(min(part) for part in rx.connected_components(network.simple))


def _side(network: Network, actor: int) -> Pair:
    shore = network.nodes[actor].shore
    return int(shore == Shore.HOME), int(shore == Shore.ABROAD)


def _search(network: Network, root: int) -> _Walk:
    size = len(network.nodes)
    shores = [_side(network, actor) for actor in range(size)]
    walk = _Walk([], [-1] * size, [-1] * size, [0] * size, shores)
    _enter(walk, root, -1)
    stack = [(root, iter(network.neighbours[root]))]
    while stack:
        actor, others = stack[-1]
        for other in others:
            if walk.seen[other] < 0:
                _enter(walk, other, actor)
                stack.append((other, iter(network.neighbours[other])))
                break
            if other != walk.parent[actor]:
                walk.low[actor] = min(walk.low[actor], walk.seen[other])
        else:
            stack.pop()
            _leave(walk, actor)
    return walk


def _enter(walk: _Walk, actor: int, parent: int) -> None:
    walk.seen[actor] = walk.low[actor] = len(walk.order)
    walk.parent[actor] = parent
    walk.order.append(actor)


def _leave(walk: _Walk, actor: int) -> None:
    """Hand a finished subtree to its parent, as a piece if only the parent holds it."""
    parent = walk.parent[actor]
    if parent < 0:
        return
    walk.low[parent] = min(walk.low[parent], walk.low[actor])
    one, two = walk.shores[actor]
    walk.shores[parent] = walk.shores[parent][0] + one, walk.shores[parent][1] + two
    if walk.low[actor] >= walk.seen[parent]:
        walk.pieces.setdefault(parent, []).append((one, two))
