"""Projects of a programme that should talk to each other, and why.

The programme of the handbook let two projects for people who return know of each other, and both
gained (chapter 8). Two projects are suggested to each other for what they share; what is rarer in
the programme weighs more, as in the inverse document frequency of information retrieval
(Sparck Jones 1972), so that "both in Mali" says little where half of the projects are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log

MOST_PAIRS = 30
LEAST_WEIGHT = 0.5  # less than something that half of the projects have (0.69)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two projects by key, what they share ("theme:4", "place:ML", ...), rarest first."""

    one: str
    other: str
    shared: tuple[str, ...]
    weight: float


def pairs_to_talk(projects: Mapping[str, Iterable[str]], most: int = MOST_PAIRS) -> list[Pair]:
    """The pairs that share most, best first; at most `most`.

    projects: by key, its features. 1. A feature that n of N projects have weighs ln(N / n); one
    that all have weighs nothing. 2. A pair weighs what it shares. 3. Pairs under `LEAST_WEIGHT`
    are left out. Ties stand in the order of their keys.
    """
    features = {key: frozenset(found) for key, found in projects.items()}
    counts = Counter(feature for found in features.values() for feature in found)
    weights = {feature: log(len(features) / many) for feature, many in counts.items()}
    found = []
    for one, other in combinations(sorted(features), 2):
        shared = features[one] & features[other]
        weight = sum(weights[feature] for feature in shared)
        if weight >= LEAST_WEIGHT:
            ordered = sorted(shared, key=lambda feature: (-weights[feature], feature))
            found.append(Pair(one, other, tuple(ordered), weight))
    found.sort(key=lambda pair: (-pair.weight, pair.one, pair.other))
    return found[:most]
