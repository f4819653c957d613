"""What was decided or taken back is undone: to where it belongs, with a trace, as far as it may."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Proposal
from twoshores.programmes.selectors.proposals import proposal_or_404, state_told
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.deciding import (
    award_record,
    checks_save,
    decision_reopen,
    proposal_pass,
)

from .applying import *  # noqa: F403 - fixtures


def decide(officer, proposal, outcome="selected", **facts):
    facts = {"reasons": "Sound", "language": "en", "amount": None} | facts
    return award_record(by=officer, proposal=proposal, outcome=outcome, facts=facts)


def check(officer, proposal, *, is_met: bool) -> None:
    points = points_of(proposal.call, opened_submission(proposal, timezone.now()))
    checks_save(
        by=officer,
        proposal=proposal,
        points={point.key: (is_met, "" if is_met else "A stamp lacks") for point in points},
    )


# Turned away in the check.


@pytest.fixture
def turned_away(appraising, officer) -> Proposal:
    """Not eligible, as its check found; nobody was told."""
    proposal = appraising.proposals[0]
    Proposal.objects.filter(pk=proposal.pk).update(state="submitted")
    proposal.refresh_from_db()
    check(officer, proposal, is_met=False)
    decide(officer, proposal, "ineligible")
    return proposal


def test_who_was_turned_away_goes_back_to_the_check(client, turned_away, officer):
    decision_reopen(by=officer, proposal=turned_away)
    assert turned_away.state == "submitted"
    with pytest.raises(ValidationError):
        decide(officer, turned_away, amount=Decimal(1))
    with pytest.raises(ValidationError):
        proposal_pass(by=officer, proposal=turned_away)
    client.force_login(officer)
    page = reverse("appraised_proposal", args=[turned_away.call.programme_id, turned_away.pk])
    assert "Check it" in client.get(page).text
    check(officer, turned_away, is_met=True)
    proposal_pass(by=officer, proposal=turned_away)
    assert turned_away.state == "eligible"


def test_partners_who_were_told_nothing_see_nothing_of_it(turned_away, officer):
    def told() -> str:
        return state_told(proposal_or_404(turned_away.project, turned_away.pk))

    before = told()
    decision_reopen(by=officer, proposal=turned_away)
    assert told() == before == "eligible"
