"""A programme of a foundation, its officer, and somebody from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.programmes.models import Programme, Proposal
from twoshores.projects.models import Project

from .money import make_proposal

if TYPE_CHECKING:
    from .appraising import Appraising


def make_organisation(name: str, country: str, **members: str) -> Organisation:
    """An organisation with members: role=address of a login, which is made if need be."""
    row = Organisation.objects.create(
        kind="organisation", name=name, name_language="en", organisation_kind="ngo", country=country
    )
    for role, email in members.items():
        user, _made = User.objects.get_or_create(email=email)
        Membership.objects.create(user=user, organisation=row, role=role)
    return row


@pytest.fixture
def foundation(db) -> Organisation:
    return make_organisation(
        "Fund of two shores", "BE", coordinator="chief@example.org", viewer="reader@example.org"
    )


@pytest.fixture
def officer(foundation: Organisation) -> User:
    """Writes for the foundation."""
    user = User.objects.create_user("officer@example.org")
    Membership.objects.create(user=user, organisation=foundation, role="officer")
    return user


@pytest.fixture
def stranger(db) -> User:
    return User.objects.create_user("stranger@example.org")


@pytest.fixture
def programme(foundation: Organisation) -> Programme:
    return Programme.objects.create(
        organisation=foundation, title="From shore to shore", language="en"
    )


@dataclass
class Funded:
    project: Project
    proposal: Proposal
    keeper: User
    partner: User


@pytest.fixture
def funded(programme: Programme) -> Funded:
    keeping = make_organisation("Youth of Kayes", "ML", coordinator="kayes@example.org")
    helping = make_organisation("Malians of Antwerp", "BE", coordinator="antwerp@example.org")
    project = Project.objects.create(
        code="P-1", title="Wells", language="fr", owner=keeping, stage="running"
    )
    project.countries.create(country="ML", role="origin")
    for position, row in enumerate((keeping, helping), start=1):
        project.partners.create(
            position=position,
            name=row.name,
            country=row.country,
            organisation=row,
            is_lead=position == 1,
        )
    call = programme.calls.create(
        code="C-1", title="Water", language="en", summary="Water", state="decided"
    )
    proposal = call.proposals.create(project=project, state="selected", number=1)
    return Funded(
        project,
        proposal,
        User.objects.get(email="kayes@example.org"),
        User.objects.get(email="antwerp@example.org"),
    )


@pytest.fixture
def appraising(programme: Programme) -> Appraising:
    from .appraising import make_appraising  # it builds on what stands above

    return make_appraising(programme)


@pytest.fixture
def proposal(programme: Programme) -> Proposal:
    """Selected, of two partners: one paid in euro, one in dirham."""
    lead = make_organisation("Ponds and Fish", "FR", coordinator="lead@example.org")
    abroad = make_organisation("Tiznit Water", "MA", coordinator="abroad@example.org")
    return make_proposal(programme, lead, abroad)
