"""Read what people wrote and suggest the concept it means, for words nobody has linked yet.

Rows come in "pending" from imports and the demo; a form links at once and a person confirms.
What is written here is only ever "suggested": the shortlist says so beside the words.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import transaction

from twoshores.engines.linking import Candidate, LinkResult
from twoshores.taxonomy.linking import link_text
from twoshores.taxonomy.models import Concept

from ..matching.roster_index import note_changes
from ..models import NeedRequirement, ProfileSkill

BATCH = 200
# Below this cosine the nearest label is as often wrong as right (docs/algorithms/linking.md).
LOWEST_COSINE = 0.45

SHORTEST_PART = 4  # letters
MOST_PARTS = 5
_BREAKS = re.compile(r"[,;:()–—،؛/]| - ")
_TIME_SPANS = re.compile(r"\d+\s*\w+")  # "7 years", "12 سنة"

type Said = ProfileSkill | NeedRequirement


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows were read, and how many of them found a concept."""

    read: int
    linked: int


def phrases_of(text: str) -> list[str]:
    """The text and its parts between commas and the like, without lengths of time.

    People write "nurse, 7 years in intensive care, trained the new ones": read as one sentence
    it means nothing that a taxonomy has; its first part is a label of one.
    """
    parts = [_TIME_SPANS.sub(" ", part).strip() for part in _BREAKS.split(text)]
    kept = [part for part in parts if sum(char.isalpha() for char in part) >= SHORTEST_PART]
    return list(dict.fromkeys([text.strip(), *kept]))[:MOST_PARTS]


def best_candidate(row: Said) -> Candidate | None:
    """The concept that a row's words mean, by its second text where the first is in a language
    that nobody here reads. None when nothing is near enough."""
    for text, language in [(row.said, row.language), (row.second_said, row.second_language)]:
        found = [
            candidate
            for phrase in (phrases_of(text) if text else [])
            for candidate in _read(phrase, language, row.kind)
            if candidate.semantic >= LOWEST_COSINE
        ]
        if found:
            return max(found, key=lambda candidate: candidate.score)
    return None


@lru_cache(maxsize=4096)
def _read(phrase: str, language: str, kind: str) -> LinkResult:
    """People of one trade say much the same: each phrase is read once in a run."""
    return link_text(phrase, language=language, kind=kind, top=1)


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
    concepts = _concepts(batch)  # outside the transaction: reading takes time
    with transaction.atomic():
        for row in batch:
            _set(row, concepts.get(row.pk))
        ProfileSkill.objects.bulk_update(batch, ["concept", "linked"])
        note_changes({row.profile.number for row in batch})
    return sum(row.concept_id is not None for row in batch)


def link_pending_requirements() -> Progress:
    """The same for the requirements of needs."""
    _read.cache_clear()
    batch = list(NeedRequirement.objects.filter(linked=ProfileSkill.Linked.PENDING))
    concepts = _concepts(batch)
    with transaction.atomic():
        for row in batch:
            _set(row, concepts.get(row.pk))
        NeedRequirement.objects.bulk_update(batch, ["concept", "linked"])
    return Progress(len(batch), sum(row.concept_id is not None for row in batch))


def _concepts(rows: Iterable[Said]) -> dict[int, Concept]:
    found = {row.pk: candidate.uri for row in rows if (candidate := best_candidate(row))}
    by_uri = {c.uri: c for c in Concept.objects.filter(uri__in=set(found.values()))}
    return {pk: by_uri[uri] for pk, uri in found.items() if uri in by_uri}


def _set(row: Said, concept: Concept | None) -> None:
    row.concept = concept
    row.linked = ProfileSkill.Linked.SUGGESTED if concept else ProfileSkill.Linked.NONE
