"""A funded project with two partners, for what follows a grant."""

from dataclasses import dataclass

import pytest

from twoshores.accounts.models import User
from twoshores.programmes.models import Programme, Proposal
from twoshores.projects.models import Project

from .conftest import make_organisation


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
