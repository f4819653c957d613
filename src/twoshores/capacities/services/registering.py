"""An association registers people with their offers: one by one on a page, or many by a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation, Person, Tie
from twoshores.actors.services.registrations import Entry, people_register
from twoshores.common import audit

from ..matching.roster_index import lock_roster, note_changes
from ..models import Profile, ProfileLanguage, ProfileSkill
from .offer_texts import index_offer_texts
from .phrases import phrases_follow_people
from .profiles import (
    Lines,
    check_offer,
    free_number,
    language_rows,
    skill_rows,
    tie_rows,
)

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Registering:
    """All that an association writes about one person. offer: fields as `profile_save` takes."""

    entry: Entry
    offer: Mapping[str, Any]
    lines: Lines


@transaction.atomic
def people_register_with_offers(
    *, by: User, organisation: Organisation, everyone: Sequence[Registering]
) -> list[Person]:
    """Register people, their consents and their offers: all of them or, if it fails, nobody.

    A few statements for any number. Skills wait as pending words; the task worker reads them
    after the commit. Raises PermissionDenied, ValidationError.
    """
    lock_roster()
    for each in everyone:
        check_offer(each.offer, each.lines)
    people = people_register(
        by=by, registrar=organisation, entries=[each.entry for each in everyone]
    )
    profiles = _profiles(people, everyone)
    skills: list[ProfileSkill] = []
    languages: list[ProfileLanguage] = []
    ties: list[Tie] = []
    for profile, each in zip(profiles, everyone, strict=True):
        skills += skill_rows(profile, each.lines.skills or ())
        languages += language_rows(profile, each.lines.languages or {})
        ties += tie_rows(profile, each.lines.ties or ())
    Profile.objects.bulk_create(profiles, BATCH)
    ProfileSkill.objects.bulk_create(skills, BATCH)
    ProfileLanguage.objects.bulk_create(languages, BATCH)
    Tie.objects.bulk_create(ties, BATCH)
    audit.record_many(
        "profile.save",
        [(profile, person) for profile, person in zip(profiles, people, strict=True)],
        by=by,
        fields=[*(everyone[0].offer if everyone else ()), "skills", "languages", "ties"],
    )
    note_changes([profile.number for profile in profiles])
    index_offer_texts([person.pk for person in people])
    phrases_follow_people([person.pk for person in people])
    _read_words_later()
    return people


def _profiles(people: Sequence[Person], everyone: Sequence[Registering]) -> list[Profile]:
    first, now = free_number(), timezone.now()
    return [
        Profile(
            person=person,
            number=first + place,
            confirmed_at=now,
            **{"language": person.language, **each.offer},
        )
        for place, (person, each) in enumerate(zip(people, everyone, strict=True))
    ]


def _read_words_later() -> None:
    from ..tasks import link_pending_offers  # tasks import services

    # In this transaction: the task is there exactly if the words are.
    link_pending_offers.enqueue()
