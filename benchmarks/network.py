"""Measures of the network beside networkx: `python -m benchmarks.network [--json]`.

`--actors 1000` takes fewer (four ties each); `--alone` leaves networkx out, which needs minutes.

5,000 actors and 20,000 ties from one seed, half of the ties to somebody who is known already
(so that some know many). Every measure once by us and once by networkx in one run, answers
compared; ratio = networkx's time / ours. Then the picture of the 500 most connected.
Goal: the picture in 1.5 s.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import networkx as nx

from twoshores.engines import network as ours

SEED = 20100731
ACTORS, TIES_EACH = 5_000, 4
DAY = date(2026, 11, 27)
PLACES = ("Kayes", "Bamako", "Ségou", "Lyon", "Montreuil", "Tbilisi", "Athens", "Cairo")
WORDS = ours.Words("The network", "Who is tied to whom")


def example(actors: int) -> ours.Network:
    rng = random.Random(SEED)
    shores = (ours.Shore.HOME, ours.Shore.HOME, ours.Shore.ABROAD, ours.Shore.ABROAD, "")
    nodes = [
        ours.Node(
            f"n{n:04}",
            f"Association {rng.choice(PLACES)} {n}",
            country=rng.choice(("ML", "FR", "GE", "GR", "EG", "PT")),
            shore=ours.Shore(rng.choice(shores)),
            sectors=frozenset(rng.sample(("health", "water", "farming", "schools"), 1)),
        )
        for n in range(actors)
    ]
    pairs: set[tuple[int, int]] = set()
    ends: list[int] = []
    while len(pairs) < actors * TIES_EACH:
        one = rng.randrange(actors)
        two = rng.choice(ends) if ends and rng.random() < 0.5 else rng.randrange(actors)
        pair = min(one, two), max(one, two)
        if one != two and pair not in pairs:
            pairs.add(pair)
            ends += pair
    kinds = ("tie", ours.AGREEMENT, ours.PROJECT)
    edges = [
        ours.Edge(rng.choice(kinds), f"n{a:04}", f"n{b:04}", date(rng.randint(2015, 2025), 1, 1))
        for a, b in sorted(pairs)
    ]
    return ours.network_of(nodes, edges)


def peer(network: ours.Network) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in network.weights.items())
    return graph


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = call()
    return (time.perf_counter() - begun) * 1000, answer


def contests(network: ours.Network, graph: nx.Graph) -> dict[str, tuple[Callable[[], Any], ...]]:
    """Name: our call and the one of networkx."""
    home, abroad = (
        [n for n, node in enumerate(network.nodes) if node.shore == shore]
        for shore in (ours.Shore.HOME, ours.Shore.ABROAD)
    )
    between, subset = nx.betweenness_centrality, nx.betweenness_centrality_subset
    groups = nx.community.louvain_communities
    return {
        "degree": (lambda: ours.degree(network), lambda: dict(graph.degree())),
        "strength": (lambda: ours.strength(network), lambda: dict(graph.degree(weight="weight"))),
        "components": (
            lambda: ours.components(network),
            lambda: list(nx.connected_components(graph)),
        ),
        "isolated": (lambda: ours.isolated(network), lambda: list(nx.isolates(graph))),
        "cut_actors": (
            lambda: ours.cut_actors(network),
            lambda: list(nx.articulation_points(graph)),
        ),
        "bridges": (lambda: ours.bridges(network), lambda: list(nx.bridges(graph))),
        "clusters": (lambda: ours.clusters(network), lambda: groups(graph, seed=1)),
        "suggestions": (
            lambda: ours.suggestions(network),
            lambda: nx.adamic_adar_index(graph, two_steps(graph)),
        ),
        "betweenness": (
            lambda: ours.betweenness(network),
            lambda: between(graph, normalized=False),
        ),
        "shore_betweenness": (
            lambda: ours.shore_betweenness(network),
            lambda: subset(graph, home, abroad, normalized=False),
        ),
    }


def two_steps(graph: nx.Graph) -> list[tuple[int, int]]:
    """Pairs that networkx must be told to score, or it scores all 12 million."""
    return [
        (one, two)
        for one in graph
        for two in sorted({far for near in graph[one] for far in graph[near]})
        if one < two and two not in graph[one]
    ]


def same(name: str, mine: Any, theirs: Any) -> None:
    """Stop if the two disagree, so that no ratio is of different answers."""
    if name in ("components", "isolated", "cut_actors", "bridges"):
        assert len(mine) == len(theirs), name
    elif name in ("degree", "strength", "betweenness", "shore_betweenness"):
        times = 2 if name == "shore_betweenness" else 1
        for number, value in enumerate(mine):
            assert abs(value - times * theirs[number]) <= 1e-6 * max(1, value), name


def measure(actors: int, *, alone: bool) -> dict[str, Any]:
    network = example(actors)
    graph = peer(network)
    _ = network.neighbours, network.simple  # both sides hold their graph before the clock runs
    found: dict[str, Any] = {"actors": actors, "tied_pairs": len(network.between)}
    for name, (mine, theirs) in contests(network, graph).items():
        own_ms, answer = timed(mine)
        found[f"{name}_ms"] = own_ms
        if alone:
            continue
        peer_ms, other = timed(lambda call=theirs: exhausted(call()))
        same(name, answer, other)
        if name == "clusters":
            found["modularity"] = answer.modularity
            found["modularity_networkx"] = nx.community.modularity(graph, other)
        found[f"{name}_networkx_ms"] = peer_ms
        found[f"{name}_ratio"] = peer_ms / own_ms
    found["brokerage_ms"], _answer = timed(lambda: ours.brokerage(network))
    found["country_pairs_ms"], _answer = timed(lambda: ours.country_pairs(network, on=DAY))
    found["graphml_ms"], _answer = timed(lambda: ours.graphml(network))
    found["picture_ms"], picture = timed(
        lambda: ours.draw(ours.most_connected(network, 500), WORDS)
    )
    found["picture_bytes"] = len(picture.svg.encode())
    return found


def exhausted(answer: Any) -> Any:
    """networkx answers some questions lazily."""
    return list(answer) if hasattr(answer, "__next__") else answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--actors", type=int, default=ACTORS)
    parser.add_argument("--alone", action="store_true")
    options = parser.parse_args()
    found = measure(options.actors, alone=options.alone)
    if options.json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        print(f"{name:32} {value if not isinstance(value, float) else round(value, 2)}")


if __name__ == "__main__":
    main()
