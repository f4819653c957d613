"""What a report accounts for was mistyped: corrected with a reason, by reversal and a new entry."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.common.formatting import format_money
from twoshores.common.models import AuditEvent
from twoshores.engines.ledger import Account
from twoshores.programmes.models import GrantContract, JournalEntry, ReportReview
from twoshores.programmes.selectors.journal import journal_proof
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.services.corrections import accounted_correct

from .money import make_running
from .test_closing import accept, stands

D = Decimal
pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(officer, proposal) -> GrantContract:
    return make_running(officer, proposal)


@pytest.fixture
def review(officer, contract) -> ReportReview:
    """3,500 euro were meant."""
    return accept(officer, contract, "35000.00")


def correct(officer, review, amount, why="One nought too many", version=None):
    return accounted_correct(
        by=officer, duty=review.duty, accounted=D(amount), why=why, opened_version=version
    )


def test_a_mistyped_sum_is_corrected_by_reversal_and_a_new_entry(officer, contract, review):
    ReportReview.objects.update(at="2026-02-03T12:00Z")
    correct(officer, review, "3500.00")
    assert stands(contract, Account.SPENT) == 3500
    first, back, new = JournalEntry.objects.filter(number__gt=1).order_by("number")
    assert (first.kind, back.reverses, new.kind) == ("acceptance", first, "acceptance")
    assert back.text == "One nought too many"
    assert new.on == date(2026, 2, 3)  # periods count it when the report was accepted
    assert journal_proof(contract.proposal.call.programme).is_whole
    review.refresh_from_db()
    assert review.accounted == 35000  # what was said stays said
    event = AuditEvent.objects.get(verb="report.corrected")
    assert event.by_id == officer.pk
    (grant,) = portfolio_of(contract.proposal.call.programme, Filters()).grants
    assert [one.value for one in grant.reported] == [3500]
    states = list(contract.instalments.values_list("state", flat=True))
    assert states == ["released", "released", "waiting"]  # nothing more is released by it


def test_it_is_corrected_again_and_to_nothing(officer, contract, review):
    correct(officer, review, "3500.00")
    correct(officer, review, "0")
    assert stands(contract, Account.SPENT) == 0
    correct(officer, review, "3400.00")
    assert stands(contract, Account.SPENT) == 3400
    assert JournalEntry.objects.filter(kind="reversal").count() == 2
    assert journal_proof(contract.proposal.call.programme).is_whole
    numbers = list(review.corrections.values_list("number", "before", "accounted"))
    assert numbers == [(1, 35000, 3500), (2, 3500, 0), (3, 0, 3400)]


def test_a_report_that_was_none_of_money_can_get_a_sum(officer, contract):
    review = accept(officer, contract, None)
    correct(officer, review, "3500.00")
    assert stands(contract, Account.SPENT) == 3500
    assert review.corrections.get().before is None


def test_what_is_refused(officer, contract, review, stranger):
    with pytest.raises(PermissionDenied):
        correct(stranger, review, "3500.00")
    for amount, why, said in [
        ("3500.00", "  ", "why"),
        ("35000.00", "No other", "already"),
        ("-1", "Less than nothing", "zero or more"),
    ]:
        with pytest.raises(ValidationError, match=said):
            correct(officer, review, amount, why)
    waiting = contract.duties.get(report=None)
    with pytest.raises(ValidationError, match="No report"):
        accounted_correct(by=officer, duty=waiting, accounted=D(1), why="x")
    with pytest.raises(ValidationError, match="moved on"):
        correct(officer, review, "3500.00", version=review.duty.version + 1)
    GrantContract.objects.update(state="closed")
    with pytest.raises(ValidationError, match="closed"):
        correct(officer, review, "3500.00")
    assert not review.corrections.exists()
    assert JournalEntry.objects.filter(kind="reversal").count() == 0


def test_an_officer_corrects_it_on_the_page_and_the_partner_reads_why(
    client, officer, contract, review, mailoutbox
):
    programme, duty = contract.proposal.call.programme, review.duty
    shown = reverse("programme_duty", args=[programme.pk, duty.pk])
    page = reverse("duty_accounted", args=[programme.pk, duty.pk])
    client.force_login(officer)
    assert page in client.get(shown).content.decode()
    typed = {"accounted": "3500.00", "why": "One nought too many", "version": duty.version}
    assert client.post(page, typed | {"why": ""}).status_code == 422
    assert client.post(page, typed).status_code == 302
    assert client.post(page, typed).status_code == 422  # somebody did meanwhile
    text = client.get(shown).content.decode()
    assert format_money(D("35000.00"), "EUR") in text
    assert format_money(D("3500.00"), "EUR") in text
    assert "One nought too many" in text
    lead = User.objects.get(email="lead@example.org")
    client.force_login(lead)
    theirs = client.get(reverse("project_duty", args=[contract.proposal.project_id, duty.pk]))
    assert "One nought too many" in theirs.content.decode()
    assert format_money(D("3500.00"), "EUR") in theirs.content.decode()
    assert client.get(page).status_code == 404
    assert duty.contract.partner.is_lead
    GrantContract.objects.update(state="closed")
    client.force_login(officer)
    assert page not in client.get(shown).content.decode()


def test_the_keeper_does_not_read_the_sums_of_another_partner(client, officer, proposal):
    facts = {"currency": "EUR", "rate": D(1), "rate_on": date(2026, 1, 1), "rate_source": "x"}
    abroad = make_running(officer, proposal, at=1, **facts)
    review = accept(officer, abroad, "2000.00")
    correct(officer, review, "1900.00")
    page = reverse("project_duty", args=[proposal.project_id, review.duty.pk])
    for email, reads in [("lead@example.org", False), ("abroad@example.org", True)]:
        client.force_login(User.objects.get(email=email))
        text = client.get(page).content.decode()
        assert (format_money(D("1900.00"), "EUR") in text, "One nought" in text) == (reads, reads)
