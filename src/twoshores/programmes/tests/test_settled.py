"""The rest of an instalment that will not be paid is given up with a reason: less is promised."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.formatting import format_money
from twoshores.common.models import AuditEvent
from twoshores.engines.ledger import Account
from twoshores.programmes.exchange.activity_money import transactions_of
from twoshores.programmes.models import GrantContract, Instalment
from twoshores.programmes.selectors.closing import account_of, open_things
from twoshores.programmes.selectors.contract_values import contract_values
from twoshores.programmes.selectors.contracts import money_of, standing_of
from twoshores.programmes.selectors.flows import flows_of
from twoshores.programmes.selectors.journal import journal_proof
from twoshores.programmes.selectors.payments import Candidates
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.services.closing import contract_close
from twoshores.programmes.services.instalments import instalment_settle
from twoshores.programmes.services.payments import Moved, payment_record, payment_void

from .money import make_running
from .test_closing import DAY, D, accept, pay, settle_plan, stands
from .test_payments import IN_DIRHAM

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(officer, proposal) -> GrantContract:
    """10,000 euro; of the first instalment of 4,000 euro 3,000 were paid."""
    contract = make_running(officer, proposal)
    pay(officer, contract, "3000.00", instalment=contract.instalments.first())
    return contract


@pytest.fixture
def part(contract) -> Instalment:
    return contract.instalments.first()


def settle(officer, part, why="The well was cheaper"):
    return instalment_settle(by=officer, instalment=part, why=why)


def test_the_rest_is_no_longer_promised(officer, programme, contract, part):
    settle(officer, part)
    contract.refresh_from_db()
    part.refresh_from_db()
    assert (part.state, part.amount, part.given_up) == ("paid", 3000, 1000)
    assert (part.settled_because, part.settled_by) == ("The well was cheaper", officer)
    assert contract.amount == 9000
    assert stands(contract, Account.COMMITTED) == 9000
    assert stands(contract, Account.ADVANCES) == 3000
    account = account_of(contract)
    assert account.agrees
    assert [one.amount for one in account.amount] == [10000, -1000]
    assert "The well was cheaper" in account.amount[-1].entry.text
    assert standing_of(contract).planned == 9000
    assert money_of([contract])[contract.pk].released == 0
    assert contract_values(contract)["grant"] == format_money(D("9000.00"), "EUR")
    assert [one for one in Candidates(programme).rows if one.is_out] == []
    (grant,) = portfolio_of(programme, Filters()).grants
    assert [one.value for one in grant.committed] == [9000]
    assert journal_proof(programme).is_whole
    event = AuditEvent.objects.get(verb="instalment.settle")
    assert (event.by_id, event.about_id) == (officer.pk, str(programme.organisation_id))


def test_files_tell_what_was_promised_less_and_what_moved(officer, contract, part):
    settle(officer, part)
    contract.refresh_from_db()
    flows = flows_of([contract])[contract.pk]
    assert [amount for _on, amount in flows.promised] == [10000, -1000]
    assert sum(row.amount for row in flows.instalments) == contract.amount
    parties = (None, None)
    rows = transactions_of(contract, flows, parties, timezone.localdate(), [])  # type: ignore[arg-type]
    told = [(row.type_code, row.money.value) for row in rows]
    assert told == [("2", 10000), ("2", -1000), ("3", 3000)]


def test_the_contract_closes_though_more_was_accounted_for(officer, contract, part):
    settle(officer, part)
    accept(officer, contract, "4000.00")
    second = contract.instalments.get(position=2)
    pay(officer, contract, "500.00", instalment=second)
    settle(officer, second, "The rest was not eligible")
    settle_plan(officer, contract)
    contract.refresh_from_db()
    assert contract.amount == 5500  # of the second 3,500 were given up
    due = account_of(contract).due
    assert (due.eligible, due.to_pay) == (4000, 500)
    pay(officer, contract, "500.00")
    assert open_things(contract, account_of(contract)) == []
    contract_close(by=officer, contract=contract)
    assert stands(contract, Account.COMMITTED) == stands(contract, Account.SPENT) == 4000
    assert stands(contract, Account.ADVANCES) == stands(contract, Account.RECOVERABLE) == 0
    assert journal_proof(contract.proposal.call.programme).is_whole


def test_a_rest_of_an_exchange_is_settled_in_the_contracts_currency(officer, proposal):
    contract = make_running(officer, proposal, at=1, **IN_DIRHAM)
    first = contract.instalments.first()  # 21,600 dirham
    moved = Moved(DAY, D("2000.00"), "EUR", D("21599.40"))
    payment_record(by=officer, contract=contract, moved=moved, instalment=first)
    settle(officer, first, "Rounding of the bank")
    contract.refresh_from_db()
    first.refresh_from_db()
    assert (first.given_up, contract.amount) == (D("0.60"), D("53999.40"))
    assert journal_proof(proposal.call.programme).is_whole


def test_a_payment_that_is_taken_back_opens_it_as_far_as_it_was_paid(officer, contract, part):
    settle(officer, part)
    payment_void(by=officer, row=contract.payments.get(), why="Wrong day")
    part.refresh_from_db()
    assert (part.state, part.amount, part.given_up) == ("released", 3000, 1000)
    pay(officer, contract, "2900.00", instalment=part)
    settle(officer, part, "A fee")
    part.refresh_from_db()
    contract.refresh_from_db()
    assert (part.state, part.amount, part.given_up) == ("paid", 2900, 1100)
    assert contract.amount == 8900
    assert account_of(contract).agrees


def test_what_is_refused(officer, stranger, contract, part):
    with pytest.raises(PermissionDenied):
        settle(stranger, part)
    with pytest.raises(ValidationError, match="why"):
        settle(officer, part, " ")
    with pytest.raises(ValidationError, match="moved on"):
        settle(officer, contract.instalments.get(position=2))  # it waits
    accept(officer, contract, "10.00")
    with pytest.raises(ValidationError, match="Nothing of it was paid"):
        settle(officer, contract.instalments.get(position=2))
    pay(officer, contract, "1000.00", instalment=part)
    with pytest.raises(ValidationError, match="moved on"):
        settle(officer, part)  # paid whole
    GrantContract.objects.update(state="closed")
    with pytest.raises(ValidationError, match="under way"):
        settle(officer, contract.instalments.get(position=2))
    contract.refresh_from_db()
    assert contract.amount == 10000


def test_no_less_is_promised_than_was_paid(officer, contract, part):
    """Payments beside the instalments count too."""
    pay(officer, contract, "6500.00")
    with pytest.raises(ValidationError, match="sum to more"):
        settle(officer, part)
    part.refresh_from_db()
    assert (part.state, part.amount) == ("released", 4000)


def test_the_pages(client, officer, programme, contract, part):
    client.force_login(officer)
    shown = reverse("contract", args=[programme.pk, contract.pk])
    page = reverse("instalment_settle", args=[programme.pk, contract.pk, part.pk])
    text = client.get(shown).content.decode()
    assert page in text
    assert format_money(D("3000.00"), "EUR") in text
    asked = client.get(page).content.decode()
    assert format_money(D("1000.00"), "EUR") in asked
    assert client.post(page, {"why": "", "version": part.version}).status_code == 422
    typed = {"why": "The well was cheaper", "version": part.version}
    assert client.post(page, typed).status_code == 302
    assert client.get(page).status_code == 404
    text = client.get(shown).content.decode()
    assert "The well was cheaper" in text
    assert page not in text
    waiting = contract.instalments.get(position=2)
    other = reverse("instalment_settle", args=[programme.pk, contract.pk, waiting.pk])
    assert client.get(other).status_code == 404
    client.force_login(User.objects.get(email="lead@example.org"))
    theirs = reverse("grant", args=[contract.proposal.project_id, contract.pk])
    assert "The well was cheaper" in client.get(theirs).content.decode()


def test_somebody_paid_meanwhile(client, officer, programme, contract, part):
    """What was confirmed is the rest that the page told."""
    page = reverse("instalment_settle", args=[programme.pk, contract.pk, part.pk])
    client.force_login(officer)
    asked = client.get(page)
    assert 'name="rest" value="1000.00"' in asked.content.decode()
    pay(officer, contract, "400.00", instalment=part)
    answer = client.post(page, {"why": "Cheaper", "rest": "1000.00", "version": part.version})
    assert answer.status_code == 422
    assert "moved on" in answer.content.decode()
