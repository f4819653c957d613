"""Before the letter nothing that applicants read or do hints at what was decided."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.common.states import WrongState
from twoshores.programmes.models import Call, Letter, Proposal
from twoshores.programmes.permissions.proposals import can_write_part
from twoshores.programmes.services import telling
from twoshores.programmes.services.contract_moves import contract_move
from twoshores.programmes.services.contracts import contract_create
from twoshores.programmes.services.deciding import award_record, decision_reopen
from twoshores.programmes.services.proposals import proposal_take_up, proposal_withdraw
from twoshores.programmes.services.submissions import proposal_submit
from twoshores.programmes.told import state_told

from .applying import *  # noqa: F403 - fixtures
from .appraising import make_proposal
from .money import DAY
from .test_concepts import concept as a_concept

ON_PROPOSAL = ["", "refused", "reserve", "selected", "ineligible"]
ON_CONCEPT = ["refused", "ineligible", "invited"]
concept = a_concept  # a fixture


def decide(officer, proposal, outcome):
    if outcome:
        amount = Decimal(90_000) if outcome == "selected" else None
        facts = {"reasons": "Sound", "language": "en", "amount": amount}
        award_record(by=officer, proposal=proposal, outcome=outcome, facts=facts)


def tell(officer, proposal) -> None:
    award = proposal.awards.get(replaced_by=None)
    telling.letter_mail(telling.letter_send(by=officer, award=award).pk)


def fresh(proposal) -> Proposal:
    return Proposal.objects.get(pk=proposal.pk)


def read(client, proposal, *more: str) -> list[str]:
    """What stands on the pages of applicants, without what differs on every visit."""
    own = [proposal.project_id, proposal.pk]
    pages = [
        *(reverse(name, args=own) for name in ("proposal", "proposal_outcome", "proposal_part")),
        *(
            reverse(name, args=own[:1])
            for name in ("project_proposals", "project_grants", "project_duties")
        ),
        reverse("project_support", args=own[:1]),
        reverse("today"),
        *more,
    ]
    return [" ".join(_words(client.get(page).text)) for page in pages]


def _words(text: str) -> list[str]:
    return [word for word in text.split() if not word.startswith(("nonce=", "value=", "src="))]


def test_withdrawing_says_the_same_whatever_was_decided(client, appraising, officer):
    """Each decision on a proposal of its own call, as in the report: "moved on" told of a no."""
    answers = set()
    for outcome in ON_PROPOSAL:
        proposal = appraising.proposals[0]
        Proposal.objects.filter(pk=proposal.pk).update(state="eligible")
        proposal.refresh_from_db()
        decide(officer, proposal, outcome)
        client.force_login(appraising.keepers[0])
        withdraw = reverse("proposal_withdraw", args=[proposal.project_id, proposal.pk])
        client.post(withdraw)
        shown = client.get(reverse("proposal", args=[proposal.project_id, proposal.pk])).text
        answers.add((fresh(proposal).state, " ".join(_words(shown))))
    assert len(answers) == 1
    assert next(iter(answers))[0] == "withdrawn"


@pytest.mark.parametrize("outcome", ["refused", "ineligible"])
def test_what_was_told_is_not_withdrawn_from(appraising, officer, outcome):
    proposal = appraising.proposals[0]
    decide(officer, proposal, outcome)
    tell(officer, proposal)
    with pytest.raises(WrongState):
        proposal_withdraw(by=appraising.keepers[0], proposal=fresh(proposal))


def test_all_pages_say_the_same_before_the_letter(client, appraising, officer):
    proposal = appraising.proposals[0]
    client.force_login(appraising.keepers[0])
    before = read(client, proposal)
    for outcome in ON_PROPOSAL[1:]:
        decide(officer, proposal, outcome)
        assert read(client, proposal) == before, outcome
    tell(officer, proposal)
    assert read(client, proposal) != before


@pytest.mark.parametrize("outcome", ON_CONCEPT)
def test_a_decision_on_a_concept_changes_nothing_before_its_letter(
    client, officer, keeper, concept, outcome
):
    client.force_login(keeper)
    before = read(client, concept)
    decide(officer, concept, outcome)
    assert read(client, concept) == before
    late = proposal_submit(by=keeper, proposal=fresh(concept))
    assert (late.stage, late.in_time) == ("concept", False)
    proposal_withdraw(by=keeper, proposal=fresh(concept))
    assert fresh(concept).state == "withdrawn"


def draft(officer, proposal) -> Any:
    """The first contract: to be put forward, or given up again."""
    share = proposal.shares.order_by("pk").first()
    facts = {"language": "en", "starts": DAY, "ends": DAY + timedelta(days=300)}
    return contract_create(by=officer, share=share, facts=facts)


@pytest.fixture
def selected(appraising, officer) -> Proposal:
    """Selected; nobody was told."""
    proposal = appraising.proposals[0]
    for partner in proposal.project.partners.all():
        proposal.shares.create(partner=partner, asked=Decimal(45_000))
    decide(officer, proposal, "selected")
    return proposal


def test_a_contract_that_is_only_drafted_or_given_up_tells_nothing(
    client, appraising, officer, selected
):
    client.force_login(appraising.keepers[0])
    before = read(client, selected)
    contract = draft(officer, selected)
    grant = reverse("grant", args=[selected.project_id, contract.pk])
    assert read(client, selected) == before
    assert client.get(grant).status_code == 404
    contract_move(by=officer, contract=contract, move="drop")
    assert read(client, selected) == before
    assert state_told(fresh(selected)) == "eligible"


def test_a_draft_is_shown_once_the_letter_went(client, appraising, officer, selected):
    contract = draft(officer, selected)
    tell(officer, selected)
    client.force_login(appraising.keepers[0])
    grants = client.get(reverse("project_grants", args=[selected.project_id])).text
    assert contract.number in grants


def test_a_contract_that_ended_before_does_not_tell_a_later_decision(appraising, officer, selected):
    contract = draft(officer, selected)
    contract_move(by=officer, contract=contract, move="drop")
    decision_reopen(by=officer, proposal=selected)
    decide(officer, selected, "refused")
    assert state_told(fresh(selected)) == "eligible"


def test_projects_to_talk_to_are_those_that_were_told(client, appraising, officer):
    one, other = appraising.proposals
    third = make_proposal(appraising.call, 3, "SN")  # without what the others share
    for proposal in (one, other, third):
        proposal.project.visibility = "public"
        proposal.project.save()
        decide(officer, proposal, "selected")
    for proposal in (one, other):
        proposal.project.blocks.create(block="network")
        proposal.project.alignments.create(kind="gcm", code="21")
    tell(officer, third)
    client.force_login(appraising.keepers[0])
    page = reverse("project_support", args=[one.project_id])
    tell(officer, one)
    assert other.project.title not in client.get(page).text
    tell(officer, other)
    assert other.project.title in client.get(page).text


def test_a_letter_that_waits_for_the_mail_server_lets_nobody_complain(appraising, officer):
    proposal = appraising.proposals[0]
    decide(officer, proposal, "refused")
    telling.letter_send(by=officer, award=proposal.awards.get())
    assert Letter.objects.get().sent_at is None
    with pytest.raises(ValidationError, match="Nothing was decided"):
        telling.complaint_make(
            by=appraising.keepers[0], proposal=proposal, language="en", text="Unfair"
        )


def test_late_papers_are_kept_alike(appraising, officer):
    proposal = appraising.proposals[0]
    kept = set()
    for outcome in ON_PROPOSAL:
        decide(officer, proposal, outcome)
        made = proposal_submit(by=appraising.keepers[0], proposal=fresh(proposal))
        kept.add((made.stage, made.in_time, made.sha256))
    assert len(kept) == 1


def test_a_concept_is_not_decided_on_before_its_deadline(officer, concept):
    Call.objects.update(concept_deadline=timezone.now() + timedelta(days=1))
    with pytest.raises(ValidationError, match="deadline has not passed"):
        decide(officer, fresh(concept), "refused")


# An invitation is told by its letter like any decision.


def test_an_invited_proposal_is_written_from_its_letter_on(client, officer, keeper, concept):
    decide(officer, concept, "invited")
    client.force_login(keeper)
    now = timezone.now()
    assert not can_write_part(keeper, fresh(concept), None, now)
    client.force_login(officer)
    desk = reverse("appraised_proposal", args=[concept.call.programme_id, concept.pk])
    assert "do not know of the invitation yet" in client.get(desk).text
    tell(officer, concept)
    assert "do not know of the invitation yet" not in client.get(desk).text
    client.force_login(keeper)
    page = reverse("proposal", args=[concept.project_id, concept.pk])
    assert can_write_part(keeper, fresh(concept), None, now)
    assert "Invited to propose" in client.get(page).text
    assert "Proposal to be handed in" in client.get(reverse("today")).text
    assert proposal_submit(by=keeper, proposal=fresh(concept)).in_time


def test_who_withdraws_before_the_letter_is_not_told_by_what_comes_back(
    client, officer, keeper, concept
):
    decide(officer, concept, "invited")
    proposal_withdraw(by=keeper, proposal=fresh(concept))
    client.force_login(keeper)
    page = reverse("proposal", args=[concept.project_id, concept.pk])
    assert "Take it up again" not in client.get(page).text
    with pytest.raises(ValidationError, match="stays withdrawn"):
        proposal_take_up(by=keeper, proposal=fresh(concept))
    tell(officer, concept)  # they learn of it, and may come back
    assert "Take it up again" in client.get(page).text
    assert proposal_take_up(by=keeper, proposal=fresh(concept)).state == "invited"
