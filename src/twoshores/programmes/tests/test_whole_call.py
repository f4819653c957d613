"""A small call from its proposal to closed contracts, through all services in their order.

Two partners, two currencies, three assessments, a report that is sent back and accepted.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Call, GrantContract, Instalment, Office, Proposal
from twoshores.programmes.selectors.closing import account_of
from twoshores.programmes.selectors.journal import journal_proof
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.acceptance import report_accepted, report_returned
from twoshores.programmes.services.assigning import conflicts_detect, readers_give, readers_proposed
from twoshores.programmes.services.closing import contract_close
from twoshores.programmes.services.deciding import (
    appraisal_begin,
    award_record,
    call_decide,
    checks_save,
    proposal_pass,
)
from twoshores.programmes.services.duties import duty_add, duty_hand_in
from twoshores.programmes.services.payments import Moved, payment_record
from twoshores.programmes.services.proposals import share_write
from twoshores.programmes.services.submissions import proposal_submit
from twoshores.programmes.services.telling import letter_send

from .applying import *  # noqa: F403 - the fixtures of a call and its applicants
from .appraising import mark_all
from .money import make_running

pytestmark = pytest.mark.django_db
RATE = {"rate": Decimal(50), "rate_on": date(2026, 11, 1), "rate_source": "The central bank"}


def assessors(call: Call) -> list[Office]:
    return [
        Office.objects.create(
            programme=call.programme,
            user=User.objects.create_user(f"reader{number}@example.org"),
            role="assessor",
        )
        for number in range(3)
    ]


def pay(officer: User, contract: GrantContract) -> Decimal:
    """The one instalment that may be paid, as the bank moved it."""
    part = contract.instalments.get(state=Instalment.State.RELEASED)
    moved = Moved(timezone.localdate(), part.amount, contract.currency)
    payment_record(by=officer, contract=contract, moved=moved, instalment=part)
    return part.amount


def account_for(officer: User, writer: User, contract: GrantContract, amount: Decimal) -> None:
    """A report is handed in, sent back once, written again and accepted."""
    project = contract.proposal.project
    period = project.periods.create(
        position=project.periods.count() + 1,
        name=f"Period {project.periods.count() + 1}",
        starts="2027-01-01",
        ends="2027-06-30",
    )
    report = project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted", done="Ponds"
    )
    duty = contract.duties.filter(report=None).order_by("due_on").first()
    if duty is None:
        duty = duty_add(by=officer, contract=contract, title="Report", due_on=date(2027, 7, 31))
    duty = duty_hand_in(by=writer, duty=duty, report=report)
    report_returned(by=officer, duty=duty, language="en", remarks="Which ponds?")
    report.refresh_from_db()
    assert report.state == "returned"
    with pytest.raises(ValidationError):  # it is being written again
        report_accepted(by=officer, duty=duty, language="en", accounted=amount)
    report.state = "submitted"
    report.save(update_fields=["state"])
    duty = duty_hand_in(by=writer, duty=duty, report=report)
    report_accepted(by=officer, duty=duty, language="en", accounted=amount)


def selected(officer: User, keeper: User, helper: User, proposal: Proposal) -> Proposal:
    """Shares, hand-in, deadline, check, three assessments, decision, letter."""
    call = proposal.call
    call.budget = Decimal(20_000)
    call.save(update_fields=["budget"])
    call.criterions.create(level="partnership", component="migration", title="Ties")
    call.criterions.create(level="organisation", component="development", title="Record")
    lead, second = proposal.project.partners.order_by("position")
    for by, partner, asked, paid_in in (
        (keeper, lead, "10000", ""),
        (helper, second, "5000", "EGP"),
    ):
        facts = {"asked": Decimal(asked), "own": Decimal(0), "paid_in": paid_in}
        share_write(by=by, proposal=proposal, partner=partner, opened_version=0, facts=facts)
    handed_in = proposal_submit(by=keeper, proposal=proposal)
    assert handed_in.in_time
    call.deadline = timezone.now() - timedelta(minutes=1)
    call.save(update_fields=["deadline"])
    assert not proposal_submit(by=keeper, proposal=proposal).in_time  # kept, and does not count

    appraisal_begin(by=officer, call=call)
    proposal.refresh_from_db()
    proposal.call = call
    points = points_of(call, opened_submission(proposal, timezone.now()))
    checks_save(by=officer, proposal=proposal, points={one.key: (True, "") for one in points})
    proposal_pass(by=officer, proposal=proposal)
    assessors(call)
    conflicts_detect(by=officer, call=call)
    proposed = readers_proposed(call, seats=3)
    given = readers_give(by=officer, call=call, pairs=proposed.pairs, due_on=None)
    assert len(given) == 3
    for mark, one in zip((4, 4, 5), given, strict=True):
        mark_all(one, mark, strengths="Strong ties")
    facts = {"reasons": "The best", "language": "en", "amount": Decimal(15_000)}
    award = award_record(by=officer, proposal=proposal, outcome="selected", facts=facts)
    letter = letter_send(by=officer, award=award)
    words = " ".join(block["text"] for block in letter.body)
    assert "The best" in words
    assert "Strong ties" in words
    assert "reader0@example.org" not in words
    call_decide(by=officer, call=call)
    proposal.refresh_from_db()
    return proposal


def test_from_a_proposal_to_closed_contracts(officer, keeper, helper, proposal):
    proposal = selected(officer, keeper, helper, proposal)
    programme = proposal.call.programme
    euro = make_running(officer, proposal, 0)
    pound = make_running(officer, proposal, 1, currency="EGP", **RATE)
    assert (euro.currency, euro.amount) == ("EUR", Decimal(10_000))
    assert (pound.currency, pound.amount) == ("EGP", Decimal(250_000))

    for contract, writer in ((euro, keeper), (pound, helper)):
        paid = Decimal(0)
        instalments = contract.instalments.count()
        for number in range(instalments):
            if number:
                share = contract.amount if number == instalments - 1 else paid
                account_for(
                    officer,
                    writer,
                    contract,
                    share - sum(one.amount for one in account_of(contract).spent),
                )
            paid += pay(officer, contract)
        assert paid == contract.amount
        contract.duties.filter(reviews=None).delete()  # planned, and not needed here
        contract_close(by=officer, contract=contract)
        contract.refresh_from_db()
        assert contract.state == "closed"

    assert journal_proof(programme).is_whole
    money = portfolio_of(programme, Filters()).money
    whole = {"EUR": Decimal(10_000), "EGP": Decimal(250_000)}
    assert money.committed.own == whole
    assert money.paid.own == whole
    assert money.reported.own == whole
