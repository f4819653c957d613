"""Networks to test on, and the same as networkx has them."""

import itertools

import networkx as nx
from hypothesis import strategies as st

from twoshores.engines.network import Edge, Network, Node, Shore, network_of

SHORES = tuple(Shore)


@st.composite
def networks(draw, most: int = 12) -> Network:
    """Any: empty, isolated actors, several parts, parallel edges."""
    size = draw(st.integers(0, most))
    shores = draw(st.lists(st.sampled_from(SHORES), min_size=size, max_size=size))
    nodes = [Node(f"a{n:02}", f"Actor {n}", shore=shore) for n, shore in enumerate(shores)]
    if size < 2:
        return network_of(nodes, [])
    number = st.integers(0, size - 1)
    pairs = draw(st.lists(st.tuples(number, number).filter(lambda p: p[0] != p[1]), max_size=30))
    weights = st.sampled_from([0.5, 1.0, 3.0])
    edges = [Edge("tie", f"a{a:02}", f"a{b:02}", strength=draw(weights)) for a, b in pairs]
    return network_of(nodes, edges)


def peer(network: Network) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(network.nodes)))
    graph.add_weighted_edges_from((a, b, w) for (a, b), w in network.weights.items())
    return graph


def line(*shores: Shore) -> Network:
    """Actors a, b, c … tied one to the next."""
    ids = "abcdefghij"[: len(shores)]
    nodes = [Node(i, i.upper(), shore=s) for i, s in zip(ids, shores, strict=True)]
    return network_of(nodes, [Edge("tie", a, b) for a, b in itertools.pairwise(ids)])
