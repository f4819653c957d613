"""Concepts that are near in meaning: what a taxonomy's tree and relations leave unsaid.

ESCO puts "welder" and "operate welding equipment" into two pillars without a relation in the
data that comes with us, and "feed fish" far from "aquaculture worker". The mean directions of
their labels, which linking keeps anyway, lie close. Steps: cosine of the concept's mean with
every other mean; those from `at_least` on, the nearest `top`, nearest first. Source: the
encoder's own vectors (docs/algorithms/linking.md); thresholds are the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .index import LinkIndex

SEARCHED = ("occupation", "skill")


@dataclass(frozen=True, slots=True)
class Near:
    """A concept and the cosine of its mean direction with the asked one's, 0..1."""

    uri: str
    cosine: float


def near_concepts(
    index: LinkIndex, uris: Sequence[str], *, top: int = 60, at_least: float = 0.6
) -> dict[str, list[Near]]:
    """For each known URI the nearest other occupations and skills; unknown URIs are left out.

    A few milliseconds for any number of URIs, and 20 MB while it works.
    """
    place = {uri: number for number, (kind, uri) in enumerate(index.concepts) if kind in SEARCHED}
    known = [uri for uri in dict.fromkeys(uris) if uri in place]
    if not known:
        return {}
    means = index.mean_directions()
    rows = np.array([place[uri] for uri in known], dtype=np.int64)
    cosines = means[rows] @ means.T
    result = {}
    for uri, row, line in zip(known, rows, cosines, strict=True):
        found = np.flatnonzero(line >= at_least)
        ranked = found[np.argsort(-line[found], kind="stable")]
        result[uri] = [
            Near(index.concepts[other][1], float(line[other]))
            for other in ranked.tolist()
            if other != row and index.concepts[other][0] in SEARCHED
        ][:top]
    return result
