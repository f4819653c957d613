"""Reports due to a programme: asked for, reminded of, handed in, sent back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.programmes.models import GrantContract, ReportDuty
from twoshores.programmes.permissions.programmes import standing_with
from twoshores.programmes.selectors.duties import duties_due_to, where_of
from twoshores.programmes.selectors.periods import Span, compare
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.selectors.today import waiting_in
from twoshores.programmes.services.duties import (
    duties_remind,
    duty_add,
    duty_hand_in,
    duty_mail,
    duty_remove,
)
from twoshores.projects.models import Report
from twoshores.projects.selectors.reports import figures_of
from twoshores.projects.services.reports import report_return_for_funder

from .conftest import Funded
from .money import tell

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


@pytest.fixture
def contract(funded: Funded) -> GrantContract:
    return GrantContract.objects.create(
        proposal=funded.proposal,
        partner=funded.project.partners.get(position=2),
        number="G-1/2",
        language="fr",
        currency="EUR",
        amount=Decimal(60000),
        starts=date(2026, 1, 1),
        ends=date(2027, 6, 30),
        state="running",
    )


@pytest.fixture
def report(funded: Funded) -> Report:
    project = funded.project
    period = project.periods.create(
        position=1, name="Premier semestre", starts="2026-01-01", ends="2026-06-30"
    )
    partner = project.partners.get(position=2)
    return project.reports.create(
        period=period,
        partner=partner,
        language="fr",
        state="submitted",
        done="Trois puits creusés",
        figures=figures_of(project, period, partner),
        figures_at=timezone.now(),
    )


def whole(duty: ReportDuty) -> ReportDuty:
    return ReportDuty.objects.select_related("report").prefetch_related("reviews").get(pk=duty.pk)


def test_asked_for_handed_in_read(client, contract, report, officer, funded, programme):
    client.force_login(officer)
    client.post(
        reverse("duty_new", args=[programme.pk]),
        {"contract": str(contract.pk), "title": "Rapport 1", "due_on": "2026-12-15"},
    )
    duty = ReportDuty.objects.get()
    page = reverse("programme_duty", args=[programme.pk, duty.pk])
    assert "Trois puits" not in client.get(page).content.decode()

    client.force_login(funded.partner)
    theirs = reverse("project_duty", args=[funded.project.pk, duty.pk])
    assert client.post(theirs, {"report": str(report.pk)}).status_code == 302
    assert where_of(whole(duty), TODAY) == "handed_in"
    assert client.post(theirs, {"report": str(report.pk)}).status_code == 403

    client.force_login(officer)
    assert "Trois puits creusés" in client.get(page).content.decode()


def test_what_is_still_written_is_not_handed_in(contract, report, officer, funded):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    Report.objects.filter(pk=report.pk).update(state="draft")
    report.refresh_from_db()
    with pytest.raises(ValidationError):
        duty_hand_in(by=funded.partner, duty=duty, report=report)


def test_a_report_sent_back_is_written_again(contract, report, officer, funded):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    duty_hand_in(by=funded.partner, duty=duty, report=report)
    with pytest.raises(ValidationError):
        report_return_for_funder(by=officer, report=report, remark=" ", language="fr")
    report_return_for_funder(by=officer, report=report, remark="Les listes ?", language="fr")
    report.refresh_from_db()
    assert report.state == "returned"
    assert report.moves.get().remark == "Les listes ?"


def test_who_sees_and_does_what(client, contract, report, officer, funded, stranger):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    with pytest.raises(PermissionDenied):
        duty_add(by=funded.keeper, contract=contract, title="x", due_on=TODAY)
    with pytest.raises(PermissionDenied):
        duty_hand_in(by=stranger, duty=duty, report=report)
    page = reverse("programme_duty", args=[duty.contract.proposal.call.programme_id, duty.pk])
    client.force_login(funded.partner)
    assert client.get(page).status_code == 404
    client.force_login(stranger)
    assert client.get(reverse("project_duty", args=[funded.project.pk, duty.pk])).status_code == 404


def test_another_partner_does_not_see_it(client, contract, officer, funded):
    from .conftest import make_organisation

    third = make_organisation("Port of Dakar", "SN", coordinator="dakar@example.org")
    funded.project.partners.create(position=3, name="Port", organisation=third)
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    from twoshores.accounts.models import User

    client.force_login(User.objects.get(email="dakar@example.org"))
    page = reverse("project_duty", args=[funded.project.pk, duty.pk])
    assert client.get(page).status_code == 404
    client.force_login(funded.keeper)
    assert client.get(page).status_code == 200


def test_reminders_come_once_before_and_weekly_after(contract, officer, mailoutbox):
    due = TODAY + timedelta(days=10)
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=due)
    days = [0, 1, 11, 12, 18, 19]
    told = [duties_remind(TODAY + timedelta(days=day)) for day in days]
    assert told == [1, 0, 1, 0, 1, 0]
    duty_mail(str(duty.pk), "late")
    assert mailoutbox[0].to == ["antwerp@example.org"]


def test_nobody_is_reminded_of_what_was_handed_in(contract, report, officer, funded):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    duty_hand_in(by=funded.partner, duty=duty, report=report)
    assert duties_remind(TODAY + timedelta(days=30)) == 0


def test_a_reviewed_duty_stays(contract, officer):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    duty.reviews.create(verdict="returned", remarks="x", language="fr")
    with pytest.raises(ValidationError):
        duty_remove(by=officer, duty=duty)
    assert where_of(whole(duty), TODAY) == "returned"


def test_it_stands_on_the_projects_today(client, contract, officer, funded):
    duty_add(by=officer, contract=contract, title="Rapport 1", due_on=timezone.localdate())
    client.force_login(funded.partner)
    shown = client.get(reverse("workbench_project", args=[funded.project.pk])).content.decode()
    assert "Rapport 1" in shown


@pytest.mark.parametrize("state", ["draft", "proposed", "ended"])
def test_a_contract_that_is_not_signed_or_was_given_up_owes_no_report(
    client, contract, officer, funded, programme, state
):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    GrantContract.objects.update(state=state)
    tell(funded.proposal)
    later = TODAY + timedelta(days=9)
    assert where_of(whole(duty), later) == "due"
    assert not duties_due_to(funded.partner, [funded.project], later).exists()
    waits = waiting_in(officer, programme, standing_with(officer, programme), later)
    assert waits.reports_late == 0
    ReportDuty.objects.update(due_on=date(2026, 1, 1))
    assert portfolio_of(programme, Filters()).grants[0].late_reports == 0
    (period,) = compare(programme, Filters(), [Span.of_year(2026)]).periods
    assert (period.due, period.late) == (0, 0)
    client.force_login(funded.partner)
    listed = client.get(reverse("project_duties", args=[funded.project.pk])).content.decode()
    assert ("Rapport 1" in listed) == (state != "ended")


def test_a_report_that_took_the_place_of_the_one_that_was_read_is_not_accepted(
    client, contract, report, officer, funded, programme
):
    duty = duty_add(by=officer, contract=contract, title="Rapport 1", due_on=TODAY)
    duty = duty_hand_in(by=funded.partner, duty=duty, report=report)
    client.force_login(officer)
    page = reverse("duty_review", args=[programme.pk, duty.pk])
    opened = {"verdict": "accepted", "accounted": "", "language": "fr", "version": duty.version}
    assert f'name="version" value="{duty.version}"' in client.get(page).content.decode()
    project = funded.project
    period = project.periods.create(position=2, name="Second", starts=TODAY, ends=TODAY)
    other = project.reports.create(
        period=period, partner=contract.partner, language="fr", state="submitted"
    )
    duty = duty_hand_in(by=funded.partner, duty=duty, report=other)
    refused = client.post(page, opened)
    assert refused.status_code == 422
    assert "moved on" in refused.content.decode()
    assert not duty.reviews.exists()
    assert client.post(page, opened | {"version": duty.version}).status_code == 302
    assert duty.reviews.get().verdict == "accepted"
