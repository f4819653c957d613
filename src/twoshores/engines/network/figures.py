"""The network in figures, and how they changed between two days."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from twoshores.engines.network.clusters import clusters
from twoshores.engines.network.cuts import bridges, cut_actors
from twoshores.engines.network.measures import components, isolated
from twoshores.engines.network.problem import Edge, Network, Node, Shore, network_of


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of the whole; modularity as in `clusters`; clusters: groups of two or more."""

    actors: int
    tied_pairs: int
    across_shores: int
    components: int
    isolated: int
    clusters: int
    modularity: float
    cut_actors: int
    bridges: int


def figures(network: Network) -> Figures:
    groups = clusters(network)
    shores = {Shore.HOME, Shore.ABROAD}
    nodes = network.nodes
    across = sum({nodes[one].shore, nodes[two].shore} == shores for one, two in network.between)
    return Figures(
        actors=len(nodes),
        tied_pairs=len(network.between),
        across_shores=across,
        components=len(components(network)),
        isolated=len(isolated(network)),
        clusters=sum(len(ids) > 1 for ids in groups.groups),
        modularity=groups.modularity,
        cut_actors=len(cut_actors(network)),
        bridges=len(bridges(network)),
    )


def change(
    nodes: Sequence[Node], edges: Sequence[Edge], before: date, after: date
) -> tuple[Figures, Figures, dict[str, float]]:
    """The same figures on two days, and their differences. Actors are the same on both."""
    one, two = (figures(network_of(nodes, edges, on=day)) for day in (before, after))
    names = [field.name for field in fields(Figures)]
    return one, two, {name: getattr(two, name) - getattr(one, name) for name in names}
