"""A call that is open, a project of two partners on two shores, and its proposal."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.programmes.models import Call, Programme, Prompt, Proposal
from twoshores.programmes.services.proposals import proposal_begin
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.services.projects import partner_add, project_create

from .conftest import make_organisation

RULES = [
    {"rule": "partners", "least": 2, "most": 4},
    {"rule": "countries", "group": "the south", "countries": ["EG", "ML"], "least": 1},
    {"rule": "kinds", "any_of": ["migrant_association"], "or_mobilises_migrants": True},
]


def make_call(programme: Programme, **facts: Any) -> Call:
    """A published call of one stage, open for ten days more, with a question of each kind."""
    call = Call.objects.create(
        programme=programme,
        title="From the river to the sea",
        summary="Fish",
        state="published",
        **{
            "code": "RIVER-1",
            "deadline": timezone.now() + timedelta(days=10),
            "time_zone": "Europe/Brussels",
            "rules": RULES,
            **facts,
        },
    )
    call.versions.create(number=1, body={})
    call.prompts.create(position=1, title="Why this project?", whom="all")
    call.prompts.create(position=2, title="What do you bring?", whom="each")
    return call


@pytest.fixture
def call(programme: Programme) -> Call:
    return make_call(programme)


@pytest.fixture
def keeper(db) -> User:
    """Writes for the organisation that keeps the project."""
    return User.objects.create_user("amina@example.org", language="en")


@pytest.fixture
def helper(db) -> User:
    """Writes for the other partner, and has no right to change the project."""
    return User.objects.create_user("karim@example.org", language="en")


@pytest.fixture
def keeping(keeper: User) -> Organisation:
    return make_organisation("Association of Marseille", "FR", coordinator=keeper.email)


@pytest.fixture
def other(helper: User) -> Organisation:
    return make_organisation("Fishers of Rashid", "EG", officer=helper.email)


@pytest.fixture
def project(keeper: User, keeping: Organisation, other: Organisation) -> Project:
    facts = {"title": "Ponds that pay", "language": "en", "currency": "EUR"}
    made = project_create(by=keeper, owner=keeping, facts=facts)
    partner_add(
        by=keeper,
        project=made,
        facts={"name": other.name, "country": "EG", "organisation": other, "kind": "ngo"},
    )
    return made


@pytest.fixture
def lead(project: Project) -> ProjectPartner:
    return project.partners.get(is_lead=True)


@pytest.fixture
def second(project: Project) -> ProjectPartner:
    return project.partners.get(is_lead=False)


@pytest.fixture
def proposal(keeper: User, project: Project, call: Call) -> Proposal:
    return proposal_begin(by=keeper, project=project, call=call)


@pytest.fixture
def of_all(call: Call) -> Prompt:
    return call.prompts.get(whom="all")


@pytest.fixture
def of_each(call: Call) -> Prompt:
    return call.prompts.get(whom="each")
