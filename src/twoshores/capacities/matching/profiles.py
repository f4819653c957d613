"""From the roster's tables to the engine's profiles, in a handful of queries for any number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from twoshores.actors.models import Tie
from twoshores.common.models import Place
from twoshores.engines.matching import FIRST_DAY, FIRST_PHRASE, LAST_DAY
from twoshores.engines.matching import Profile as EngineProfile

from ..models import PhraseUse, Profile, ProfileLanguage, ProfileSkill
from .codes import country_number, day_number, language_mask, mode_mask, time_mask

BATCH = 2_000


def engine_profiles(numbers: Iterable[int] | None = None) -> Iterator[EngineProfile]:
    """Profiles as the engine reads them; all of them, or those with these numbers.

    Consent is what the person's row says at this moment. A profile that sleeps counts as
    without consent.
    """
    rows = Profile.objects.order_by("number")
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    places = _PlaceChains()
    for batch in batched(_facts(rows).iterator(BATCH), BATCH):
        yield from _convert(batch, places)


def _facts(rows: QuerySet[Profile]) -> QuerySet[Profile, tuple]:  # type: ignore[type-arg]
    return rows.values_list(
        "person_id",
        "number",
        "modes",
        "times",
        "available_from",
        "available_until",
        "confirmed_at",
        "state",
        "person__matched_until",
        "person__residence__country",
    )


def _convert(batch: tuple, places: "_PlaceChains") -> Iterator[EngineProfile]:  # type: ignore[type-arg]
    now = timezone.now()
    people = [row[0] for row in batch]
    claims, languages, ties = _claims(people), _languages(people), _ties(people)
    for person, number, modes, times, start, until, confirmed, state, matched, country in batch:
        yield EngineProfile(
            id=number,
            claims=tuple(claims[person]),
            consent=bool(matched and matched > now and state != Profile.State.ASLEEP),
            modes=mode_mask(modes),
            languages=language_mask(languages[person]),
            available_from=day_number(start, FIRST_DAY),
            available_until=day_number(until, LAST_DAY),
            residence=country_number(country or ""),
            places=places.codes(ties[person]),
            times=time_mask(times),
            confirmed=0 if state == Profile.State.SUNK else confirmed.date().toordinal(),
        )


def _claims(people: list[UUID]) -> dict[UUID, list[tuple[int, int]]]:
    """Concepts, and beside them the phrases that the skills were said in."""
    result: dict[UUID, list[tuple[int, int]]] = defaultdict(list)
    rows = ProfileSkill.objects.filter(profile__in=people, concept__isnull=False)
    for person, concept, level in rows.values_list("profile_id", "concept_id", "level"):
        result[person].append((concept, level))
    said = PhraseUse.objects.filter(skill__profile__in=people)
    for person, phrase, level in said.values_list("skill__profile_id", "phrase", "skill__level"):
        result[person].append((FIRST_PHRASE + phrase, level))
    return result


def _languages(people: list[UUID]) -> dict[UUID, list[str]]:
    result: dict[UUID, list[str]] = defaultdict(list)
    rows = ProfileLanguage.objects.filter(
        profile__in=people, level__gte=ProfileLanguage.Level.WORKING
    )
    for person, language in rows.values_list("profile_id", "language"):
        result[person].append(language)
    return result


def _ties(people: list[UUID]) -> dict[UUID, list[int]]:
    result: dict[UUID, list[int]] = defaultdict(list)
    rows = Tie.objects.filter(actor__in=people, place__isnull=False)
    for person, place in rows.values_list("actor_id", "place_id"):
        result[person].append(place)
    return result


class _PlaceChains:
    """Each place with everything that contains it; parents are read once per batch of places."""

    def __init__(self) -> None:
        self._parents: dict[int, int | None] = {}

    def codes(self, places: list[int]) -> tuple[int, ...]:
        found: set[int] = set()
        for place in places:
            current: int | None = place
            while current is not None and current not in found:
                found.add(current)
                current = self._parent(current)
        return tuple(sorted(found))

    def _parent(self, place: int) -> int | None:
        if not self._parents:
            used = Tie.objects.filter(place__isnull=False).values("place")
            near = Place.objects.filter(pk__in=used)
            self._parents = dict(near.values_list("pk", "parent_id"))
            above = {parent for parent in self._parents.values() if parent is not None}
            self._parents |= dict(Place.objects.filter(pk__in=above).values_list("pk", "parent_id"))
        if place not in self._parents:
            parent = Place.objects.filter(pk=place).values_list("parent_id", flat=True).first()
            self._parents[place] = parent
        return self._parents[place]
