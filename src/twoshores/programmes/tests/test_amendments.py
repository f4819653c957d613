"""A change holds once the other side agreed; an amount is posted, what waits takes it."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.engines.ledger import Account
from twoshores.programmes.models import JournalEntry
from twoshores.programmes.selectors.contracts import suspended_on
from twoshores.programmes.selectors.journal import contract_balances, journal_proof
from twoshores.programmes.services.acceptance import report_accepted
from twoshores.programmes.services.amendments import (
    amendment_answer,
    amendment_ask,
    amendment_written,
)
from twoshores.programmes.services.instalments import instalment_hand_move
from twoshores.programmes.waiting import programmes_waiting

from .money import DAY, make_running

SAID = {"why": "Rain", "language": "en"}


@pytest.fixture
def contract(officer, proposal):
    return make_running(officer, proposal)


@pytest.fixture
def partner(proposal) -> User:
    return User.objects.get(email="lead@example.org")


def ask(by, contract, side, kind, **after):
    return amendment_ask(by=by, contract=contract, side=side, kind=kind, after=after, **SAID)


def test_more_time_holds_once_the_other_side_agreed(officer, partner, contract):
    row = ask(partner, contract, "partner", "extension", ends=date(2028, 12, 31))
    assert (row.before, row.after) == ({"ends": "2028-06-30"}, {"ends": "2028-12-31"})
    with pytest.raises(PermissionDenied):
        amendment_answer(by=partner, amendment=row, agrees=True)
    contract.refresh_from_db()
    assert contract.ends == date(2028, 6, 30)
    amendment_answer(by=officer, amendment=row, agrees=True, answer="Yes")
    contract.refresh_from_db()
    assert contract.ends == date(2028, 12, 31)
    with pytest.raises(ValidationError):
        amendment_answer(by=officer, amendment=row, agrees=False)


@pytest.mark.parametrize(
    ("amount", "instalments"),
    [
        ("12500.00", ["4000.00", "4000.00", "4500.00"]),
        ("7000.00", ["4000.00", "3000.00", "0.00"]),
    ],
)
def test_another_amount_is_posted_and_taken_from_what_waits(
    officer, partner, contract, amount, instalments
):
    row = ask(officer, contract, "programme", "amount", amount=Decimal(amount))
    amendment_answer(by=partner, amendment=row, agrees=True)
    contract.refresh_from_db()
    assert contract.amount == Decimal(amount)
    assert [str(one.amount) for one in contract.instalments.all()] == instalments
    found = contract_balances([contract])[contract.pk]
    assert found[Account.COMMITTED, "EUR"] == Decimal(amount)
    assert JournalEntry.objects.filter(kind="change").count() == 1
    assert journal_proof(contract.proposal.call.programme).is_whole


def test_what_may_be_paid_is_not_taken_back_by_a_change(officer, contract):
    with pytest.raises(ValidationError, match="more than that"):
        ask(officer, contract, "programme", "amount", amount=Decimal("3999.99"))


def test_refused_it_changes_nothing(officer, partner, contract):
    row = ask(officer, contract, "programme", "amount", amount=Decimal("9000.00"))
    amendment_answer(by=partner, amendment=row, agrees=False, answer="No")
    contract.refresh_from_db()
    assert contract.amount == Decimal("10000.00")


def test_while_it_is_suspended_no_day_releases_money(officer, partner, contract):
    one = contract.instalments.last()
    one.condition, one.due_on = "date", date(2020, 1, 1)
    one.save()
    row = ask(
        officer,
        contract,
        "programme",
        "suspension",
        **{"from": date(2020, 1, 1), "until": date(2099, 1, 1)},
    )
    amendment_answer(by=partner, amendment=row, agrees=True)
    assert suspended_on(contract, date(2030, 1, 1))
    assert not suspended_on(contract, date(2099, 1, 2))
    with pytest.raises(ValidationError, match="suspended"):
        instalment_hand_move(by=officer, instalment=one, move="release")


def test_a_change_on_both_sides_pages(client, officer, partner, contract):
    project = contract.proposal.project_id
    page = f"/workbench/{project}/funding/grants/{contract.pk}/"
    client.force_login(partner)
    sent = {"kind": "extension", "why": "Rain", "language": "fr"}
    assert client.post(f"{page}change/", sent).status_code == 422
    assert client.post(f"{page}change/", sent | {"ends": "2028-12-31"}).status_code == 302
    assert "Asked for" in client.get(page).content.decode()
    client.force_login(officer)
    programme = contract.proposal.call.programme_id
    ours = f"/programmes/{programme}/contracts/{contract.pk}/"
    amendment = contract.amendments.get()
    assert f"{ours}changes/{amendment.pk}/" in client.get(ours).content.decode()
    client.post(f"{ours}changes/{amendment.pk}/", {"verdict": "agree"})
    contract.refresh_from_db()
    assert contract.ends == date(2028, 12, 31)


@pytest.fixture
def lines(contract):
    """Travel and training of the partner, planned in three periods, of which one is locked."""
    project = contract.proposal.project
    periods = [
        project.periods.create(
            position=at, name=str(at), starts=date(2027, at, 1), ends=date(2027, at, 28)
        )
        for at in (1, 2, 3)
    ]
    periods[0].locked_at = timezone.now()
    periods[0].save()
    made = {
        kind: project.budget_lines.create(
            partner=contract.partner, category=kind, text=kind, currency="EUR"
        )
        for kind in ("travel", "training")
    }
    for period, amount in zip(periods, (1000, 300, 200), strict=True):
        made["travel"].amounts.create(period=period, amount=amount, quantity=2)
    return made


def planned(line):
    rows = line.amounts.order_by("period__position")
    return [(row.period.position, row.amount, row.quantity) for row in rows]


def move(officer, partner, contract, moved):
    facts = {"moved": Decimal(moved), "from": "travel", "to": "training"}
    row = ask(partner, contract, "partner", "budget", **facts)
    return amendment_answer(by=officer, amendment=row, agrees=True)


def test_money_moved_changes_the_budget_in_open_periods(client, officer, partner, contract, lines):
    assert move(officer, partner, contract, "350.00").in_budget is True
    assert planned(lines["travel"]) == [(1, 1000, 2), (2, 150, None), (3, 0, None)]
    assert planned(lines["training"]) == [(2, 150, None), (3, 200, None)]
    assert AuditEvent.objects.filter(verb="budgetline.update", by_id=officer.pk).count() == 2
    client.force_login(officer)
    programme = contract.proposal.call.programme_id
    shown = client.get(f"/programmes/{programme}/contracts/{contract.pk}/").content.decode()
    assert "budget was changed by it" in shown


def test_in_doubt_the_budget_stays_and_both_sides_are_told(
    client, officer, partner, contract, lines
):
    before = planned(lines["travel"])
    assert move(officer, partner, contract, "500.01").in_budget is False  # not so much is open
    lines["travel"].expenses.create(
        project=contract.proposal.project,
        partner=contract.partner,
        period=contract.proposal.project.periods.first(),
        on=DAY,
        amount=1400,
        currency="EUR",
        text="Bus",
    )
    assert move(officer, partner, contract, "200.00").in_budget is False  # it is spent
    lines["training"].pk = None
    lines["training"].id = uuid.uuid4()
    lines["training"].save(force_insert=True)  # a second line: which is meant?
    assert move(officer, partner, contract, "10.00").in_budget is False
    assert planned(lines["travel"]) == before
    client.force_login(partner)
    page = f"/workbench/{contract.proposal.project_id}/funding/grants/{contract.pk}/"
    assert "changes its lines by hand" in client.get(page).content.decode()


def test_what_is_changed_by_hand_waits_on_today_until_it_is_done(
    client, officer, partner, contract, lines
):
    project = contract.proposal.project
    row = move(officer, partner, contract, "500.01")  # not so much is open
    here = reverse("grant", args=[project.pk, contract.pk])

    def waits(user: User) -> bool:
        return here in [one.href for one in programmes_waiting(project, user, DAY)]

    other = User.objects.get(email="abroad@example.org")
    assert (waits(partner), waits(other), waits(officer)) == (True, False, False)
    done = reverse("grant_change_written", args=[project.pk, contract.pk, row.pk])
    client.force_login(other)
    assert client.post(done).status_code == 404
    client.force_login(partner)
    assert done in client.get(here).content.decode()
    assert client.post(done, follow=True).status_code == 200
    row.refresh_from_db()
    assert row.in_budget is True
    assert not waits(partner)
    assert AuditEvent.objects.filter(verb="contractamendment.write", by_id=partner.pk).count() == 1
    assert client.post(done).status_code == 404  # nothing is left to be done
    assert done not in client.get(here).content.decode()
    with pytest.raises(WrongState):
        amendment_written(by=partner, amendment=row)
    with pytest.raises(PermissionDenied):
        amendment_written(by=officer, amendment=row)


def test_what_was_held_back_may_be_paid_after_all(client, officer, contract):
    first = contract.instalments.first()
    instalment_hand_move(by=officer, instalment=first, move="hold")
    page = f"/programmes/{contract.proposal.call.programme_id}/contracts/{contract.pk}/"
    client.force_login(officer)
    assert "Let it wait no longer" in client.get(page).content.decode()
    assert instalment_hand_move(by=officer, instalment=first, move="release").state == "released"
    assert "Let it wait no longer" not in client.get(page).content.decode()
    second = contract.instalments.all()[1]  # waits for a report that nobody accepted yet
    with pytest.raises(ValidationError, match="by itself"):
        instalment_hand_move(by=officer, instalment=second, move="release")


def test_a_report_accepted_while_suspended_releases_by_hand_afterwards(officer, partner, contract):
    today = timezone.localdate()
    days = {"from": today - timedelta(2), "until": today}
    row = ask(officer, contract, "programme", "suspension", **days)
    amendment_answer(by=partner, amendment=row, agrees=True)
    project = contract.proposal.project
    period = project.periods.create(position=1, name="First", starts=DAY, ends=DAY)
    report = project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted"
    )
    duty = contract.duties.create(title="First", due_on=DAY, report=report)
    report_accepted(by=officer, duty=duty, language="en")
    second, third = contract.instalments.filter(condition="report")
    assert second.state == "waiting"
    with pytest.raises(ValidationError, match="suspended"):
        instalment_hand_move(by=officer, instalment=second, move="release")
    row.after["until"] = (today - timedelta(1)).isoformat()  # the suspension is over
    row.save()
    assert instalment_hand_move(by=officer, instalment=second, move="release").state == "released"
    with pytest.raises(ValidationError, match="by itself"):  # one report, one instalment
        instalment_hand_move(by=officer, instalment=third, move="release")


@pytest.mark.parametrize(
    ("wanted", "instalments"),
    [("8000.00", ["4000.00", "4000.00"]), ("5500.00", ["4000.00", "1500.00"])],
)
def test_the_amount_falls_by_what_will_not_be_paid(officer, partner, contract, wanted, instalments):
    """An instalment of 2,000 was cancelled: the amount may fall by it, before what waits falls."""
    instalment_hand_move(by=officer, instalment=contract.instalments.last(), move="cancel")
    row = ask(officer, contract, "programme", "amount", amount=Decimal(wanted))
    amendment_answer(by=partner, amendment=row, agrees=True)
    contract.refresh_from_db()
    assert contract.amount == Decimal(wanted)
    counting = contract.instalments.exclude(state="cancelled")
    assert [str(one.amount) for one in counting] == instalments
    with pytest.raises(ValidationError, match="more than that"):
        ask(officer, contract, "programme", "amount", amount=Decimal("3999.99"))


@pytest.mark.parametrize("gone", ["no organisation", "left", "nobody writes"])
def test_the_programme_notes_the_answer_of_a_partner_for_whom_nobody_acts_here(
    client, officer, partner, contract, gone
):
    row = ask(officer, contract, "programme", "extension", ends=date(2028, 12, 31))
    page = f"/programmes/{contract.proposal.call.programme_id}/contracts/{contract.pk}/"
    client.force_login(officer)
    answer = f"{page}changes/{row.pk}/"
    assert answer not in client.get(page).content.decode()
    with pytest.raises(PermissionDenied):
        amendment_answer(by=officer, amendment=row, agrees=True)
    if gone == "no organisation":
        contract.partner.organisation = None
    elif gone == "left":
        contract.partner.left_on = DAY
    else:
        partner.memberships.update(role="viewer")
    contract.partner.save()
    assert answer in client.get(page).content.decode()
    sent = {"verdict": "agree", "answer": "By letter of 3 March"}
    assert client.post(answer, sent).status_code == 302
    contract.refresh_from_db()
    assert contract.ends == date(2028, 12, 31)
