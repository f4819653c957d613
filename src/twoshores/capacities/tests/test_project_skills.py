"""A skill that a project lacks becomes a need; what comes of it stands in the project's plan."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.capacities.models import Need
from twoshores.capacities.staffing import PROVIDER
from twoshores.projects.models import SkillNeed
from twoshores.projects.selectors.skills import skills_of
from twoshores.projects.services.rows import row_create
from twoshores.projects.services.skills import skill_need_publish
from twoshores.projects.tests import designs


@pytest.fixture
def design(db):
    return designs.build()


@pytest.fixture
def pumps(design) -> SkillNeed:
    facts = {"text": "Repair solar pumps and teach it", "people": 2}
    return row_create(by=design.coordinator, project=design.project, model=SkillNeed, facts=facts)


def publish(design, by, row):
    return skill_need_publish(by=by, project=design.project, row=row, provider=PROVIDER)


def test_a_draft_is_made_once_for_the_keeper(design, pumps):
    row = publish(design, design.coordinator, pumps)
    need = Need.objects.get(pk=row.need_id)
    assert need.organisation == design.keeper
    assert need.state == Need.State.DRAFT
    assert need.title == "Repair solar pumps and teach it"
    assert need.plan.startswith(design.project.code)
    with pytest.raises(ValidationError, match="already"):
        publish(design, design.coordinator, pumps)
    assert Need.objects.count() == 1


def test_only_those_who_act_for_the_keeper(design, pumps):
    design.partner.may_edit = True
    design.partner.save()
    for user in (design.abroad, design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            publish(design, user, pumps)
    pumps.refresh_from_db()
    assert pumps.need_id is None


def test_partners_see_a_need_once_it_is_public(design, pumps):
    publish(design, design.coordinator, pumps)
    (mine,) = skills_of(design.project, design.coordinator)
    assert mine.need is not None
    (theirs,) = skills_of(design.project, design.abroad)
    assert theirs.published
    assert theirs.need is None
    Need.objects.update(state=Need.State.OPEN)
    (theirs,) = skills_of(design.project, design.abroad)
    assert theirs.need is not None


def test_on_the_pages(design, pumps, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    pk = design.project.pk
    assert "Find people who have it" in client.get(reverse("workbench_people", args=[pk])).text
    answer = client.post(reverse("skill_need_publish", args=[pk, pumps.pk]))
    need = Need.objects.get()
    assert answer.url == reverse("need_edit", args=[need.pk])
    for name in ("workbench_people", "workbench_plan"):
        with django_assert_max_num_queries(15):
            page = client.get(reverse(name, args=[pk])).text
        assert reverse("need", args=[need.pk]) in page
    client.force_login(design.abroad)
    assert client.post(reverse("skill_need_publish", args=[pk, pumps.pk])).status_code == 404


def test_an_engagement_stands_in_the_plan_without_a_name(db, client):
    from tests.guards import world as world_module

    world = world_module.build()
    skill = world.parts["people/skills/<uuid:skill>/"]
    skill.need_id = world.need.pk
    skill.save()
    client.force_login(world.users["coordinator"])
    page = client.get(reverse("workbench_plan", args=[world.project.pk])).text
    assert reverse("engagement", args=[world.engagement.pk]) in page
    assert "Zainab" not in page
