"""What associations write about the people they register: many at once, and the end of it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_ox.bulk import enqueue_many

from twoshores.accounts.models import User
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.folding import fold
from twoshores.common.languages import parse_digits

from ..models import Actor, Consent, Organisation, Person, PersonIdentity, Registration
from ..permissions.people import can_register_people
from ..selectors.reading import reading_language
from .consents import (
    Evidence,
    check_choices,
    consent_record,
    consent_rows,
    consent_withdraw_registration,
    set_ends,
)
from .mails import person_link
from .people import PersonFacts, check_facts, new_pseudonyms, person_erase

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One person whom an association registers, with the proof of their consent."""

    facts: PersonFacts
    choices: Mapping[str, datetime | None]  # purpose -> end of a yes, None for a no
    evidence: Evidence
    own_reference: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells the people of one association apart. Empty parts tell nothing."""

    reference: str
    email: str
    caller: str  # telephone and name: families share a telephone

    def meets(self, known: set[str]) -> bool:
        return not known.isdisjoint(self.parts())

    def parts(self) -> list[str]:
        named = (("r", self.reference), ("e", self.email), ("c", self.caller))
        return [f"{kind}:{value}" for kind, value in named if value]


def mark_of(*, reference: str, email: str, phone: str, name: str) -> Mark:
    digits = "".join(char for char in parse_digits(phone) if char.isdecimal()).lstrip("0")
    return Mark(
        reference=fold(reference),
        email=email.strip().casefold(),
        caller=f"{digits} {fold(name)}" if digits else "",
    )


def marks_of_registered(organisation: Organisation) -> set[str]:
    """`Mark.parts` of everybody whom this association registers now. For comparing only.

    Of people whom others registered nothing is said: an officer who could ask whether an
    address is known here would learn who is on the roster.
    """
    rows = Registration.objects.filter(organisation=organisation, ended_at=None).values_list(
        "own_reference",
        "person__identity__email",
        "person__identity__phone",
        "person__identity__full_name",
    )
    known: set[str] = set()
    for reference, email, phone, name in rows.iterator(BATCH):
        mark = mark_of(reference=reference, email=email or "", phone=phone or "", name=name or "")
        known.update(mark.parts())
    return known


@transaction.atomic
def people_register(*, by: User, registrar: Organisation, entries: Sequence[Entry]) -> list[Person]:
    """Register people with their consents, in a few statements for any number; in their order.

    Each gets their link by mail after the commit, if they have an address. Raises
    PermissionDenied, or ValidationError for facts or a consent that cannot be.
    """
    require(can_register_people(by, registrar))
    for entry in entries:
        check_entry(entry)
    names = new_pseudonyms(len(entries))
    people = [_person(entry, name) for entry, name in zip(entries, names, strict=True)]
    consents: list[Consent] = []
    for entry, person in zip(entries, people, strict=True):
        rows = consent_rows(person, entry.choices, entry.evidence, registrar)
        set_ends(person, rows)
        consents += rows
    actors = [Actor(id=each.pk, kind=each.kind) for each in people]
    Actor.objects.bulk_create(actors, BATCH)
    for actor, person in zip(actors, people, strict=True):
        person.created_at = actor.created_at
    _insert(people)
    PersonIdentity.objects.bulk_create(map(_identity, entries, people), BATCH)
    Registration.objects.bulk_create(
        [
            Registration(person=person, organisation=registrar, own_reference=entry.own_reference)
            for entry, person in zip(entries, people, strict=True)
        ],
        BATCH,
    )
    Consent.objects.bulk_create(consents, BATCH)
    about = [(person, person) for person in people]
    audit.record_many("person.register", about, by=by, fields=PersonFacts.__slots__)
    audit.record_many("consent.record", about, by=by, fields=entries[0].choices if entries else ())
    _mail_later(registrar, entries, people)
    return people


def _insert(people: Sequence[Person]) -> None:
    """The rows of the person's own table: bulk_create refuses models that inherit one, and
    Django's way row by row costs a millisecond each, while nobody else can write (SQLite)."""
    fields = Person._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    # Names of our own table and columns, nothing that anybody typed.
    statement = f"INSERT INTO {quote(Person._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608
    rows = [
        [field.get_db_prep_save(getattr(person, field.attname), connection) for field in fields]
        for person in people
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
    for person in people:
        person._state.adding, person._state.db = False, connection.alias


def check_entry(entry: Entry) -> None:
    """Raise ValidationError for facts, proof or consents that cannot be kept."""
    check_facts(entry.facts)
    entry.evidence.check(by_registrar=True)
    check_choices(entry.choices, entry.evidence.at or timezone.now())
    if not any(entry.choices.values()):
        raise ValidationError(
            _("Without a yes to at least one purpose we may not keep this person.")
        )


def _person(entry: Entry, pseudonym: str) -> Person:
    facts = entry.facts
    person = Person(
        kind=Actor.Kind.PERSON,
        pseudonym=pseudonym,
        language=facts.language,
        residence=facts.residence,
        sex=facts.sex,
        age_band=facts.age_band,
    )
    person.actor_ptr_id = person.id  # the parent's row goes in by bulk, so nobody sets it for us
    return person


def _identity(entry: Entry, person: Person) -> PersonIdentity:
    facts = entry.facts
    return PersonIdentity(
        person=person, full_name=facts.full_name.strip(), email=facts.email, phone=facts.phone
    )


def _mail_later(
    registrar: Organisation, entries: Iterable[Entry], people: Iterable[Person]
) -> None:
    from ..tasks import mail_registered  # tasks import services

    calls: list[tuple[tuple[str, str], dict[str, str]]] = [
        ((str(person.pk), str(registrar.pk)), {})
        for entry, person in zip(entries, people, strict=True)
        if entry.facts.email
    ]
    # In this transaction: the tasks are there exactly if the people are.
    enqueue_many(mail_registered, calls)


def registered_mail(person_id: str, organisation_id: str) -> None:
    """Tell somebody that an association registered them, with the link to their own page."""
    registration = (
        Registration.objects.filter(
            person=uuid.UUID(person_id),
            organisation=uuid.UUID(organisation_id),
            ended_at=None,
            person__erased_at=None,
        )
        .select_related("organisation", "person__identity")
        .first()
    )
    if registration is None:
        return
    person = registration.person
    mail.send(
        to=person.identity.email,
        language=reading_language(person),
        template="actors/mail/registered.txt",
        context={
            "link": person_link(person),
            "person": person,
            "organisation": registration.organisation,
        },
    )


@transaction.atomic
def registration_consent(
    *,
    by: User,
    organisation: Organisation,
    person: Person,
    choices: Mapping[str, datetime | None],
    evidence: Evidence,
) -> None:
    """Record what somebody said anew to the association that registered them.

    Raises PermissionDenied, Registration.DoesNotExist when they are not (or no longer)
    registered by it, ValidationError as `check_entry` does.
    """
    require(can_register_people(by, organisation))
    Registration.objects.select_for_update().get(
        person=person, organisation=organisation, ended_at=None, person__erased_at=None
    )
    if not any(choices.values()):
        raise ValidationError(
            _("Without a yes to anything, end the registration instead of writing it down.")
        )
    consent_record(by=by, person=person, choices=choices, evidence=evidence, registrar=organisation)


@transaction.atomic
def registration_end(*, by: User, organisation: Organisation, person: Person) -> bool:
    """The association lets go of somebody: its consents end, it no longer reads the name.

    Somebody whom nobody else registered and who has no way to their own page (no login, no
    address) is erased, since nobody could keep or end the record any more. Returns whether.
    Raises PermissionDenied, Registration.DoesNotExist.
    """
    require(can_register_people(by, organisation))
    Registration.objects.select_for_update().get(
        person=person, organisation=organisation, ended_at=None, person__erased_at=None
    )
    consent_withdraw_registration(by=by, person=person, organisation=organisation)
    if not is_orphan(person):
        return False
    person_erase(by=by, person=person)
    return True


def is_orphan(person: Person, *, without: Organisation | None = None) -> bool:
    """Whether nobody keeps a record and its person cannot reach it.

    without: as it would be once this association let go.
    """
    if person.user_id is not None:
        return False
    if PersonIdentity.objects.filter(person=person).exclude(email="").exists():
        return False
    others = Registration.objects.filter(person=person, ended_at=None)
    if without is not None:
        others = others.exclude(organisation=without)
    return not others.exists()
