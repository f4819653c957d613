"""Organisations and readers to test with; known to every test here through conftest."""

import pytest

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.services.organisations import OrganisationFacts, organisation_create
from twoshores.common.models import Place
from twoshores.common.places import folded_names

FORM = {
    "name": "Asociación de Caficultores",
    "name_language": "es",
    "organisation_kind": "migrant_association",
    "country": "EC",
    "recognition": "registered",
    "recognised_since": "٢٠٠٤",
    "description": "Café orgánico de Loja",
    "languages": ["es", "qu"],
    "sectors": "café, formación",
    "website": "cafe.example.org",
    "visibility": "public",
}


@pytest.fixture
def coordinator(db) -> User:
    return User.objects.create_user("coordinator@example.org", language="en")


@pytest.fixture
def outsider(db) -> User:
    return User.objects.create_user("outsider@example.org")


@pytest.fixture
def demo_steward(db, settings) -> User:
    """The demo's steward needs no second factor, which other tests try."""
    settings.DEMO = True
    return User.objects.create_user("steward@example.org", is_steward=True, is_demo=True)


@pytest.fixture
def own(coordinator) -> Organisation:
    facts = OrganisationFacts("Café Loja", "es", "ngo", description="Café orgánico", country="EC")
    return organisation_create(by=coordinator, facts=facts)


@pytest.fixture
def ownerless(db) -> Organisation:
    return Organisation.objects.create(
        kind="organisation", name="Town hall", organisation_kind="local_authority", country="ML"
    )


@pytest.fixture
def ecuador(db) -> Place:
    return Place.objects.create(
        key="EC", kind="country", country="EC", name="Ecuador", folded=folded_names("Ecuador", {})
    )


def as_text(answer) -> str:
    return answer.content.decode()
