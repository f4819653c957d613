"""Reports accepted release money; a contract is closed when nothing is open or due either way."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.engines.ledger import Account
from twoshores.programmes.models import JournalEntry
from twoshores.programmes.selectors.closing import account_of
from twoshores.programmes.selectors.journal import contract_balances, journal_proof
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.services.acceptance import report_accepted
from twoshores.programmes.services.closing import (
    claim_set,
    contract_close,
    write_off,
    write_off_take_back,
)
from twoshores.programmes.services.instalments import instalment_hand_move
from twoshores.programmes.services.payments import Moved, payment_record, payment_void

from .money import make_running

D = Decimal
DAY = date(2026, 3, 1)


@pytest.fixture
def contract(officer, proposal):
    """Signed, its first instalment of 4,000 euro paid, two more waiting for reports."""
    contract = make_running(officer, proposal)
    pay(officer, contract, "4000.00", instalment=contract.instalments.first())
    return contract


def pay(officer, contract, amount, **more):
    moved = Moved(DAY, D(amount), "EUR")
    return payment_record(by=officer, contract=contract, moved=moved, **more)


def accept(officer, contract, amount, position=1):
    project = contract.proposal.project
    period = project.periods.create(
        position=position, name=f"Period {position}", starts=DAY, ends=DAY
    )
    report = project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted"
    )
    duty = contract.duties.create(title=period.name, due_on=DAY, report=report)
    return report_accepted(
        by=officer, duty=duty, language="en", accounted=D(amount) if amount else None
    )


def stands(contract, account):
    return contract_balances([contract])[contract.pk].get((account, "EUR"), D(0))


def settle_plan(officer, contract):
    """Nothing waits any more: the planned report is taken out, instalments are not to be paid."""
    contract.duties.filter(report=None).delete()
    for row in contract.instalments.filter(state__in=("waiting", "released")):
        instalment_hand_move(by=officer, instalment=row, move="cancel")


def test_an_accepted_report_is_posted_and_releases_the_next_instalment(officer, contract):
    review = accept(officer, contract, "3500.00")
    states = list(contract.instalments.values_list("state", flat=True))
    assert states == ["paid", "released", "waiting"]
    assert stands(contract, Account.SPENT) == 3500
    assert stands(contract, Account.ADVANCES) == 500
    with pytest.raises(ValidationError, match="already"):
        report_accepted(by=officer, duty=review.duty, language="en")
    accept(officer, contract, None, position=2)  # no report of money: nothing to post
    assert contract.instalments.filter(state="released").count() == 2
    assert JournalEntry.objects.filter(kind="acceptance").count() == 1


def test_a_report_accounts_for_no_parts_that_the_currency_has_not(officer, proposal):
    """0.45 franc would be due to the programme for good: it is neither paid nor written off."""
    facts = {"currency": "XOF", "rate": D("655.957"), "rate_on": DAY, "rate_source": "BCEAO"}
    contract = make_running(officer, proposal, at=1, **facts)
    with pytest.raises(ValidationError, match="small parts"):
        accept(officer, contract, "3500.55")


def test_nothing_is_closed_while_something_is_open(officer, contract):
    with pytest.raises(ValidationError) as refused:
        contract_close(by=officer, contract=contract)
    said = " ".join(refused.value.messages)
    assert "Instalment 2" in said
    assert "Final report" in said
    assert "due to the programme" in said
    contract.refresh_from_db()
    assert contract.state == "running"


def test_what_was_not_spent_is_asked_back_paid_back_and_the_contract_closed(officer, contract):
    accept(officer, contract, "3500.00")
    settle_plan(officer, contract)
    assert claim_set(by=officer, contract=contract) == 500
    assert stands(contract, Account.RECOVERABLE) == 500
    with pytest.raises(ValidationError, match="already"):
        claim_set(by=officer, contract=contract)
    pay(officer, contract, "500.00", is_recovery=True)
    account = account_of(contract)
    assert account.due.is_settled
    assert [one.entry.kind for one in account.paid_back] == ["recovery"]
    assert contract_close(by=officer, contract=contract).state == "closed"
    assert stands(contract, Account.ADVANCES) == stands(contract, Account.RECOVERABLE) == 0
    assert stands(contract, Account.COMMITTED) == stands(contract, Account.SPENT) == 3500
    assert account_of(contract).due.eligible == 3500
    with pytest.raises(ValidationError):
        pay(officer, contract, "5.00")
    assert journal_proof(contract.proposal.call.programme).is_whole


def test_more_than_the_contract_is_not_borne_and_the_rest_is_paid(officer, contract):
    accept(officer, contract, "12000.00")
    settle_plan(officer, contract)
    due = account_of(contract).due
    assert (due.eligible, due.beyond, due.to_pay) == (10000, 2000, 6000)
    pay(officer, contract, "6000.00")
    contract_close(by=officer, contract=contract, move="end")
    assert stands(contract, Account.SPENT) == 10000
    assert stands(contract, Account.ADVANCES) == 0


def test_a_payment_taken_back_is_not_counted(officer, contract):
    row = pay(officer, contract, "100.00")
    assert account_of(contract).due.net_paid == 4100
    payment_void(by=officer, row=row, why="Twice")
    account = account_of(contract)
    assert account.due.net_paid == 4000
    assert [one.amount for one in account.paid] == [4000, 100, -100]


def test_the_page_says_where_every_figure_comes_from(
    client, officer, stranger, contract, django_assert_max_num_queries
):
    accept(officer, contract, "3500.00")
    programme = contract.proposal.call.programme_id
    page = f"/programmes/{programme}/contracts/{contract.pk}/money/"
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    client.force_login(officer)
    with django_assert_max_num_queries(15):
        text = client.get(page).content.decode()
    assert "would be due to the programme" in text
    assert f"/programmes/{programme}/journal/?contract={contract.pk}#e3" in text
    answer = client.post(page, {"act": "close"}, follow=True).content.decode()
    assert "Instalment 2" in answer
    assert client.post(page, {"act": "claim"}).status_code == 302
    assert stands(contract, Account.RECOVERABLE) == 500


def test_a_report_is_sent_back_or_accepted_on_its_page(client, officer, contract):
    period = contract.proposal.project.periods.create(
        position=1, name="First year", starts=DAY, ends=DAY
    )
    report = contract.proposal.project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted"
    )
    duty = contract.duties.create(title="First year", due_on=DAY, report=report)
    page = f"/programmes/{contract.proposal.call.programme_id}/reports/{duty.pk}/"
    client.force_login(officer)
    assert f"{page}review/" in client.get(page).content.decode()
    sent = {"verdict": "returned", "language": "en", "version": duty.version}
    assert client.post(f"{page}review/", sent).status_code == 422
    assert client.post(f"{page}review/", sent | {"remarks": "No figures"}).status_code == 302
    report.refresh_from_db()
    assert report.state == "returned"
    assert stands(contract, Account.SPENT) == 0
    report.state = "submitted"
    report.save()
    sent |= {"verdict": "accepted", "accounted": "3,500.00"}
    assert client.post(f"{page}review/", sent).status_code == 302
    assert stands(contract, Account.SPENT) == 3500
    assert contract.instalments.filter(state="released").count() == 1


@pytest.fixture
def chief(officer):
    """Coordinates the programme's organisation."""
    return User.objects.get(email="chief@example.org")


def test_what_will_not_come_back_is_written_off_and_the_contract_closed(officer, chief, contract):
    programme = contract.proposal.call.programme
    accept(officer, contract, "3500.00")
    settle_plan(officer, contract)
    with pytest.raises(ValidationError):  # nothing was asked back yet
        write_off(by=chief, contract=contract, amount=D(500), why="Bankrupt")
    claim_set(by=officer, contract=contract)
    with pytest.raises(PermissionDenied):
        write_off(by=officer, contract=contract, amount=D(500), why="Bankrupt")
    for amount, why in ((D(501), "Bankrupt"), (D(0), "Bankrupt"), (D(500), " ")):
        with pytest.raises(ValidationError):
            write_off(by=chief, contract=contract, amount=amount, why=why)
    pay(officer, contract, "100.00", is_recovery=True)
    first = write_off(by=chief, contract=contract, amount=D(400), why="Bankrupt")
    assert AuditEvent.objects.filter(verb="grantcontract.write_off", by_id=chief.pk).exists()
    assert "Bankrupt" in first.text
    assert stands(contract, Account.RECOVERABLE) == 0
    assert stands(contract, Account.WRITTEN_OFF) == 400
    assert account_of(contract).due.is_settled

    write_off_take_back(by=chief, contract=contract, entry=first, why="They found some")
    assert account_of(contract).due.to_pay_back == 400
    assert stands(contract, Account.RECOVERABLE) == 400
    assert portfolio_of(programme, Filters()).money.written_off.is_empty
    write_off(by=chief, contract=contract, amount=D(400), why="Nothing after all")
    assert portfolio_of(programme, Filters()).money.written_off.own == {"EUR": D(400)}
    assert contract_close(by=officer, contract=contract).state == "closed"
    assert stands(contract, Account.ADVANCES) == stands(contract, Account.RECOVERABLE) == 0
    with pytest.raises(ValidationError):
        write_off_take_back(by=chief, contract=contract, entry=first, why="Closed")
    assert journal_proof(programme).is_whole


def test_what_was_written_off_and_then_accounted_for_bars_the_closing(officer, chief, contract):
    accept(officer, contract, "3500.00")
    claim_set(by=officer, contract=contract)
    write_off(by=chief, contract=contract, amount=D(500), why="Bankrupt")
    accept(officer, contract, "300.00", position=2)
    settle_plan(officer, contract)
    with pytest.raises(ValidationError, match="take that back"):
        contract_close(by=officer, contract=contract)


def test_the_pages_of_writing_off(client, officer, chief, contract, django_assert_max_num_queries):
    accept(officer, contract, "3500.00")
    claim_set(by=officer, contract=contract)
    programme = contract.proposal.call.programme
    money = f"/programmes/{programme.pk}/contracts/{contract.pk}/money/"
    page = reverse("contract_write_off", args=[programme.pk, contract.pk])
    client.force_login(officer)
    assert page not in client.get(money).content.decode()
    assert client.get(page).status_code == 403
    client.force_login(chief)
    assert page in client.get(money).content.decode()
    assert client.post(page, {"amount": "900", "why": "Bankrupt"}).status_code == 422
    assert client.post(page, {"amount": "500.00", "why": "Bankrupt"}).status_code == 302
    entry = JournalEntry.objects.get(kind="write_off")
    back = reverse("contract_write_off_back", args=[programme.pk, contract.pk, entry.number])
    with django_assert_max_num_queries(15):
        shown = client.get(money).content.decode()
    assert "Bankrupt" in shown
    assert back in shown
    portfolio = reverse("programme_portfolio", args=[programme.pk])
    with django_assert_max_num_queries(15):
        assert "?account=written_off" in client.get(portfolio).content.decode()
    assert client.post(back, {"why": "They found it"}).status_code == 302
    assert back not in client.get(money).content.decode()
