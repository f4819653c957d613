"""Read what people wrote and suggest the concept it means, for words nobody has linked yet.

Rows come in "pending" from imports and the demo; a form links at once and a person confirms.
What is written here is only ever "suggested": the shortlist says so beside the words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from twoshores.engines.linking import Candidate
from twoshores.taxonomy.linking import link_text
from twoshores.taxonomy.models import Concept

from ..matching.roster_index import note_changes
from ..models import NeedRequirement, ProfileSkill

BATCH = 200
# Below this cosine the nearest label is as often wrong as right (docs/algorithms/linking.md).
LOWEST_COSINE = 0.45

type Said = ProfileSkill | NeedRequirement


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows were read, and how many of them found a concept."""

    read: int
    linked: int


def best_candidate(row: Said) -> Candidate | None:
    """The concept that a row's words mean, by its second text where the first is in a language
    that nobody here reads. None when nothing is near enough."""
    texts = [(row.said, row.language), (row.second_said, row.second_language)]
    for text, language in texts:
        if not text:
            continue
        found = link_text(text, language=language, kind=row.kind, top=1)
        if found and found[0].semantic >= LOWEST_COSINE:
            return found[0]
    return None


def link_pending_skills() -> Progress:
    """Read all pending skills of profiles, in batches that commit one by one. Idempotent."""
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
