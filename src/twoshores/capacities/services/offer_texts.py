"""What full-text search knows of offers: people's own words, and what those words mean.

Only offers that are listed are in it; the list of people is scoped anew at every query, so a
consent that runs out between two visits of the task worker shows nobody.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import batched
from uuid import UUID

from django.utils import timezone

from twoshores.common import search
from twoshores.taxonomy.models import Label

from ..models import Profile, ProfileSkill

OFFER = "offer"
BATCH = 1_000


def index_offer_texts(people: Iterable[UUID]) -> None:
    """Put these people's offers into the search, or take them out if they are not listed.

    Searched are the headline and each skill in the person's own words, in both of their
    languages, and the preferred labels, in every loaded language, of the concepts that the
    skills are linked to: a search in French finds what was said in Arabic.
    """
    for batch in batched(people, BATCH):
        _index(batch)


def index_offer_text(profile: Profile) -> None:
    index_offer_texts([profile.pk])


def _index(people: tuple[UUID, ...]) -> None:
    now = timezone.now()
    listed = list(
        Profile.objects.filter(
            pk__in=people, person__listed_until__gt=now, person__erased_at=None
        ).values_list("pk", "headline", "second_headline")
    )
    said: dict[UUID, list[str]] = defaultdict(list)
    concepts: dict[UUID, set[int]] = defaultdict(set)
    skills = ProfileSkill.objects.filter(profile__in=[row[0] for row in listed])
    for person, own, second, concept in skills.order_by("position").values_list(
        "profile_id", "said", "second_said", "concept_id"
    ):
        said[person] += [own, second]
        if concept is not None:
            concepts[person].add(concept)
    labels = _labels(set().union(*concepts.values()) if concepts else set())
    search.put_many(
        OFFER,
        [
            (
                person,
                headline or next(iter(said[person]), ""),
                [second, *said[person], *(text for c in concepts[person] for text in labels[c])],
            )
            for person, headline, second in listed
        ],
    )
    search.remove_many(OFFER, set(people) - {row[0] for row in listed})


def _labels(concepts: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for batch in batched(concepts, BATCH):
        rows = Label.objects.filter(concept__in=batch, is_preferred=True)
        for concept, text in rows.values_list("concept_id", "text"):
            found[concept].append(text)
    return found
