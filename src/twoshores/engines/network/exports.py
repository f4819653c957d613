"""The network in files: GraphML, and CSV of actors and of ties."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import rustworkx as rx
from rustworkx.rustworkx import GraphMLDomain, GraphMLKey, GraphMLType

from twoshores.engines.network.problem import Network
from twoshores.engines.spreadsheets import marked

NODE_COLUMNS = ("id", "label", "kind", "country", "shore", "sectors", "places")
EDGE_COLUMNS = ("kind", "from", "to", "since", "ended", "directed", "strength")
# What XML 1.0 section 2.2 does not allow in a document, however written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

type Value = str | float | bool


def graphml(network: Network) -> bytes:
    """GraphML 1.0 (Brandes and others 2002), written by the graph library, UTF-8.

    Every edge is kept, also those that tie the same two. A file of GraphML is read as directed
    or not as a whole by most programs, so the graph is undirected and each edge says `from`,
    `to` and `directed`. Characters that XML cannot hold are left out. Links are not written.
    """
    graph: rx.PyGraph[dict[str, Value], dict[str, Value]] = rx.PyGraph(multigraph=True)
    names = ("name", *NODE_COLUMNS[1:])  # "id" is GraphML's own
    graph.add_nodes_from([dict(zip(names, row, strict=True)) for row in _nodes(network)])
    index = network.index
    graph.add_edges_from(
        [
            (index[str(row[1])], index[str(row[2])], dict(zip(EDGE_COLUMNS, row, strict=True)))
            for row in _edges(network)
        ]
    )
    for number in graph.node_indices():
        graph[number] = {key: _xml(value) for key, value in graph[number].items()}
    for number in graph.edge_indices():
        data = graph.get_edge_data_by_index(number)
        graph.update_edge_by_index(number, {key: _xml(value) for key, value in data.items()})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.graphml"
        rx.write_graphml(graph, str(path), keys=_keys())
        return path.read_bytes()


def nodes_csv(network: Network) -> str:
    """One line for each actor, with a header; RFC 4180; what would run as a formula is marked."""
    return _csv(NODE_COLUMNS, _nodes(network))


def edges_csv(network: Network) -> str:
    """One line for each edge, with ids of the actors."""
    return _csv(EDGE_COLUMNS, _edges(network))


def _keys() -> list[GraphMLKey]:
    """Said outright: left to itself, the library gives keys of actors and of edges the same ids."""
    node, edge = GraphMLDomain.Node, GraphMLDomain.Edge
    wanted = [(f"n{i}", node, name) for i, name in enumerate(("name", *NODE_COLUMNS[1:]))]
    wanted += [(f"e{i}", edge, name) for i, name in enumerate(EDGE_COLUMNS)]
    kinds = {"directed": GraphMLType.Boolean, "strength": GraphMLType.Double}
    return [
        # The library's types do not know of this constructor.
        GraphMLKey(key, domain, name, kinds.get(name, GraphMLType.String), None)  # type: ignore[call-arg]
        for key, domain, name in wanted
    ]


def _nodes(network: Network) -> list[tuple[Value, ...]]:
    return [
        (n.id, n.label, n.kind, n.country, n.shore.value, _listed(n.sectors), _listed(n.places))
        for n in network.nodes
    ]


def _listed(words: Iterable[str]) -> str:
    return ", ".join(sorted(words))


def _edges(network: Network) -> list[tuple[Value, ...]]:
    return [
        (
            edge.kind,
            edge.source,
            edge.target,
            edge.since.isoformat() if edge.since else "",
            edge.ended.isoformat() if edge.ended else "",
            edge.directed,
            float(edge.strength),
        )
        for edge in network.edges
    ]


def _csv(columns: Iterable[str], rows: Iterable[tuple[Value, ...]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([marked(_word(value)) for value in row] for row in rows)
    return out.getvalue()


def _word(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else value


def _xml(value: Value) -> Value:
    return _NOT_XML.sub("", value) if isinstance(value, str) else value
