"""Associations register many at once, read names while their consent lasts, and let go."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django_ox.testing import run_tasks

from twoshores.accounts.models import User
from twoshores.actors.models import Consent, ConsentPurpose, Membership, Person, PersonIdentity
from twoshores.actors.selectors.people import identities_visible_to
from twoshores.actors.selectors.registrations import registered, registrations_of
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import PersonFacts, person_register
from twoshores.actors.services.registrations import (
    Entry,
    mark_of,
    marks_of_registered,
    people_register,
    registration_consent,
    registration_end,
)
from twoshores.common.models import AuditEvent


def until(days=300):
    return timezone.now() + timedelta(days=days)


def entry(name="Bintou Test", *, end=None, **changes):
    facts = {"language": "fr", "email": "", "phone": "+223 20 22 33 44"} | changes
    reference = facts.pop("own_reference", "")
    return Entry(
        PersonFacts(name, **facts),
        {"listed": end or until(), "matched": None, "asked": None, "statistics": None},
        Evidence("spoken", "fr", witness="Karim"),
        reference,
    )


def rows_of(person):
    person.refresh_from_db()
    skip = {"id", "actor_ptr_id", "person_id", "at", "pseudonym", "link_nonce", "created_at"}

    def plain(row):
        found = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        return {key: value for key, value in found.items() if key not in skip}

    consents = [plain(row) for row in person.consents.order_by("purpose")]
    registrations = [plain(row) for row in person.registrations.all()]
    return plain(person), plain(person.identity), consents, registrations


def test_many_at_once_are_the_same_rows_as_one_by_one(officer, organisation):
    wanted = entry(end=until(), own_reference="7")
    alone = person_register(
        by=officer, facts=wanted.facts, registrar=organisation, own_reference="7"
    )
    consent_record(
        by=officer,
        person=alone,
        choices=wanted.choices,
        evidence=wanted.evidence,
        registrar=organisation,
    )
    (together,) = people_register(by=officer, registrar=organisation, entries=[wanted])
    assert rows_of(together) == rows_of(alone)
    verbs = [
        list(AuditEvent.objects.filter(about_id=str(p.pk)).values_list("verb", "fields"))
        for p in (alone, together)
    ]
    assert verbs[0] == verbs[1]


def test_every_entry_is_checked_before_any_is_written(officer, organisation):
    wrong = entry(name=" ")
    with pytest.raises(ValidationError):
        people_register(by=officer, registrar=organisation, entries=[entry(), wrong])
    nothing = Entry(entry().facts, dict.fromkeys(ConsentPurpose.values), entry().evidence)
    with pytest.raises(ValidationError, match="yes"):
        people_register(by=officer, registrar=organisation, entries=[nothing])
    assert not Person.objects.exists()


def test_only_officers_register(organisation):
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation=organisation, role="viewer")
    with pytest.raises(PermissionDenied):
        people_register(by=viewer, registrar=organisation, entries=[entry()])


def test_whoever_has_an_address_gets_their_own_link(officer, organisation, mailoutbox):
    entries = [entry(email="b@example.org"), entry("Other")]
    people_register(by=officer, registrar=organisation, entries=entries)
    run_tasks()
    (mail,) = mailoutbox
    assert mail.to == ["b@example.org"]
    assert "/p/" in mail.body
    assert "Bintou" not in mail.body + mail.subject


def test_the_name_goes_when_the_consent_of_the_association_ends(officer, organisation):
    people_register(by=officer, registrar=organisation, entries=[entry()])

    def names():
        found = registrations_of(officer, organisation)
        return [row.name for row in registered(officer, organisation, list(found))]

    assert names() == ["Bintou Test"]
    Consent.objects.update(expires_at=timezone.now())
    assert names() == [""]
    assert not identities_visible_to(officer).exists()


def test_a_new_consent_takes_the_place_of_the_old_one(officer, organisation):
    (person,) = people_register(by=officer, registrar=organisation, entries=[entry()])
    end = until(200)
    registration_consent(
        by=officer,
        organisation=organisation,
        person=person,
        choices=dict.fromkeys(ConsentPurpose.values, end),
        evidence=Evidence("paper", "fr"),
    )
    person.refresh_from_db()
    assert person.listed_until == person.asked_until == end
    assert person.consents.filter(ended_at=None).count() == 4


def test_somebody_nobody_keeps_and_who_has_no_way_in_is_erased(officer, organisation):
    with_mail, without = people_register(
        by=officer,
        registrar=organisation,
        entries=[entry(email="b@example.org"), entry("Other", phone="+223 20 00 00 00")],
    )
    assert registration_end(by=officer, organisation=organisation, person=with_mail) is False
    assert registration_end(by=officer, organisation=organisation, person=without) is True
    with_mail.refresh_from_db()
    assert (with_mail.erased_at, with_mail.listed_until) == (None, None)
    assert list(PersonIdentity.objects.values_list("person", flat=True)) == [with_mail.pk]
    assert not identities_visible_to(officer).exists()


def test_people_of_others_are_not_known(officer, organisation):
    own = User.objects.create_user("own@example.org")
    person_register(by=own, facts=PersonFacts("Own Test", "fr", email="own@example.org"))
    assert marks_of_registered(organisation) == set()
    people_register(by=officer, registrar=organisation, entries=[entry(email="B@example.org")])
    known = marks_of_registered(organisation)
    assert mark_of(reference="", email="b@EXAMPLE.org", phone="", name="").meets(known)
    assert mark_of(reference="", email="", phone="00223 20223344", name="BINTOU tést").meets(known)
    # A telephone that a family shares is not one person.
    assert not mark_of(reference="", email="", phone="+22320223344", name="Awa").meets(known)
