"""What was decided or taken back is undone: to where it belongs, with a trace, as far as it may."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import GrantContract, Proposal
from twoshores.programmes.selectors.proposals import proposal_or_404
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.contract_moves import contract_move
from twoshores.programmes.services.contracts import contract_create
from twoshores.programmes.services.deciding import (
    award_record,
    checks_save,
    decision_reopen,
    proposal_pass,
)
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.told import state_told

from .applying import *  # noqa: F403 - fixtures
from .conftest import make_organisation
from .money import DAY, make_proposal, make_running, sign, write_whole

DAYS = {"language": "en", "starts": DAY, "ends": DAY + timedelta(days=300)}


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


# A grant that is under way.


@pytest.fixture
def granted(programme) -> Proposal:
    """Selected, of two partners."""
    lead = make_organisation("Ponds and Fish", "FR", coordinator="lead@example.org")
    abroad = make_organisation("Tiznit Water", "MA", coordinator="abroad@example.org")
    return make_proposal(programme, lead, abroad)


def withdraw(proposal):
    return proposal_withdraw(by=User.objects.get(email="lead@example.org"), proposal=proposal)


@pytest.mark.parametrize("at", [0, 1])  # the keeper's own contract, or that of a partner
def test_nothing_is_withdrawn_under_a_contract_that_is_under_way(client, granted, officer, at):
    granted.shares.update(paid_in="")
    contract = make_running(officer, granted, at)
    client.force_login(User.objects.get(email="lead@example.org"))
    page = reverse("proposal", args=[granted.project_id, granted.pk])
    shown = client.get(page).text
    assert "Yes, withdraw it" not in shown
    assert "Ask the programme to end it first." in shown
    with pytest.raises(ValidationError, match="end it first"):
        withdraw(granted)
    GrantContract.objects.filter(pk=contract.pk).update(state="ended")
    assert "Yes, withdraw it" in client.get(page).text
    assert withdraw(granted).state == "withdrawn"


def test_what_was_carried_out_is_not_withdrawn(granted, officer):
    contract = make_running(officer, granted)
    GrantContract.objects.filter(pk=contract.pk).update(state="closed")
    with pytest.raises(ValidationError, match="carried out"):
        withdraw(granted)
    granted.refresh_from_db()
    assert granted.state == "selected"


def test_who_withdraws_before_signing_is_bound_by_nothing(granted, officer):
    contract = contract_create(by=officer, share=granted.shares.first(), facts=DAYS)
    write_whole(officer, contract)
    contract_move(by=officer, contract=contract, move="propose")
    sign(officer, contract, "programme")
    withdraw(granted)
    with pytest.raises(ValidationError, match="selected proposals"):
        sign(officer, contract, "partner")
    contract.refresh_from_db()
    assert contract.state == "proposed"
