"""A concept first: each is invited or refused with reasons, told in a letter, and stays sealed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Call, Letter, Proposal
from twoshores.programmes.selectors.ranking import rankings_of
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services import telling
from twoshores.programmes.services.call_parts import call_translate
from twoshores.programmes.services.deciding import (
    appraisal_begin,
    award_record,
    call_decide,
    checks_save,
    decision_reopen,
    proposal_pass,
)
from twoshores.programmes.services.proposals import proposal_take_up, proposal_withdraw
from twoshores.programmes.services.submissions import proposal_submit

from .applying import *  # noqa: F403 - fixtures
from .money import tell as tell_by_row

FACTS = {"reasons": "A clear aim", "language": "en"}


@pytest.fixture
def concept(keeper, proposal) -> Proposal:
    """A concept that was handed in; the deadline of concepts has just passed."""
    call = proposal.call
    call.prompts.create(position=3, title="Your idea?", whom="all", stage="concept")
    now = timezone.now()
    days = {"concept_deadline": now + timedelta(days=1), "deadline": now + timedelta(days=60)}
    Call.objects.update(stages="two", **days)
    call.refresh_from_db()
    assert proposal_submit(by=keeper, proposal=proposal).stage == "concept"
    Call.objects.update(concept_deadline=now)
    call.refresh_from_db()
    proposal.refresh_from_db()
    return proposal


def at(name: str, proposal: Proposal) -> str:
    return reverse(name, args=[proposal.call.programme_id, proposal.pk])


def decide(officer, proposal, outcome, **facts):
    return award_record(by=officer, proposal=proposal, outcome=outcome, facts=FACTS | facts)


def test_a_concept_is_invited_on_its_page_and_told_in_a_letter(
    client, officer, keeper, concept, mailoutbox
):
    client.force_login(officer)
    assert "Decide on this concept" in client.get(at("appraised_proposal", concept)).text
    page = client.get(at("proposal_decide", concept))
    offered = [value for value, _label in page.context["form"].fields["outcome"].choices]
    assert offered == ["invited", "refused", "ineligible"]
    assert "amount" not in page.context["form"].fields
    sent = {"outcome": "invited"} | FACTS
    assert client.post(at("proposal_decide", concept), sent).status_code == 302
    concept.refresh_from_db()
    assert concept.state == "invited"
    letter = telling.letter_send(by=officer, award=concept.awards.get())
    telling.letter_mail(letter.pk)
    (mail,) = mailoutbox
    for told in ("invite you to write a full proposal", "A clear aim", "clock of"):
        assert told in mail.body
    client.force_login(keeper)
    outcome = client.get(reverse("proposal_outcome", args=[concept.project_id, concept.pk]))
    assert "A clear aim" in outcome.text


def test_what_an_invited_proposal_says_is_sealed_until_its_own_deadline(
    client, officer, keeper, concept
):
    decide(officer, concept, "invited")
    tell_by_row(concept)
    concept.project.title = "What only the proposal says"
    concept.project.save()
    assert proposal_submit(by=keeper, proposal=concept).stage == "proposal"
    concept.refresh_from_db()
    listed = reverse("appraisal_proposals", args=[concept.call.programme_id, concept.call_id])
    client.force_login(officer)
    for page in (listed, at("appraised_proposal", concept)):
        shown = client.get(page)
        assert shown.status_code == 200
        assert "What only the proposal says" not in shown.text
        assert "Begin appraising" not in shown.text
        assert "Check it" not in shown.text
    for early in (
        lambda: proposal_pass(by=officer, proposal=concept),
        lambda: decide(officer, concept, "ineligible"),
        lambda: appraisal_begin(by=officer, call=concept.call),
    ):
        with pytest.raises(ValidationError, match="deadline has not passed"):
            early()
    Call.objects.update(deadline=timezone.now())
    concept.call.refresh_from_db()
    assert "What only the proposal says" in client.get(listed).text
    assert "Check it" in client.get(at("appraised_proposal", concept)).text
    points = points_of(concept.call, opened_submission(concept, timezone.now()))
    checks_save(by=officer, proposal=concept, points={one.key: (True, "") for one in points})
    proposal_pass(by=officer, proposal=concept)
    assert concept.state == "eligible"
    last = decide(officer, concept, "selected", amount=2)
    assert last.replaces.outcome == "invited"
    assert "replaced" not in client.get(at("appraised_proposal", concept)).text


@pytest.mark.parametrize("first", ["refused", "ineligible"])
def test_a_refused_concept_is_taken_up_again_as_a_concept(client, officer, concept, first):
    with pytest.raises(ValidationError):
        decide(officer, concept, "selected", amount=1)
    decide(officer, concept, first)
    assert concept.state == first
    decision_reopen(by=officer, proposal=concept, reason="Two pages were overlooked")
    assert concept.state == "concept"
    decide(officer, concept, first)
    client.force_login(officer)
    shown = client.get(at("appraised_proposal", concept)).text
    assert "Take the decision up again" in shown
    assert "Check it" not in shown
    with pytest.raises(ValidationError):
        proposal_pass(by=officer, proposal=concept)
    decide(officer, concept, "invited")  # at once
    assert (concept.state, concept.awards.count()) == ("invited", 3)
    with pytest.raises(ValidationError):
        decide(officer, concept, "refused")  # its partners write the proposal


# A decision on a concept is taken back.

WHY = "It was that of another"


def take_back(officer, concept, **facts) -> None:
    decision_reopen(by=officer, proposal=concept, **{"reason": WHY, "language": "en"} | facts)


def tell(officer, concept, mailoutbox) -> None:
    telling.letter_mail(telling.letter_send(by=officer, award=concept.awards.first()).pk)
    mailoutbox.clear()


def test_the_letter_names_the_call_as_its_readers_read_it(officer, concept, mailoutbox):
    decide(officer, concept, "refused")
    tell(officer, concept, mailoutbox)
    call, language = concept.call, "fr"
    call_translate(by=officer, call=call, language=language, texts={(call, "title"): "De l’eau"})
    User.objects.filter(pk=concept.submissions.get().by_id).update(language=language)
    take_back(officer, concept)
    telling.letter_mail(Letter.objects.get(sent_at=None).pk)
    assert ["De l’eau" in mail.body for mail in mailoutbox] == [True]


@pytest.mark.parametrize("first", ["invited", "refused"])
@pytest.mark.parametrize("is_told", [False, True])
def test_a_decision_is_taken_back_and_told_to_who_was_told_it(
    client, officer, keeper, concept, mailoutbox, first, is_told
):
    decide(officer, concept, first)
    if is_told:
        tell(officer, concept, mailoutbox)
    client.force_login(officer)
    label = "Take the invitation back" if first == "invited" else "Take the decision up again"
    assert label in client.get(at("appraised_proposal", concept)).text
    page = at("concept_take_back", concept)
    assert label in client.get(page).text
    assert client.post(page, {"reason": " ", "language": "en"}).status_code == 422
    assert client.post(page, {"reason": WHY, "language": "en"}).status_code == 302
    assert client.get(page).status_code == 404
    assert client.post(page, {"reason": WHY, "language": "en"}).status_code == 422  # twice at once
    concept.refresh_from_db()
    assert concept.state == "concept"
    shown = client.get(at("appraised_proposal", concept)).text
    assert WHY in shown
    assert "Decide on this concept" in shown
    assert AuditEvent.objects.get(verb="award.reopen").fields == ["reason"]
    for letter in Letter.objects.filter(sent_at=None):
        telling.letter_mail(letter.pk)
    assert [WHY in mail.body for mail in mailoutbox] == [True] * is_told
    client.force_login(keeper)
    outcome = client.get(reverse("proposal_outcome", args=[concept.project_id, concept.pk]))
    assert (WHY in outcome.text) == is_told


def test_a_wrong_invitation_then_a_refusal(officer, concept):
    first = decide(officer, concept, "invited")
    take_back(officer, concept)
    assert decide(officer, concept, "refused").replaces == first


def test_an_invitation_stays_once_its_partners_write(client, officer, keeper, concept):
    decide(officer, concept, "invited")
    prompt = concept.call.prompts.filter(stage="proposal").first()
    answer = concept.answers.create(prompt=prompt, text="", language="en")
    client.force_login(officer)
    page = at("concept_take_back", concept)
    answer.text = "Because the ponds are dry"
    answer.save()
    sent = client.post(page, {"reason": WHY, "language": "en"})
    assert sent.status_code == 422
    assert "have begun to write the proposal" in sent.text
    assert "ponds are dry" not in sent.text
    concept.refresh_from_db()
    assert concept.state == "invited"
    answer.text = ""
    answer.save()
    take_back(officer, concept)
    assert concept.state == "concept"


def test_a_proposal_that_was_handed_in_is_no_concept_any_more(client, officer, keeper, concept):
    decide(officer, concept, "invited")
    tell_by_row(concept)
    proposal_submit(by=keeper, proposal=concept)
    with pytest.raises(ValidationError):
        take_back(officer, concept)
    client.force_login(officer)
    assert "Take the invitation back" not in client.get(at("appraised_proposal", concept)).text
    assert client.get(at("concept_take_back", concept)).status_code == 404


def test_no_letter_goes_once_its_decision_was_taken_back(officer, concept, mailoutbox):
    award = decide(officer, concept, "invited")
    waiting = telling.letter_send(by=officer, award=award)  # no mail server took it yet
    take_back(officer, concept)
    assert not telling.letter_mail(waiting.pk)
    with pytest.raises(ValidationError, match="taken up again"):
        telling.letter_send(by=officer, award=award)
    assert (mailoutbox, Letter.objects.count()) == ([], 1)


def test_who_withdraws_after_it_comes_back_as_nothing_else(officer, keeper, concept):
    """Not as invited, by the back door."""
    decide(officer, concept, "invited")
    take_back(officer, concept)
    proposal_withdraw(by=keeper, proposal=concept)
    with pytest.raises(ValidationError, match="stays withdrawn"):
        proposal_take_up(by=keeper, proposal=concept)


def test_a_refused_concept_has_no_place_in_the_ranking(client, officer, concept):
    decide(officer, concept, "refused")
    call = Call.objects.get()
    assert rankings_of(call, []).plain.ranked == ()
    client.force_login(officer)
    page = reverse("appraisal_ranking", args=[call.programme_id, call.pk])
    assert "No proposal is being appraised yet" in client.get(page).text


def test_nobody_is_invited_once_proposals_are_over_and_none_is_forgotten(officer, concept):
    Call.objects.update(deadline=timezone.now(), state="appraising")
    concept.call.refresh_from_db()
    with pytest.raises(ValidationError, match="deadline"):
        decide(officer, concept, "invited")
    with pytest.raises(ValidationError, match="not decided"):
        call_decide(by=officer, call=concept.call)
    decide(officer, concept, "refused")
    call_decide(by=officer, call=concept.call)
    assert concept.call.state == "decided"


def test_before_the_deadline_of_concepts_there_are_counts_only(client, officer, concept):
    Call.objects.update(concept_deadline=timezone.now() + timedelta(hours=1))
    client.force_login(officer)
    listed = reverse("appraisal_proposals", args=[concept.call.programme_id, concept.call_id])
    shown = client.get(listed)
    assert shown.context["counts"] == {"begun": 1, "handed_in": 1}
    assert concept.project.title not in shown.text
    assert client.get(at("appraised_proposal", concept)).status_code == 404
