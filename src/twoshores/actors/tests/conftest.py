"""People and organisations to test with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import ConsentPurpose, Membership, Organisation, Person
from twoshores.actors.services.consents import Evidence, consent_record
from twoshores.actors.services.people import PersonFacts, person_register

from .organisation_fixtures import (  # noqa: F401  # fixtures of every test here
    coordinator,
    demo_steward,
    ecuador,
    outsider,
    own,
    ownerless,
)


@pytest.fixture
def officer(db):
    return User.objects.create_user("officer@example.org")


@pytest.fixture
def organisation(officer):
    organisation = Organisation.objects.create(
        kind="organisation", name="جمعية الصيادين", name_language="ar", organisation_kind="ngo"
    )
    Membership.objects.create(user=officer, organisation=organisation, role="officer")
    return organisation


@pytest.fixture
def member_user(db):
    return User.objects.create_user("member@example.org")


def give_all(person, *, by=None, registrar=None, days=300, channel="web", purposes=None):
    until = timezone.now() + timedelta(days=days)
    chosen = purposes or ConsentPurpose.values
    consent_record(
        by=by,
        person=person,
        choices=dict.fromkeys(chosen, until),
        evidence=Evidence(channel=channel, text_language="en", witness="w"),
        registrar=registrar,
    )
    person.refresh_from_db()


@pytest.fixture
def person(member_user) -> Person:
    person = person_register(
        by=member_user,
        facts=PersonFacts(full_name="Aïcha Test", language="fr", email="aicha@example.org"),
    )
    give_all(person, by=member_user)
    return person


@pytest.fixture
def registered(officer, organisation) -> Person:
    person = person_register(
        by=officer,
        facts=PersonFacts(full_name="Bakary Test", language="fr", phone="+223 1"),
        registrar=organisation,
    )
    give_all(person, by=officer, registrar=organisation, channel="spoken")
    return person


@pytest.fixture
def steward(db):
    return User.objects.create_user("steward@example.org", is_steward=True)


@pytest.fixture
def client(client):
    """A browser whose reader chose English: pages behind links would speak the person's."""
    client.cookies["django_language"] = "en"
    return client
