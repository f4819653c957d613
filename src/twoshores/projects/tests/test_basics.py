"""A design is begun, changed, shared with a partner, shown, moved on; and who may do that."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import reverse

from twoshores.actors.models import Organisation
from twoshores.common import search
from twoshores.common.editing import StaleVersion
from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.common.verbs import verb_words
from twoshores.projects import models
from twoshores.projects.models import BudgetLine, Project, Result
from twoshores.projects.project_states import MACHINE
from twoshores.projects.selectors.projects import projects_visible_to, worked_project_or_404
from twoshores.projects.services import projects as services
from twoshores.projects.services.rows import row_create, row_remove, row_update
from twoshores.projects.verbs import PARTS

# Written by services of their own kind, in bulk or once: no part that a person adds by a form.
NOT_PARTS = {
    "activitypartner",
    "budgetamount",
    "designanswer",
    "measurementpart",
    "progressnote",
    "project",
    "projectblock",
    "projectcountry",
    "projectsection",
    "publishedbudget",
    "publishedrecord",
    "reachedcount",
    "reachedperson",
    "reportmove",
    "target",
    "transaction",
}


def test_the_keeper_becomes_the_lead_partner(design):
    assert design.lead.organisation == design.keeper
    assert design.project.stage == Project.Stage.DESIGN
    assert design.project.code.startswith("P-")
    assert {(c.country, c.role) for c in design.project.countries.all()} == {
        ("ML", "origin"),
        ("FR", "residence"),
    }


def test_only_writers_begin_a_project(design):
    for user in (design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            services.project_create(by=user, owner=design.keeper, facts={"title": "x"})


def test_dates_in_the_wrong_order_are_refused(design):
    with pytest.raises(ValidationError):
        services.project_update(
            by=design.coordinator,
            project=design.project,
            opened_version=1,
            facts={"starts": date(2027, 2, 1), "ends": date(2027, 1, 1)},
        )


def test_the_second_of_two_writers_is_told_what_the_first_changed(design):
    mine = Project.objects.get(pk=design.project.pk)
    services.project_update(
        by=design.coordinator, project=design.project, opened_version=1, facts={"title": "First"}
    )
    with pytest.raises(StaleVersion) as caught:
        services.project_update(
            by=design.coordinator, project=mine, opened_version=1, facts={"title": "Second"}
        )
    assert [(c.field, c.theirs, c.mine) for c in caught.value.conflicts] == [
        ("title", "First", "Second")
    ]


def test_a_partner_writes_once_the_keeper_lets_it(design):
    facts = {"text": "Clean water", "level": Result.Level.GOAL}
    with pytest.raises(PermissionDenied):
        row_create(by=design.abroad, project=design.project, model=Result, facts=facts)
    services.partner_rights(
        by=design.coordinator, project=design.project, partner=design.partner, may_edit=True
    )
    goal = row_create(by=design.abroad, project=design.project, model=Result, facts=facts)
    with pytest.raises(PermissionDenied):
        services.project_move(by=design.abroad, project=design.project, move="begin")
    assert goal.project == design.project


def test_a_part_is_changed_and_taken_out_with_an_event_each(design):
    by, project = design.coordinator, design.project
    goal = row_create(
        by=by, project=project, model=Result, facts={"text": "Water", "level": "goal"}
    )
    row_update(by=by, project=project, row=goal, opened_version=1, facts={"text": "Clean water"})
    row_remove(by=by, project=project, row=goal)
    events = AuditEvent.objects.filter(about_id=str(project.pk), verb__startswith="result.")
    assert [event.verb for event in events.order_by("pk")] == [
        "result.create",
        "result.update",
        "result.remove",
    ]
    assert "Clean water" not in str(events.values())


def test_every_part_of_a_project_has_words_for_its_events():
    of_the_app = {
        getattr(models, name)._meta.model_name
        for name in models.__all__
        if hasattr(getattr(models, name), "_meta")
    }
    assert of_the_app - NOT_PARTS == set(PARTS)
    assert verb_words("indicator.create") != "indicator.create"


def test_a_partner_with_a_budget_cannot_be_taken_off(design):
    BudgetLine.objects.create(
        project=design.project,
        partner=design.partner,
        category="travel",
        text="Journeys",
        currency="EUR",
    )
    with pytest.raises(ValidationError, match="left"):
        services.partner_remove(
            by=design.coordinator, project=design.project, partner=design.partner
        )


def test_a_finished_project_is_read_only_until_it_is_opened_again(design):
    by, project = design.coordinator, design.project
    services.project_move(by=by, project=project, move="begin")
    services.project_move(by=by, project=project, move="finish")
    with pytest.raises(PermissionDenied):
        services.project_update(by=by, project=project, opened_version=1, facts={"title": "x"})
    with pytest.raises(WrongState):
        services.project_move(by=by, project=project, move="begin")
    services.project_move(by=by, project=project, move="reopen")
    assert MACHINE.reachable == MACHINE.states == set(Project.Stage.values)


def test_what_others_see_follows_the_keepers_choice(design, client):
    project = design.project
    public = reverse("project", args=[project.code])
    assert client.get(public).status_code == 404
    assert not projects_visible_to(design.stranger).exists()
    services.project_show(
        by=design.coordinator,
        project=project,
        visibility="public",
        shown=["problem"],
        opened_version=1,
    )
    assert client.get(public).status_code == 200
    assert str(project.pk) in search.find("project", "water villages")
    with pytest.raises(Http404):
        worked_project_or_404(design.stranger, str(project.pk))


@pytest.mark.parametrize(
    "name",
    [
        "workbench_project",
        "workbench_partners",
        "workbench_history",
        "workbench_public",
        "project_edit",
        "partner_new",
    ],
)
def test_who_opens_the_pages_of_a_project(design, client, name):
    address = reverse(name, args=[design.project.pk])
    assert client.get(address).status_code == 302  # to sign in
    client.force_login(design.stranger)
    assert client.get(address).status_code == 404
    client.force_login(design.coordinator)
    page = client.get(address)
    assert page.status_code == 200
    assert "Water for twelve villages" in page.text


def test_a_viewer_reads_and_finds_no_way_to_write(design, client):
    client.force_login(design.viewer)
    page = client.get(reverse("workbench_partners", args=[design.project.pk]))
    assert "Kayes in Paris" in page.text
    assert reverse("partner_new", args=[design.project.pk]) not in page.text
    assert client.get(reverse("partner_new", args=[design.project.pk])).status_code == 404


def test_a_project_is_begun_on_the_page(design, client):
    client.force_login(design.coordinator)
    page = client.post(
        reverse("project_new"),
        {"title": "Lumière", "language": "fr", "currency": "XOF", "origin": ["ML"]},
    )
    made = Project.objects.get(title="Lumière")
    assert page.url == reverse("workbench_blocks", args=[made.pk])
    assert [row.country for row in made.countries.all()] == ["ML"]


def test_a_stale_form_keeps_what_was_typed_and_shows_the_other(design, client):
    client.force_login(design.coordinator)
    address = reverse("partner_edit", args=[design.project.pk, design.partner.pk])
    typed = {"name": "Kayes à Paris", "organisation": "", "role": "Finds trainers", "version": "1"}
    assert client.post(address, typed).status_code == 302
    page = client.post(address, typed | {"role": "Collects money"})
    assert page.status_code == 409
    assert "Finds trainers" in page.text
    assert "Collects money" in page.text
    design.partner.refresh_from_db()
    assert design.partner.role == "Finds trainers"


def test_opening_a_form_takes_nothing_out(design, client):
    """Templates call callables: the function that takes a row out must not reach one."""
    client.force_login(design.coordinator)
    address = reverse("partner_edit", args=[design.project.pk, design.partner.pk])
    assert client.get(address).status_code == 200
    design.partner.refresh_from_db()
    client.post(address, {"remove": "1"})
    assert design.project.partners.count() == 1


def test_pages_take_few_queries(design, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    for name in ("workbench_project", "workbench_partners", "workbench_history"):
        with django_assert_max_num_queries(15):
            client.get(reverse(name, args=[design.project.pk]))


def test_a_list_of_projects_counts_a_change_at_once(design, client):
    """Counts are kept while nothing changes, and only for the reader they were counted for."""
    address = reverse("projects")
    assert "Water for twelve" not in client.get(address).text
    services.project_show(
        by=design.coordinator,
        project=design.project,
        visibility="public",
        shown=[],
        opened_version=1,
    )
    shown = client.get(address).text
    assert "Water for twelve" in shown
    assert "Mali" in shown
    services.project_update(
        by=design.coordinator,
        project=design.project,
        opened_version=2,
        facts={},
        countries=[("SN", "origin"), ("FR", "residence")],
    )
    shown = client.get(address).text
    assert "Senegal" in shown
    assert "Mali" not in shown
    services.project_show(
        by=design.coordinator,
        project=design.project,
        visibility="owners",
        shown=[],
        opened_version=3,
    )
    assert "Water for twelve" not in client.get(address).text
    client.force_login(design.coordinator)
    assert "Water for twelve" in client.get(address).text


def test_a_partner_of_the_register_is_added_by_choosing_it(design, client):
    client.force_login(design.coordinator)
    chosen = Organisation.objects.create(
        name="Oasis of Gabès",
        name_language="fr",
        kind="organisation",
        organisation_kind="ngo",
        country="TN",
    )
    page = reverse("partner_new", args=[design.project.pk])
    answer = client.post(page, {"organisation": "", "name": "", "version": "0"})
    assert answer.status_code == 422
    assert "Write its name, or choose it above." in answer.content.decode()
    client.post(page, {"organisation": str(chosen.pk), "name": "", "version": "0"})
    made = design.project.partners.get(organisation=chosen)
    assert (made.name, made.country, made.kind) == ("Oasis of Gabès", "TN", "ngo")
