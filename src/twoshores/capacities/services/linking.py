"""Read what people wrote and suggest the concept it means, for words nobody has linked yet.

Rows come in "pending" from imports and the demo; a form links at once and a person confirms.
What is written here is only ever "suggested": the shortlist says so beside the words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from twoshores.engines.linking import Candidate, LinkResult
from twoshores.engines.linking.phrases import phrases_of
from twoshores.taxonomy.linking import link_text
from twoshores.taxonomy.models import Concept

from ..matching.roster_index import note_changes
from ..models import NeedRequirement, ProfileSkill
from .offer_texts import index_offer_texts
from .phrases import phrases_follow_people

BATCH = 200
# Below this cosine the nearest label is as often wrong as right (docs/algorithms/linking.md).
LOWEST_COSINE = 0.45

READINGS = 4
# Readings whose scores lie this close cannot be told apart by the encoder.
SCORE_MARGIN = 0.05

type Said = ProfileSkill | NeedRequirement


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows were read, and how many of them found a concept."""

    read: int
    linked: int


def candidates_of(row: Said) -> list[Candidate]:
    """Concepts that a row's words may mean, best first, by its second text where the first is
    in a language that nobody here reads. Empty when nothing is near enough."""
    for text, language in [(row.said, row.language), (row.second_said, row.second_language)]:
        found = [
            candidate
            for phrase in (phrases_of(text) if text else [])
            for candidate in _read(phrase, language, row.kind)
            if candidate.semantic >= LOWEST_COSINE
        ]
        if found:
            best = max(candidate.score for candidate in found)
            return sorted(
                (c for c in found if c.score >= best - SCORE_MARGIN), key=lambda c: -c.score
            )
    return []


@lru_cache(maxsize=4096)
def _read(phrase: str, language: str, kind: str) -> LinkResult:
    """People of one trade say much the same: each phrase is read once in a run."""
    return link_text(phrase, language=language, kind=kind, top=READINGS)


def link_pending_skills() -> Progress:
    """Read all pending skills of profiles, in batches that commit one by one. Idempotent."""
    _read.cache_clear()  # the index may have changed since the last run
    total, linked = 0, 0
    pending = ProfileSkill.objects.filter(linked=ProfileSkill.Linked.PENDING).order_by("pk")
    while batch := list(pending.select_related("profile")[:BATCH]):
        linked += _link_skills(batch)
        total += len(batch)
    return Progress(total, linked)


def _link_skills(batch: Sequence[ProfileSkill]) -> int:
    readings = _readings(batch)  # outside the transaction: reading takes time
    with transaction.atomic():
        for row in batch:
            _set(row, readings.get(row.pk, []))
        ProfileSkill.objects.bulk_update(batch, ["concept", "linked"])
        note_changes({row.profile.number for row in batch})
        index_offer_texts({row.profile_id for row in batch})
        phrases_follow_people({row.profile_id for row in batch})
    return sum(row.concept_id is not None for row in batch)


def link_pending_requirements() -> Progress:
    """The same for the requirements of needs."""
    _read.cache_clear()
    batch = list(NeedRequirement.objects.filter(linked=ProfileSkill.Linked.PENDING))
    readings = _readings(batch)
    with transaction.atomic():
        for row in batch:
            _set(row, readings.get(row.pk, []))
            row.also = [concept.pk for concept in readings.get(row.pk, [])[1:]]
        NeedRequirement.objects.bulk_update(batch, ["concept", "linked", "also"])
    return Progress(len(batch), sum(row.concept_id is not None for row in batch))


def _readings(rows: Iterable[Said]) -> dict[int, list[Concept]]:
    """For each row (by its key) the concepts it may mean, best first, each once."""
    found = {row.pk: [candidate.uri for candidate in candidates_of(row)] for row in rows}
    wanted = {uri for uris in found.values() for uri in uris}
    by_uri = {c.uri: c for c in Concept.objects.filter(uri__in=wanted)}
    return {
        pk: [by_uri[uri] for uri in dict.fromkeys(uris) if uri in by_uri]
        for pk, uris in found.items()
    }


def _set(row: Said, readings: Sequence[Concept]) -> None:
    row.concept = readings[0] if readings else None
    row.linked = ProfileSkill.Linked.SUGGESTED if readings else ProfileSkill.Linked.NONE
