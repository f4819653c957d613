"""How strong what ties two sides is: points out of 100, each with its reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from twoshores.engines.network.problem import AGREEMENT, PROJECT, Edge, Network

REACH, WRITTEN, TOGETHER, KINDS, YEARS, REDUNDANCY, ANSWERED = 25, 20, 15, 15, 10, 10, 5
FULL_KINDS, FULL_YEARS, FULL_DISJOINT = 3, 5.0, 3
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Points:
    """name: of the part; points of `possible`; figures: what was counted, of how many."""

    name: str
    points: int
    possible: int
    counted: float
    of: float


@dataclass(frozen=True, slots=True)
class Strength:
    """points: the sum of its parts, 0 to 100; tied_pairs: pairs with one actor on each side."""

    points: int
    tied_pairs: int
    parts: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class CountryPair:
    """What ties the actors of two countries, alphabetically."""

    countries: tuple[str, str]
    actors: tuple[int, int]
    strength: Strength


def partnership_strength(
    network: Network, one: Collection[str], two: Collection[str], *, on: date
) -> Strength:
    """The strength of what ties two sides (ids of actors, no actor on both), in seven parts:

    1. reach, 25: actors with a tie across, of all actors of both sides.
    2. written, 20: tied pairs with an agreement, of tied pairs.
    3. together, 15: tied pairs with a project of both, of tied pairs.
    4. kinds, 15: kinds of tie across (agreements and projects among them), 3 or more are full
       (multiplexity: Wasserman and Faust 1994, section 2.3).
    5. years, 10: mean years since the first known day of each tied pair, 5 are full; a pair
       without a known day counts 0.
    6. redundancy, 10: ties across that share no actor; this is also how many actors would have to
       leave until no tie is left (König 1931). One gives nothing, 3 are full.
    7. answered, 5: tied pairs whose ties do not all go one way, of tied pairs (reciprocity).
    Every part is rounded down. Without a tie across all are 0. The weights are ours.

    Raises ValueError if an actor stands on both sides, KeyError if one is not in the network.
    """
    left, right = sorted(set(one)), sorted(set(two))
    if set(left) & set(right):
        raise ValueError("an actor stands on both sides")
    pairs = _across(network, [network.index[i] for i in left], [network.index[i] for i in right])
    count = len(pairs)
    edges = [edge for held in pairs.values() for edge in held]
    reached = len({n for pair in pairs for n in pair})
    years = sum(_years(held, on) for held in pairs.values()) / count if count else 0.0
    parts = (
        _part("reach", REACH, reached, len(left) + len(right)),
        _part("written", WRITTEN, _having(pairs, AGREEMENT), count),
        _part("together", TOGETHER, _having(pairs, PROJECT), count),
        _part("kinds", KINDS, len({edge.kind for edge in edges}), FULL_KINDS),
        _part("years", YEARS, years, FULL_YEARS),
        _part("redundancy", REDUNDANCY, max(0, _disjoint(pairs) - 1), FULL_DISJOINT - 1),
        _part("answered", ANSWERED, sum(_answered(held) for held in pairs.values()), count),
    )
    return Strength(sum(part.points for part in parts), count, parts)


def country_pairs(network: Network, *, on: date) -> tuple[CountryPair, ...]:
    """Every two countries with a tie between them, strongest first. No country: no pair."""
    members: dict[str, list[str]] = {}
    for node in network.nodes:
        if node.country:
            members.setdefault(node.country, []).append(node.id)
    tied = {
        tuple(sorted((network.nodes[one].country, network.nodes[two].country)))
        for one, two in network.between
    }
    found = [
        CountryPair(
            (one, two),
            (len(members[one]), len(members[two])),
            partnership_strength(network, members[one], members[two], on=on),
        )
        for one, two in combinations(sorted(members), 2)
        if (one, two) in tied
    ]
    return tuple(sorted(found, key=lambda pair: (-pair.strength.points, pair.countries)))


def _part(name: str, possible: int, counted: float, of: float) -> Points:
    share = min(1.0, counted / of) if of else 0.0
    return Points(name, int(possible * share + 1e-9), possible, counted, of)


def _across(
    network: Network, left: list[int], right: list[int]
) -> dict[tuple[int, int], tuple[Edge, ...]]:
    far = set(right)
    return {
        (one, two): network.between[min(one, two), max(one, two)]
        for one in left
        for two in network.neighbours[one]
        if two in far
    }


def _having(pairs: dict[tuple[int, int], tuple[Edge, ...]], kind: str) -> int:
    return sum(any(edge.kind == kind for edge in held) for held in pairs.values())


def _years(held: Sequence[Edge], on: date) -> float:
    first = min((edge.since for edge in held if edge.since), default=on)
    return min(FULL_YEARS, max(0.0, (on - first).days / _YEAR))


def _answered(held: Sequence[Edge]) -> bool:
    ways = {edge.source for edge in held if edge.directed}
    return len(ways) == 2 or any(not edge.directed for edge in held)


def _disjoint(pairs: dict[tuple[int, int], tuple[Edge, ...]]) -> int:
    if not pairs:
        return 0
    # Only here: with its kin it is a third of a start.
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    rows = {n: i for i, n in enumerate(sorted({one for one, _ in pairs}))}
    columns = {n: i for i, n in enumerate(sorted({two for _, two in pairs}))}
    where = ([rows[one] for one, _ in pairs], [columns[two] for _, two in pairs])
    matrix = csr_array((np.ones(len(pairs)), where), shape=(len(rows), len(columns)))
    return int((maximum_bipartite_matching(matrix) >= 0).sum())
