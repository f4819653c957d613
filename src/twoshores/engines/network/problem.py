"""What the network is made of: actors, and what ties two of them."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import isfinite

import rustworkx as rx

AGREEMENT = "agreement"  # kinds of edge that the strength of a partnership reads
PROJECT = "project"


class Shore(StrEnum):
    """Which side an actor stands on. NEITHER: not known, or on none."""

    HOME = "home"
    ABROAD = "abroad"
    NEITHER = ""


class NetworkError(ValueError):
    """The lists are no network. code: what is wrong; ids: of the actors it is about."""

    def __init__(self, code: str, *ids: str) -> None:
        super().__init__(f"{code}: {', '.join(ids)}")
        self.code, self.ids = code, ids


@dataclass(frozen=True, slots=True)
class Node:
    """An actor. country: ISO 3166 alpha-2, "" unknown; places: keys of the register, none wider
    than a region, so that two who share one are near each other."""

    id: str
    label: str
    kind: str = ""
    country: str = ""
    shore: Shore = Shore.NEITHER
    sectors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """What ties two actors: a tie of some kind, an agreement, or a project of both.

    since: first day, None unknown; ended: first day on which it no longer holds; strength: a
    weight above 0. Several edges may tie the same two; directed ones go from `source`.
    """

    kind: str
    source: str
    target: str
    since: date | None = None
    ended: date | None = None
    directed: bool = False
    strength: float = 1.0


@dataclass(frozen=True)
class Network:
    """Nodes in the order of their ids, and edges that hold. Made by `network_of`.

    Measures read the simple undirected graph: two actors are tied or not, whatever ties them;
    the weight of a pair is the sum over its edges.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        return {node.id: number for number, node in enumerate(self.nodes)}

    @cached_property
    def between(self) -> dict[tuple[int, int], tuple[Edge, ...]]:
        """The edges of every tied pair, the smaller number first."""
        found: dict[tuple[int, int], list[Edge]] = defaultdict(list)
        for edge in self.edges:
            one, two = self.index[edge.source], self.index[edge.target]
            found[min(one, two), max(one, two)].append(edge)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    @cached_property
    def weights(self) -> dict[tuple[int, int], float]:
        return {pair: sum(e.strength for e in held) for pair, held in self.between.items()}

    @cached_property
    def neighbours(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.nodes]
        for one, two in self.between:
            found[one].append(two)
            found[two].append(one)
        return tuple(tuple(sorted(row)) for row in found)

    @cached_property
    def simple(self) -> "rx.PyGraph[int, float]":
        graph: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from([(one, two, weight) for (one, two), weight in self.weights.items()])
        return graph


def network_of(nodes: Iterable[Node], edges: Iterable[Edge], *, on: date | None = None) -> Network:
    """The network as it stands on a day; None: everything that ever held.

    1. Every edge is checked, also those that do not hold on that day.
    2. An edge holds from `since` (unknown: always) until the day before `ended`.

    Raises NetworkError: "actor-twice", "self-tie", "unknown-actor", "ends-before-it-begins",
    "strength" (not above 0).
    """
    ordered = tuple(sorted(nodes, key=lambda node: node.id))
    for one, two in itertools.pairwise(ordered):
        if one.id == two.id:
            raise NetworkError("actor-twice", one.id)
    known = {node.id for node in ordered}
    kept = []
    for edge in edges:
        _check(edge, known)
        if on is None or _holds(edge, on):
            kept.append(edge)
    return Network(ordered, tuple(sorted(kept, key=_order)))


def most_connected(network: Network, limit: int) -> Network:
    """The actors with most neighbours (then most weight, then by id) and what ties them."""
    weight = [0.0] * len(network.nodes)
    for (one, two), value in network.weights.items():
        weight[one] += value
        weight[two] += value
    ranked = sorted(
        range(len(network.nodes)), key=lambda n: (-len(network.neighbours[n]), -weight[n], n)
    )
    return part_of(network, {network.nodes[n].id for n in ranked[:limit]})


def part_of(network: Network, ids: Iterable[str]) -> Network:
    """Only these actors, and the edges among them."""
    kept = set(ids)
    nodes = tuple(node for node in network.nodes if node.id in kept)
    edges = tuple(e for e in network.edges if e.source in kept and e.target in kept)
    return Network(nodes, edges)


def _check(edge: Edge, known: set[str]) -> None:
    if edge.source == edge.target:
        raise NetworkError("self-tie", edge.source)
    for end in (edge.source, edge.target):
        if end not in known:
            raise NetworkError("unknown-actor", end)
    if edge.since and edge.ended and edge.ended < edge.since:
        raise NetworkError("ends-before-it-begins", edge.source, edge.target)
    if not (isfinite(edge.strength) and edge.strength > 0):
        raise NetworkError("strength", edge.source, edge.target)


def _holds(edge: Edge, on: date) -> bool:
    return (edge.since is None or edge.since <= on) and (edge.ended is None or on < edge.ended)


def _order(edge: Edge) -> tuple[str, str, str, date, date, bool, float]:
    since, ended = edge.since or date.min, edge.ended or date.max
    return edge.source, edge.target, edge.kind, since, ended, edge.directed, edge.strength
