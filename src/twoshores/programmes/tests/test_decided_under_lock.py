"""Appraisal is begun, passed and decided on what stands, not on what somebody read before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Award, Call, Letter, Proposal
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.assigning import readers_give
from twoshores.programmes.services.calls import call_cancel
from twoshores.programmes.services.deciding import (
    appraisal_begin,
    award_record,
    call_decide,
    checks_save,
    decision_reopen,
    proposal_pass,
)
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.services.telling import letter_mail, letter_send

FACTS = {"reasons": "Sound", "language": "en", "amount": Decimal(90_000)}


def read_before(appraising) -> Call:
    """The call as an officer's page has it, while others go on."""
    return Call.objects.select_related("programme__organisation").get(pk=appraising.call.pk)


def decide(officer, proposal, outcome="refused"):
    return award_record(by=officer, proposal=proposal, outcome=outcome, facts=FACTS)


def test_a_call_that_was_called_off_meanwhile_is_neither_begun_nor_decided(appraising, officer):
    Call.objects.update(state="published")
    call = read_before(appraising)
    call_cancel(by=officer, call=read_before(appraising))
    with pytest.raises(WrongState):
        appraisal_begin(by=officer, call=call)
    call.state = "appraising"
    for proposal in appraising.proposals:
        Proposal.objects.filter(pk=proposal.pk).update(state="refused")
    with pytest.raises(WrongState):
        call_decide(by=officer, call=call)
    call.refresh_from_db()
    assert call.state == "cancelled"


def test_a_deadline_that_moved_meanwhile_counts(appraising, officer):
    Call.objects.update(state="published")
    call = read_before(appraising)
    Call.objects.update(deadline=timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="deadline has not passed"):
        appraisal_begin(by=officer, call=call)


def test_two_who_begin_or_decide_at_once_leave_one_event(appraising, officer):
    Call.objects.update(state="published")
    one, two = read_before(appraising), read_before(appraising)
    appraisal_begin(by=officer, call=one)
    with pytest.raises(WrongState):
        appraisal_begin(by=officer, call=two)
    for proposal in appraising.proposals:
        decide(officer, proposal)
    one, two = read_before(appraising), read_before(appraising)
    call_decide(by=officer, call=one)
    with pytest.raises(WrongState):
        call_decide(by=officer, call=two)
    for verb in ("call.appraise", "call.decide"):
        assert AuditEvent.objects.filter(verb=verb).count() == 1


@pytest.fixture
def checked(appraising, officer) -> Proposal:
    """In the check, and every point is met."""
    proposal = appraising.proposals[0]
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted")
    proposal.refresh_from_db()
    points = points_of(proposal.call, opened_submission(proposal, timezone.now()))
    checks_save(by=officer, proposal=proposal, points={row.key: (True, "") for row in points})
    return proposal


def test_what_was_withdrawn_meanwhile_does_not_pass(checked, appraising, officer):
    before = Proposal.objects.select_related("call__programme").get(pk=checked.pk)
    proposal_withdraw(by=appraising.keepers[0], proposal=checked)
    with pytest.raises(WrongState):
        proposal_pass(by=officer, proposal=before)
    checked.refresh_from_db()
    assert checked.state == "withdrawn"


@pytest.mark.parametrize("what", ["pass", "award", "reopen"])
def test_nothing_is_decided_in_a_call_that_was_called_off_meanwhile(checked, officer, what):
    before = Proposal.objects.select_related("call__programme").get(pk=checked.pk)
    assert before.call.state == "appraising"
    call_cancel(by=officer, call=checked.call)
    acts = {
        "pass": lambda: proposal_pass(by=officer, proposal=before),
        "award": lambda: decide(officer, before, "ineligible"),
        "reopen": lambda: decision_reopen(by=officer, proposal=before),
    }
    with pytest.raises(ValidationError, match="called off"):
        acts[what]()
    assert not Award.objects.exists()


def test_the_call_is_locked_before_its_proposal(checked, officer):
    """Or two would wait for each other, where the database locks rows."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        proposal_pass(by=officer, proposal=checked)
    read = [row["sql"] for row in asked if row["sql"].startswith("SELECT")]
    call, proposal = (
        next(n for n, sql in enumerate(read) if f'FROM "programmes_{name}"' in sql)
        for name in ("call", "proposal")
    )
    assert call < proposal


def test_no_letter_tells_a_decision_that_another_replaced(appraising, officer, mailoutbox):
    proposal = appraising.proposals[0]
    first = decide(officer, proposal)
    stale = Award.objects.get(pk=first.pk)
    assert not hasattr(stale, "replaced_by")  # as an officer's page has it
    decision_reopen(by=officer, proposal=proposal)
    decide(officer, proposal, "selected")
    with pytest.raises(ValidationError, match="replaced"):
        letter_send(by=officer, award=stale)


def test_a_letter_that_waits_for_the_mail_server_is_not_sent_after_another_decision(
    appraising, officer, mailoutbox
):
    proposal = appraising.proposals[0]
    first = decide(officer, proposal)
    letter = Letter.objects.create(award=first, language="en", body=[])
    decision_reopen(by=officer, proposal=proposal)
    decide(officer, proposal, "selected")
    Letter.objects.update(at=timezone.now())  # as if nothing had been taken up again since
    assert letter_mail(letter.pk) is False
    assert mailoutbox == []


def test_readers_are_given_what_is_still_appraised(appraising, officer):
    proposal = appraising.proposals[0]
    stale = Proposal.objects.select_related("call__programme").get(pk=proposal.pk)
    office = appraising.offices[0]
    proposal.assessments.all().delete()
    Proposal.objects.filter(pk=proposal.pk).update(state="refused")
    with pytest.raises(ValidationError, match="passed the check"):
        readers_give(by=officer, call=appraising.call, pairs=[(stale, office)], due_on=None)
