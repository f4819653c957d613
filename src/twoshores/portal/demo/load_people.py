"""Load the demo's 2,000 people into the roster, without linking their words to skills."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from twoshores.actors.consent_texts import CURRENT_VERSION
from twoshores.actors.models import (
    Actor,
    Consent,
    Organisation,
    Person,
    PersonIdentity,
    Registration,
    Tie,
)
from twoshores.actors.selectors.reading import shipped
from twoshores.actors.services.consents import set_ends
from twoshores.actors.services.people import PSEUDONYM_LETTERS
from twoshores.capacities.models import Profile, ProfileLanguage, ProfileSkill
from twoshores.common.models import Place

from .people import build_people
from .records import DemoPerson, DemoPlace, DemoSkill

BATCH = 2_000


def load(*, registrars: Sequence[Organisation], count: int = 2000) -> None:
    """In the caller's transaction. People of associations are shared out among `registrars`."""
    people = build_people(count=count)
    places = _places(people)
    now = timezone.now()
    rows = {person.number: _person(person, places) for person in people}
    consents = {
        person.number: _consents(person, rows[person.number], registrars, now) for person in people
    }
    for person in people:
        set_ends(rows[person.number], consents[person.number])
    Actor.objects.bulk_create([_actor(row) for row in rows.values()], BATCH)
    for row in rows.values():
        row.save_base(raw=True, force_insert=True)  # bulk_create refuses inherited models
    Consent.objects.bulk_create([c for group in consents.values() for c in group], BATCH)
    _identities(people, rows)
    _registrations(people, rows, registrars)
    _offers(people, rows, now)
    _ties(people, rows, places)


def _places(people: Sequence[DemoPerson]) -> dict[str, Place]:
    wanted: list[DemoPlace] = []
    for person in people:
        wanted += [person.residence, person.origin, *(tie.place for tie in person.ties)]
    rows = Place.objects.filter(key__in={place.key for place in wanted})
    return {row.key: row for row in rows}


def _pseudonym(number: int) -> str:
    """K7-204 and the like: a fixed one per number, so that the demo reads the same each time."""
    mixed = (number * 7919) % 207_000  # 7919 is prime to 207,000: no two numbers meet
    letter = PSEUDONYM_LETTERS[mixed % 23]
    return f"{letter}{mixed // 23 % 9 + 1}-{mixed // 207:03d}"


def _person(person: DemoPerson, places: dict[str, Place]) -> Person:
    key = uuid.uuid4()
    return Person(
        id=key,
        actor_ptr_id=key,  # the parent's row goes in by bulk, so nobody sets it for us
        kind=Actor.Kind.PERSON,
        is_demo=True,
        pseudonym=_pseudonym(person.number),
        language=person.language,
        residence=places[person.residence.key],
        sex=person.sex or "",
        age_band=person.age_band or "",
    )


def _actor(row: Person) -> Actor:
    return Actor(id=row.pk, kind=row.kind, is_demo=True)


def _consents(
    person: DemoPerson, row: Person, registrars: Sequence[Organisation], now: datetime
) -> list[Consent]:
    by_association = person.registered_by == "association" and registrars
    registrar = registrars[person.number % len(registrars)] if by_association else None
    given_at = now - timedelta(days=min(person.confirmed_days_ago, 300))
    spoken = [one.language for one in sorted(person.languages, key=lambda one: -one.level)]
    return [
        Consent(
            person=row,
            purpose=consent.purpose,
            given=True,
            registrar=registrar,
            channel=person.consent_channel if by_association else Consent.Channel.WEB,
            witness="(demo)" if person.consent_channel == "spoken" else "",
            text_version=CURRENT_VERSION,
            text_language=shipped((person.language, *spoken)) or "en",
            at=given_at,
            expires_at=now + timedelta(days=consent.expires_in_days),
            ended_at=now if consent.withdrawn else None,
        )
        for consent in person.consents
    ]


def _identities(people: Sequence[DemoPerson], rows: dict[int, Person]) -> None:
    PersonIdentity.objects.bulk_create(
        [
            PersonIdentity(
                person=rows[person.number],
                full_name=f"{person.given} {person.family}",
                email=person.email,
            )
            for person in people
        ],
        BATCH,
    )


def _registrations(
    people: Sequence[DemoPerson], rows: dict[int, Person], registrars: Sequence[Organisation]
) -> None:
    if registrars:
        Registration.objects.bulk_create(
            [
                Registration(
                    person=rows[person.number],
                    organisation=registrars[person.number % len(registrars)],
                )
                for person in people
                if person.registered_by == "association"
            ],
            BATCH,
        )


def _offers(people: Sequence[DemoPerson], rows: dict[int, Person], now: datetime) -> None:
    today = now.date()
    profiles = {
        person.number: Profile(
            person=rows[person.number],
            number=person.number,
            language=person.language,
            headline=person.headline,
            second_language=person.second_language or "",
            second_headline=person.headline_second or "",
            modes=list(person.modes),
            times=list(person.times),
            hours_per_week=person.hours_per_week,
            available_from=_day(today, person.available_from_days),
            available_until=_day(today, person.available_until_days),
            terms=person.terms,
            has_trained=person.has_trained,
            confirmed_at=now - timedelta(days=person.confirmed_days_ago),
        )
        for person in people
    }
    Profile.objects.bulk_create(profiles.values(), BATCH)
    ProfileSkill.objects.bulk_create(
        [
            _skill(profiles[person.number], position, person, skill)
            for person in people
            for position, skill in enumerate((_trade(person), *person.skills), start=1)
        ],
        BATCH,
    )
    ProfileLanguage.objects.bulk_create(
        [
            ProfileLanguage(
                profile=profiles[person.number], language=spoken.language, level=spoken.level
            )
            for person in people
            for spoken in person.languages
        ],
        BATCH,
    )


def _trade(person: DemoPerson) -> DemoSkill:
    """What somebody says they are, in the line that heads their offer, is a claim too."""
    level = max((skill.level for skill in person.skills), default=2)
    return DemoSkill(
        said=person.headline,
        language=person.language,
        said_second=person.headline_second,
        kind="occupation",
        level=level,
        years=None,
        recognised=None,
        working_below=None,
    )


def _skill(profile: Profile, position: int, person: DemoPerson, skill: DemoSkill) -> ProfileSkill:
    return ProfileSkill(
        profile=profile,
        position=position,
        said=skill.said,
        language=skill.language,
        second_said=skill.said_second or "",
        second_language=(person.second_language or "") if skill.said_second else "",
        kind=skill.kind,
        linked=ProfileSkill.Linked.PENDING,
        level=skill.level,
        years=skill.years,
        recognised=skill.recognised,
        working_below=skill.working_below,
    )


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def _ties(people: Sequence[DemoPerson], rows: dict[int, Person], places: dict[str, Place]) -> None:
    ties = []
    for person in people:
        actor = rows[person.number]
        ties.append(Tie(actor=actor, place=places[person.origin.key], kind="origin", strength=3))
        ties += [
            Tie(
                actor=actor,
                place=places[tie.place.key],
                kind=tie.kind,
                strength=tie.strength,
                note=tie.note,
            )
            for tie in person.ties
        ]
    Tie.objects.bulk_create(ties, BATCH)
