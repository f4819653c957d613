"""The demo's project: designed, under way, reported on; what waits is different for both shores."""

import pytest
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Organisation
from twoshores.catalogue.services import catalogue_load
from twoshores.portal.demo.logins import demo_user
from twoshores.portal.demo.project import KEEPER, PARTNER, load_demo_project
from twoshores.projects.models import Project, Report


@pytest.fixture
def organisations(db) -> dict[str, Organisation]:
    made = {}
    for code, country in ((KEEPER, "ML"), (PARTNER, "FR")):
        made[code] = Organisation.objects.create(
            kind="organisation",
            is_demo=True,
            name=code,
            name_language="fr",
            organisation_kind="migrant_association",
            country=country,
        )
        user = demo_user(f"{code}@demo.example.org", f"Coordinator, {code}", "fr")
        Membership.objects.create(user=user, organisation=made[code], role="coordinator")
    return made


@pytest.fixture
def project(organisations) -> Project:
    catalogue_load()
    made = load_demo_project(organisations)
    assert made is not None
    return made


def test_without_building_blocks_there_is_none(organisations):
    assert load_demo_project(organisations) is None
    assert not Project.objects.exists()


def test_it_is_marked_and_under_way(project):
    project.refresh_from_db()
    assert project.is_demo
    assert project.stage == Project.Stage.RUNNING
    assert project.results.filter(level="output").exists()
    assert {line.currency for line in project.budget_lines.all()} == {"XOF", "EUR"}
    states = set(project.reports.values_list("state", flat=True))
    assert states == {Report.State.DRAFT, Report.State.SUBMITTED}


def read(client, code: str, page: str, project: Project) -> str:
    """A page in English as the coordinator of an organisation sees it."""
    user = User.objects.get(email=f"{code}@demo.example.org")
    user.language = "en"
    user.save()
    client.force_login(user)
    return client.get(reverse(page, args=[project.pk])).text


def test_both_shores_have_something_to_do_today(project, client):
    mine = read(client, KEEPER, "workbench_project", project)
    assert "tag bad" in mine  # an activity that is over and not done
    theirs = read(client, PARTNER, "workbench_project", project)
    assert "1 expense waits for somebody else to confirm it." in theirs


def test_its_review_has_something_to_say(project, client):
    page = read(client, KEEPER, "workbench_review", project)
    assert "Grave, and nobody watches it" in page
