"""Concepts near in meaning, by their database ids, remembered per process and label index."""

from collections.abc import Mapping
from threading import Lock

from twoshores.engines.linking import near_concepts

from . import linking
from .models import Concept

AT_LEAST = 0.6
# Cosine of mean directions from which a concept counts as close; from AT_LEAST on as akin.
# Chosen on the demo's needs: benchmarks/README.md.
CLOSE_FROM = 0.72
MOST = 60

type Neighbours = tuple[tuple[int, float], ...]

_guard = Lock()
_remembered: dict[str, Neighbours] = {}
_index_hash = ""


def near_ids(concepts: Mapping[int, str]) -> dict[int, Neighbours]:
    """For each concept (id -> URI) the nearest others: (id, cosine), nearest first.

    Empty until the label index is published. One query when something is asked for the first
    time in this process, none after.
    """
    global _index_hash
    index = linking.current_index()
    if index is None:
        return {}
    with _guard:
        if _index_hash != index.hash:
            _remembered.clear()
            _index_hash = index.hash
        fresh = [uri for uri in concepts.values() if uri not in _remembered]
        if fresh:
            _remembered.update(_look_up(fresh))
        return {pk: _remembered[uri] for pk, uri in concepts.items() if uri in _remembered}


def _look_up(uris: list[str]) -> dict[str, Neighbours]:
    index = linking.current_index()
    assert index is not None
    found = near_concepts(index, uris, top=MOST, at_least=AT_LEAST)
    wanted = {near.uri for nears in found.values() for near in nears}
    ids = dict(Concept.objects.filter(uri__in=wanted).values_list("uri", "pk"))
    return {
        uri: tuple((ids[near.uri], near.cosine) for near in nears if near.uri in ids)
        for uri, nears in found.items()
    }
