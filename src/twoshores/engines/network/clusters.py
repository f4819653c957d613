"""Groups of actors tied to each other more than to the rest."""

from collections import defaultdict
from dataclasses import dataclass

from twoshores.engines.network.problem import Network

type Weights = list[dict[int, float]]

LEAST_GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class Clusters:
    """groups: ids, largest group first; an isolated actor is a group of one.

    modularity: Newman and Girvan 2004, between -0.5 and 1; 0 without ties.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float


def clusters(network: Network) -> Clusters:
    """Louvain (Blondel, Guillaume, Lambiotte, Lefebvre 2008), weighted.

    1. Every actor is a group. In the order of ids, each moves to the neighbouring group that adds
       most to the modularity; of equals to the one numbered lowest; until nobody moves.
    2. Groups become actors, with their ties added up; from 1 again, until no group moves.
    The order is fixed in place of a random one, so the same network has the same groups.
    """
    links: Weights = [{} for _ in network.nodes]
    for (one, two), weight in network.weights.items():
        links[one][two] = links[two][one] = weight
    loops = [0.0] * len(links)
    whole = sum(network.weights.values())
    member = list(range(len(links)))
    while whole:
        group = _move(links, loops, whole)
        if len(set(group)) == len(group):
            break
        group = _renumbered(group)
        member = [group[number] for number in member]
        links, loops = _gathered(links, loops, group)
    found: dict[int, list[str]] = defaultdict(list)
    for node, number in zip(network.nodes, member, strict=True):
        found[number].append(node.id)
    groups = sorted(found.values(), key=lambda ids: (-len(ids), ids))
    return Clusters(tuple(tuple(ids) for ids in groups), _modularity(network, member, whole))


def _move(links: Weights, loops: list[float], whole: float) -> list[int]:
    group = list(range(len(links)))
    degrees = [sum(row.values()) + 2 * loops[n] for n, row in enumerate(links)]
    totals = list(degrees)
    moved = True
    while moved:
        moved = False
        for actor, row in enumerate(links):
            old = group[actor]
            totals[old] -= degrees[actor]
            near: dict[int, float] = defaultdict(float)
            for other, weight in row.items():
                near[group[other]] += weight
            share = degrees[actor] / (2 * whole)
            best, most = old, near[old] - totals[old] * share + LEAST_GAIN * whole
            for candidate in sorted(near):
                gain = near[candidate] - totals[candidate] * share
                if gain > most:
                    best, most = candidate, gain
            group[actor] = best
            totals[best] += degrees[actor]
            moved = moved or best != old
    return group


def _renumbered(group: list[int]) -> list[int]:
    number = {old: new for new, old in enumerate(dict.fromkeys(group))}
    return [number[old] for old in group]


def _gathered(links: Weights, loops: list[float], group: list[int]) -> tuple[Weights, list[float]]:
    size = max(group) + 1
    together: list[defaultdict[int, float]] = [defaultdict(float) for _ in range(size)]
    inside = [0.0] * size
    for actor, row in enumerate(links):
        own = group[actor]
        inside[own] += loops[actor]
        for other, weight in row.items():
            if group[other] == own:
                inside[own] += weight / 2
            else:
                together[own][group[other]] += weight
    return [dict(row) for row in together], inside


def _modularity(network: Network, member: list[int], whole: float) -> float:
    if not whole:
        return 0.0
    inside: dict[int, float] = defaultdict(float)
    degrees: dict[int, float] = defaultdict(float)
    for (one, two), weight in network.weights.items():
        degrees[member[one]] += weight
        degrees[member[two]] += weight
        if member[one] == member[two]:
            inside[member[one]] += weight
    return sum(
        inside[group] / whole - (degrees[group] / (2 * whole)) ** 2 for group in sorted(degrees)
    )
