"""A partner that left a project: what binds it stays before it, and nothing else."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import GrantContract
from twoshores.programmes.permissions.missions import can_do_action
from twoshores.programmes.selectors.contracts import contracts_to_sign
from twoshores.programmes.services.duties import duty_add, duty_hand_in, duty_mail
from twoshores.programmes.services.papers import paper_add
from twoshores.programmes.waiting import programmes_waiting, waiting_in_projects

from .money import make_running, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(officer, proposal) -> GrantContract:
    """Of the partner abroad, signed by both; then it leaves the project."""
    row = make_running(officer, proposal, at=1, currency="EUR")
    row.partner.left_on = timezone.localdate()
    row.partner.save()
    return row


@pytest.fixture
def abroad(contract) -> User:
    return User.objects.get(email="abroad@example.org")


@pytest.fixture
def duty(officer, contract):
    return duty_add(by=officer, contract=contract, title="Last report", due_on=timezone.localdate())


def test_its_own_contract_and_what_it_owes_stay_readable(client, contract, duty, abroad):
    project = contract.proposal.project
    client.force_login(abroad)
    assert client.get(reverse("workbench_project", args=[project.pk])).status_code == 404
    for name, args in (
        ("project_grants", []),
        ("grant", [contract.pk]),
        ("grant_version", [contract.pk, 1]),
        ("project_duties", []),
        ("project_duty", [duty.pk]),
    ):
        page = client.get(reverse(name, args=[project.pk, *args]))
        assert page.status_code == 200, name
        assert f'{reverse("workbench_project", args=[project.pk])}"' not in page.text
        assert reverse("workbench_reports", args=[project.pk]) not in page.text
    assert (
        client.get(reverse("grant_file", args=[project.pk, contract.pk, 1, "pdf"])).status_code
        == 200
    )
    assert reverse("project_grants", args=[project.pk]) in client.get(reverse("programmes")).text
    page = client.get(reverse("grant", args=[project.pk, contract.pk])).text
    assert "left this project" in page
    assert reverse("grant_change", args=[project.pk, contract.pk]) not in page


def test_what_it_still_owes_is_on_today_handed_in_and_told(contract, duty, abroad, mailoutbox):
    (waits,) = waiting_in_projects(abroad, timezone.localdate())
    assert waits.item.href == reverse("project_duty", args=[contract.proposal.project_id, duty.pk])
    duty_mail(str(duty.pk), "late")
    assert [mail.to for mail in mailoutbox] == [["abroad@example.org"]]
    project = contract.proposal.project
    period = project.periods.create(position=1, name="One", starts="2027-01-01", ends="2027-06-30")
    report = project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted"
    )
    assert duty_hand_in(by=abroad, duty=duty, report=report).report == report


def test_another_partners_contract_and_duties_stay_hidden(
    client, officer, proposal, contract, abroad
):
    theirs = make_running(officer, proposal, at=0)
    duty = duty_add(by=officer, contract=theirs, title="Not yours", due_on=timezone.localdate())
    client.force_login(abroad)
    project = proposal.project
    assert client.get(reverse("grant", args=[project.pk, theirs.pk])).status_code == 404
    assert client.get(reverse("project_duty", args=[project.pk, duty.pk])).status_code == 404
    assert "Not yours" not in client.get(reverse("project_duties", args=[project.pk])).text


def test_it_signs_and_changes_nothing(client, contract, abroad):
    GrantContract.objects.filter(pk=contract.pk).update(state="proposed")
    contract.refresh_from_db()
    contract.versions.last().signatures.all().delete()
    project = contract.proposal.project
    assert not contracts_to_sign(abroad, [project]).exists()
    with pytest.raises(PermissionDenied):
        sign(abroad, contract, "partner")
    client.force_login(abroad)
    page = client.get(reverse("grant", args=[project.pk, contract.pk]))
    assert reverse("grant_sign", args=[project.pk, contract.pk]) not in page.text


def test_a_draft_binds_nobody(client, contract, abroad):
    GrantContract.objects.filter(pk=contract.pk).update(state="draft")
    client.force_login(abroad)
    page = reverse("grant", args=[contract.proposal.project_id, contract.pk])
    assert client.get(page).status_code == 404


def test_events_papers_and_help_are_for_those_who_take_part(
    client, officer, programme, contract, abroad
):
    starts = timezone.now() + timedelta(days=3)
    event = programme.events.create(
        title="Fair", language="en", starts_at=starts, ends_at=starts, time_zone="UTC"
    )
    paper = paper_add(
        by=officer,
        programme=programme,
        title="Logos",
        language="en",
        name="x.csv",
        data=b"a;b\n1;2\n",
    )
    pages = [
        reverse("programme_event_ics", args=[event.pk]),
        reverse("programme_paper", args=[paper.pk]),
    ]
    client.force_login(abroad)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    for name in ("project_support", "project_missions", "project_proposals"):
        page = reverse(name, args=[contract.proposal.project_id])
        assert client.get(page).status_code == 404, name
    contract.partner.left_on = None
    contract.partner.save()
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_what_a_visit_asked_of_it_waits_for_nobody_in_the_project(
    programme, officer, contract, abroad
):
    lead = User.objects.get(email="lead@example.org")
    project = contract.proposal.project
    today = timezone.localdate()
    mission = programme.missions.create(
        project=project,
        country="MA",
        title="Do they hold?",
        language="en",
        starts=today,
        ends=today,
        state="made",
        shared_at=timezone.now(),
    )
    action = mission.actions.create(text="Mend it", due_on=today, partner=contract.partner)
    assert not can_do_action(abroad, action)
    assert "Mend it" not in [row.said for row in programmes_waiting(project, lead, today)]
    contract.partner.left_on = None
    contract.partner.save()
    assert can_do_action(abroad, mission.actions.get())
    assert "Mend it" in [row.said for row in programmes_waiting(project, lead, today)]
