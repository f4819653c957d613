"""You should know each other: two steps apart, with a place or a trade in common."""

from collections.abc import Collection
from dataclasses import dataclass
from math import log

from twoshores.engines.network.problem import Network

MOST = 50


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two actors who are not tied. through: ids of those both know, who could introduce them.

    score: Adamic and Adar 2003; sectors: trades in common; places: in common.
    """

    one: str
    two: str
    score: float
    through: tuple[str, ...]
    sectors: tuple[str, ...]
    places: tuple[str, ...]


def suggestions(
    network: Network, *, limit: int = MOST, of: Collection[str] | None = None
) -> tuple[Suggestion, ...]:
    """Pairs who should know each other, best first; `of`: only pairs with one of these actors.

    1. Pairs with a common neighbour who are not tied themselves.
    2. Kept if they share a sector or a place.
    3. Scored by the sum over common neighbours of 1 / ln(their number of neighbours): who knows
       few says more (Adamic and Adar 2003; Liben-Nowell and Kleinberg 2007). Of equals, by id.
    """
    wanted = None if of is None else {network.index[i] for i in of if i in network.index}
    shared: dict[tuple[int, int], list[int]] = {}
    for middle, near in enumerate(network.neighbours):
        for place, one in enumerate(near):
            for two in near[place + 1 :]:
                if wanted is None or one in wanted or two in wanted:
                    shared.setdefault((one, two), []).append(middle)
    weigh = [1 / log(len(row)) if len(row) > 1 else 0.0 for row in network.neighbours]
    found = []
    for (one, two), middles in shared.items():
        if (one, two) in network.between:
            continue
        first, second = network.nodes[one], network.nodes[two]
        sectors, places = first.sectors & second.sectors, first.places & second.places
        if sectors or places:
            score = sum(weigh[n] for n in middles)
            found.append((-score, one, two, middles, sectors, places))
    found.sort(key=lambda row: row[:3])
    ids = [node.id for node in network.nodes]
    return tuple(
        Suggestion(
            ids[one],
            ids[two],
            -score,
            tuple(ids[n] for n in middles),
            tuple(sorted(sectors)),
            tuple(sorted(places)),
        )
        for score, one, two, middles, sectors, places in found[:limit]
    )
