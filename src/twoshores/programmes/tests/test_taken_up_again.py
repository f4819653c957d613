"""Withdrawn by mistake: until the deadline its partners take a proposal up again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.common.models import AuditEvent
from twoshores.common.states import WrongState
from twoshores.programmes.models import Call, Proposal
from twoshores.programmes.selectors.sealed import counts_of
from twoshores.programmes.services.deciding import award_record
from twoshores.programmes.services.proposals import proposal_take_up, proposal_withdraw
from twoshores.programmes.services.submissions import proposal_submit

from .applying import *  # noqa: F403 - fixtures
from .money import tell


def fresh(proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def back_and_forth(keeper, proposal) -> str:
    proposal_withdraw(by=keeper, proposal=fresh(proposal))
    return proposal_take_up(by=keeper, proposal=fresh(proposal)).state


def in_two_stages(call, **days) -> None:
    call.prompts.create(position=3, title="Your idea?", whom="all", stage="concept")
    now = timezone.now()
    later = {"concept_deadline": now + timedelta(days=1), "deadline": now + timedelta(days=60)}
    Call.objects.update(stages="two", **later | days)


def test_a_withdrawn_draft_is_written_again(client, keeper, proposal):
    client.force_login(keeper)
    page = reverse("proposal", args=[proposal.project_id, proposal.pk])
    back = reverse("proposal_take_up", args=[proposal.project_id, proposal.pk])
    assert "Take it up again" not in client.get(page).text
    client.post(reverse("proposal_withdraw", args=[proposal.project_id, proposal.pk]))
    shown = client.get(page).text
    assert "Take it up again" in shown
    assert "This can be done until" in shown
    assert "It stands where it stood." in client.post(back, follow=True).text
    assert fresh(proposal).state == "draft"
    assert "Hand in as it stands" in client.get(page).text
    assert AuditEvent.objects.filter(verb="proposal.take_up").count() == 1
    assert "has moved on" in client.post(back, follow=True).text  # it is not withdrawn


def test_what_was_handed_in_counts_again(keeper, proposal):
    proposal_submit(by=keeper, proposal=proposal)
    proposal_withdraw(by=keeper, proposal=proposal)
    assert counts_of(proposal.call) == {"begun": 0, "handed_in": 0}
    proposal_take_up(by=keeper, proposal=proposal)
    assert (proposal.state, fresh(proposal).number) == ("submitted", 1)
    assert counts_of(proposal.call) == {"begun": 1, "handed_in": 1}
    assert proposal_submit(by=keeper, proposal=proposal).in_time


def test_a_concept_and_an_invited_proposal_come_back_as_such(keeper, proposal, officer):
    in_two_stages(proposal.call)
    assert back_and_forth(keeper, proposal) == "draft"
    proposal_submit(by=keeper, proposal=fresh(proposal))
    assert back_and_forth(keeper, proposal) == "concept"
    Call.objects.update(concept_deadline=timezone.now())
    facts = {"reasons": "A clear aim", "language": "en"}
    award_record(by=officer, proposal=fresh(proposal), outcome="invited", facts=facts)
    tell(proposal)
    assert back_and_forth(keeper, proposal) == "invited"
    proposal_submit(by=keeper, proposal=fresh(proposal))
    assert back_and_forth(keeper, proposal) == "submitted"


@pytest.mark.parametrize("hands_in", [False, True])
def test_nothing_comes_back_after_its_deadline(client, keeper, proposal, hands_in):
    in_two_stages(proposal.call)
    if hands_in:
        proposal_submit(by=keeper, proposal=proposal)
    proposal_withdraw(by=keeper, proposal=proposal)
    Call.objects.update(concept_deadline=timezone.now())  # proposals go on
    with pytest.raises(ValidationError, match="stays withdrawn"):
        proposal_take_up(by=keeper, proposal=fresh(proposal))
    client.force_login(keeper)
    shown = client.get(reverse("proposal", args=[proposal.project_id, proposal.pk])).text
    assert "stays withdrawn" in shown
    assert "Take it up again" not in shown


def test_only_a_withdrawn_one_of_an_open_call_by_its_keeper(keeper, helper, proposal):
    with pytest.raises(WrongState):
        proposal_take_up(by=keeper, proposal=proposal)
    proposal_withdraw(by=keeper, proposal=proposal)
    with pytest.raises(PermissionDenied):
        proposal_take_up(by=helper, proposal=proposal)
    Call.objects.update(state="cancelled")
    with pytest.raises(ValidationError, match="no proposals any more"):
        proposal_take_up(by=keeper, proposal=proposal)
