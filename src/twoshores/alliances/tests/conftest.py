"""A small design with a partner abroad, and a third partner that is no party to anything."""

from datetime import date

import pytest

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.projects.services.projects import partner_add
from twoshores.projects.tests import designs
from twoshores.projects.tests.designs import DesignWorld


@pytest.fixture
def design(db) -> DesignWorld:
    return designs.build()


@pytest.fixture
def third(design):
    """(partner, officer) of an organisation that works on the project too."""
    user = User.objects.create_user("third@example.org")
    made = Organisation.objects.create(
        kind="organisation",
        name="Town hall of Kayes",
        name_language="en",
        organisation_kind="local_authority",
        country="ML",
    )
    Membership.objects.create(user=user, organisation=made, role="officer")
    partner = partner_add(
        by=design.coordinator,
        project=design.project,
        facts={"name": made.name, "country": "ML", "organisation": made},
    )
    return partner, user


@pytest.fixture
def steward(db) -> User:
    # Of the demo, where a steward needs no second factor to sign in.
    return User.objects.create_user("steward@example.org", is_steward=True, is_demo=True)


@pytest.fixture
def periods(design):
    """The two halves of a year."""
    halves = ((1, 1, 6, 30), (2, 7, 12, 31))
    return [
        design.project.periods.create(
            position=place,
            name=f"Half {place}",
            starts=date(2026, first, 1),
            ends=date(2026, last, day),
        )
        for place, first, last, day in halves
    ]
