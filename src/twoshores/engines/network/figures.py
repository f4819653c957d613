"""The network in figures, and how they changed between two days."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from twoshores.engines.network.clusters import Clusters, clusters
from twoshores.engines.network.cuts import Cut, bridges, cut_actors
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


def figures(
    network: Network, *, groups: Clusters | None = None, cuts: Sequence[Cut] | None = None
) -> Figures:
    """groups, cuts: of this network, where the caller has worked them out already."""
    groups = clusters(network) if groups is None else groups
    cuts = cut_actors(network) if cuts is None else cuts
    nodes, across = network.nodes, across_shores(network)
    return Figures(
        actors=len(nodes),
        tied_pairs=len(network.between),
        across_shores=across,
        components=len(components(network)),
        isolated=len(isolated(network)),
        clusters=sum(len(ids) > 1 for ids in groups.groups),
        modularity=groups.modularity,
        cut_actors=len(cuts),
        bridges=len(bridges(network)),
    )


def across_shores(network: Network) -> int:
    """Tied pairs of one actor at home and one abroad."""
    nodes, shores = network.nodes, {Shore.HOME, Shore.ABROAD}
    return sum({nodes[one].shore, nodes[two].shore} == shores for one, two in network.between)


@dataclass(frozen=True, slots=True)
class Year:
    """The network on the last day of a year, those who are tied to nobody left out.

    components and clusters: of two actors or more; across_shores: of tied_pairs.
    """

    year: int
    actors: int
    tied_pairs: int
    across_shores: int
    components: int
    clusters: int


def years(nodes: Sequence[Node], edges: Sequence[Edge], *, until: date, most: int) -> list[Year]:
    """The last `most` years in which an edge began or ended, and those between; this one on the
    day `until`. An edge without a first day holds in all of them.
    """
    known = [edge.since.year for edge in edges if edge.since is not None and edge.since <= until]
    if not known:
        return []
    first = max(min(known), until.year - most + 1)
    found = []
    for year in range(first, until.year + 1):
        network = network_of(nodes, edges, on=min(date(year, 12, 31), until))
        found.append(
            Year(
                year,
                sum(bool(row) for row in network.neighbours),
                len(network.between),
                across_shores(network),
                sum(len(part) > 1 for part in components(network)),
                sum(len(group) > 1 for group in clusters(network).groups),
            )
        )
    return found


def change(
    nodes: Sequence[Node], edges: Sequence[Edge], before: date, after: date
) -> tuple[Figures, Figures, dict[str, float]]:
    """The same figures on two days, and their differences. Actors are the same on both."""
    one, two = (figures(network_of(nodes, edges, on=day)) for day in (before, after))
    names = [field.name for field in fields(Figures)]
    return one, two, {name: getattr(two, name) - getattr(one, name) for name in names}
