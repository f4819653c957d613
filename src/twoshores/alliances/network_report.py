"""The network as tables that are kept: ids and numbers, no name. Pure, no queries.

Names are looked up when a page is shown, so that nobody stands there who no longer may.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from twoshores.engines.network import (
    CountryPair,
    Edge,
    Network,
    Node,
    Shore,
    brokerage,
    clusters,
    components,
    cut_actors,
    degree,
    figures,
    isolated,
    part_of,
    shore_betweenness,
    years,
)

MOST_ACTORS = 10  # rows of a table
MOST_ISOLATED = 24
MOST_GROUPS = 8
MOST_MEMBERS = 4
MOST_YEARS = 20

type Report = dict[str, Any]


def report(network: Network) -> Report:
    """counts, bridging, cuts, groups, parts, isolated of a network.

    bridging: (id, pairs of shores through it, tied to, roles), most first, those with none left
    out. cuts: (id, parts, pairs of shores). groups: size, ids of the best tied, countries.
    parts: sizes of components of two or more. isolated: ids.
    """
    groups, cuts, ties = clusters(network), cut_actors(network), degree(network)
    alone = isolated(network)
    counts = asdict(figures(network, groups=groups, cuts=cuts))
    counts["modularity"] = round(groups.modularity, 3)
    counts["undated"] = sum(edge.since is None for edge in network.edges)
    counts["edges"] = len(network.edges)
    return {
        "counts": counts,
        "bridging": _bridging(network, ties),
        "cuts": [[cut.id, cut.parts, cut.shore_pairs] for cut in cuts[:MOST_ACTORS]],
        "groups": [_group(network, ids, ties) for ids in groups.groups[:MOST_GROUPS] if ids[1:]],
        "parts": [len(part) for part in components(network)[:MOST_GROUPS] if part[1:]],
        "isolated": list(alone[:MOST_ISOLATED]),
    }


def years_report(nodes: Sequence[Node], edges: Sequence[Edge], until: date) -> list[Report]:
    return [asdict(year) for year in years(nodes, edges, until=until, most=MOST_YEARS)]


def pair_network(network: Network, one: str, two: str) -> Network:
    """The actors of two countries and what ties them; one country is one shore, two the other."""
    sides = {one: Shore.HOME, two: Shore.ABROAD}
    part = part_of(network, [node.id for node in network.nodes if node.country in sides])
    nodes = tuple(replace(node, shore=sides[node.country]) for node in part.nodes)
    return Network(nodes, part.edges)


def sides_of(one: str, two: str, shores: dict[str, Shore]) -> tuple[str, str]:
    """The two countries, the one that is home first; alphabetically where neither is."""
    first, second = sorted((one, two))
    ranks = {Shore.HOME: 0, Shore.NEITHER: 1, Shore.ABROAD: 2}
    turned = ranks[shores.get(second, Shore.NEITHER)] < ranks[shores.get(first, Shore.NEITHER)]
    return (second, first) if turned else (first, second)


def strength_report(pair: CountryPair) -> Report:
    return {
        "points": pair.strength.points,
        "tied_pairs": pair.strength.tied_pairs,
        "actors": dict(zip(pair.countries, pair.actors, strict=True)),
        "parts": [
            [part.name, part.points, part.possible, round(part.counted, 2), round(part.of, 2)]
            for part in pair.strength.parts
        ],
    }


def _bridging(network: Network, ties: Sequence[int]) -> list[list[Any]]:
    through, roles = shore_betweenness(network), brokerage(network)
    ranked = sorted(range(len(through)), key=lambda n: (-round(through[n], 6), -ties[n], n))
    return [
        [
            network.nodes[n].id,
            round(through[n], 1),
            ties[n],
            {name: number for name, number in asdict(roles[n]).items() if number},
        ]
        for n in ranked[:MOST_ACTORS]
        if round(through[n], 1) > 0
    ]


def _group(network: Network, ids: Sequence[str], ties: Sequence[int]) -> Report:
    index = network.index
    best = sorted(ids, key=lambda pk: (-ties[index[pk]], pk))[:MOST_MEMBERS]
    countries = Counter(network.nodes[index[pk]].country for pk in ids)
    return {
        "size": len(ids),
        "members": best,
        "countries": [[code, n] for code, n in countries.most_common(MOST_MEMBERS) if code],
    }
