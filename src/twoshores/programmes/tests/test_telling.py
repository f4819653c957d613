"""Decisions, letters, clarifications, complaints."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from twoshores.common.mail import MailNotSent
from twoshores.programmes.models import Award, Call, Clarification, Complaint, Letter
from twoshores.programmes.services import telling
from twoshores.programmes.services.deciding import award_record, call_decide, decision_reopen

from .appraising import mark_all

FACTS = {"reasons": "Sound and needed", "language": "en", "amount": Decimal(90_000)}


def decide(officer, proposal, outcome="selected", **facts):
    return award_record(by=officer, proposal=proposal, outcome=outcome, facts=FACTS | facts)


def send(officer, award) -> Letter:
    letter = telling.letter_send(by=officer, award=award)
    telling.letter_mail(letter.pk)
    letter.refresh_from_db()
    return letter


def test_a_decision_is_added_and_a_new_one_names_it(appraising, officer):
    proposal = appraising.proposals[0]
    with pytest.raises(ValidationError):
        decide(officer, proposal, amount=None)
    first = decide(officer, proposal)
    assert proposal.state == "selected"
    decision_reopen(by=officer, proposal=proposal)
    assert proposal.state == "eligible"
    second = decide(officer, proposal, "refused", reasons="A partner left")
    assert (second.replaces, second.amount, proposal.state) == (first, None, "refused")
    third = decide(officer, proposal, "reserve")  # at once, without taking it up first
    assert (third.replaces, proposal.state) == (second, "reserve")
    assert Award.objects.count() == 3
    with pytest.raises(PermissionDenied):
        decide(appraising.keepers[0], proposal)
    with pytest.raises(ValidationError):
        call_decide(by=officer, call=appraising.call)
    decide(officer, appraising.proposals[1], "refused")
    call_decide(by=officer, call=appraising.call)
    assert appraising.call.state == "decided"


def test_the_letter_has_feedback_and_no_names_in_the_applicants_language(
    client, appraising, officer, mailoutbox
):
    proposal = appraising.proposals[0]
    keeper = appraising.keepers[0]
    keeper.language = "fr"
    keeper.save()
    one, two = appraising.give(proposal, 0, 1)
    mark_all(one, 4, strengths="A patient plan", for_programme="They owe us a report")
    mark_all(two, 3, weaknesses="No budget for feed")
    letter = send(officer, decide(officer, proposal))
    (mail,) = mailoutbox
    assert (mail.to, letter.language) == ([keeper.email], "fr")
    for told in ("Sound and needed", "A patient plan", "No budget for feed", "Criterion 1", "70"):
        assert told in mail.body
    assert "They owe us a report" not in mail.body
    assert "assessor" not in mail.body
    telling.letter_mail(letter.pk)
    assert len(mailoutbox) == 1  # once
    client.force_login(keeper)
    page = reverse("proposal_outcome", args=[proposal.project_id, proposal.pk])
    shown = client.get(page).content.decode()
    assert "A patient plan" in shown
    assert "assessor0" not in shown
    paper = client.get(
        reverse("outcome_letter_pdf", args=[proposal.project_id, proposal.pk, letter.pk])
    )
    assert paper.content.startswith(b"%PDF")


def test_a_mail_server_that_is_down_keeps_the_letter_waiting(
    client, appraising, officer, monkeypatch
):
    proposal = appraising.proposals[0]

    def down(*_args):
        raise OSError

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    award = decide(officer, proposal)
    letter = telling.letter_send(by=officer, award=award)
    with pytest.raises(MailNotSent):
        telling.letter_mail(letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at is None
    client.force_login(officer)
    page = reverse("appraised_proposal", args=[appraising.programme.pk, proposal.pk])
    assert "waits for the mail server" in client.get(page).content.decode()
    client.force_login(appraising.keepers[0])
    outcome = reverse("proposal_outcome", args=[proposal.project_id, proposal.pk])
    assert client.get(outcome).context["letter"] is None


def test_a_clarification_is_answered_once_and_in_time(client, appraising, officer):
    proposal, keeper = appraising.proposals[0], appraising.keepers[0]
    soon = timezone.now() + timedelta(days=1)
    with pytest.raises(ValidationError):
        telling.clarification_ask(
            by=officer,
            proposal=proposal,
            language="en",
            question="How deep?",
            due_at=timezone.now(),
        )
    row = telling.clarification_ask(
        by=officer, proposal=proposal, language="en", question="How deep?", due_at=soon
    )
    with pytest.raises(PermissionDenied):
        telling.clarification_answer(
            by=appraising.partner, row=row, language="fr", answer="Dix mètres"
        )
    client.force_login(keeper)
    page = reverse("clarification_answer", args=[proposal.project_id, proposal.pk, row.pk])
    assert client.post(page, {"text": "Dix mètres", "language": "fr"}).status_code == 302
    assert client.get(page).status_code == 404
    again = client.post(page, {"text": "Vingt", "language": "fr"})
    assert again.status_code == 422
    assert "Vingt" in again.text  # somebody else answered meanwhile: nothing typed is lost
    late = Clarification.objects.create(
        proposal=proposal,
        language="en",
        question="And how wide?",
        due_at=timezone.now() - timedelta(seconds=1),
    )
    page = reverse("clarification_answer", args=[proposal.project_id, proposal.pk, late.pk])
    assert client.post(page, {"text": "Wide", "language": "en"}).status_code == 422


def test_a_complaint_is_made_once_a_decision_was_told_and_answered(client, appraising, officer):
    proposal, keeper = appraising.proposals[0], appraising.keepers[0]
    with pytest.raises(ValidationError):
        telling.complaint_make(by=keeper, proposal=proposal, language="fr", text="Non")
    send(officer, decide(officer, proposal, "refused"))
    client.force_login(keeper)
    page = reverse("complaint_new", args=[proposal.project_id, proposal.pk])
    assert client.post(page, {"text": "C'est faux", "language": "fr"}).status_code == 302
    complaint = Complaint.objects.get()
    client.force_login(officer)
    answer = reverse("complaint_answer", args=[appraising.programme.pk, proposal.pk, complaint.pk])
    said = {"state": "upheld", "answer": "You are right", "language": "en"}
    assert client.post(answer, said).status_code == 302
    complaint.refresh_from_db()
    assert complaint.state == "upheld"
    assert client.post(answer, said).status_code == 422


def test_by_when_to_answer_is_told_by_the_clock_of_the_call(client, appraising, officer):
    """The form asks the officer for a day by that clock; UTC without its name would mislead."""
    proposal = appraising.proposals[0]
    Call.objects.update(time_zone="America/New_York")
    client.force_login(officer)
    page = reverse("clarification_ask", args=[appraising.programme.pk, proposal.pk])
    said = {"question": "How deep?", "language": "en", "due_on": "2099-12-01"}
    assert client.post(page, said).status_code == 302
    client.force_login(appraising.keepers[0])
    page = reverse("proposal_outcome", args=[proposal.project_id, proposal.pk])
    assert "until 2 December 2099, 00:00, clock of New York" in " ".join(
        client.get(page).text.split()
    )


def test_nobody_reads_a_decision_before_its_letter(client, appraising, officer):
    proposal = appraising.proposals[0]
    award = decide(officer, proposal, "refused")
    client.force_login(appraising.keepers[0])
    pages = [
        reverse("proposal", args=[proposal.project_id, proposal.pk]),
        reverse("project_proposals", args=[proposal.project_id]),
    ]
    for page in pages:
        shown = client.get(page).text
        assert "Being appraised" in shown
        assert "Not selected" not in shown
    send(officer, award)
    for page in pages:
        assert "Not selected" in client.get(page).text
    assert not client.get(pages[0]).context["may_withdraw"]  # nothing is left to withdraw


def test_two_who_answer_at_once_do_not_overwrite_each_other(appraising, officer):
    proposal, keeper = appraising.proposals[0], appraising.keepers[0]
    row = telling.clarification_ask(
        by=officer,
        proposal=proposal,
        language="en",
        question="Who owns the well?",
        due_at=timezone.now() + timedelta(days=1),
    )
    one, two = (Clarification.objects.get(pk=row.pk) for _n in range(2))
    telling.clarification_answer(by=keeper, row=one, language="en", answer="The village")
    with pytest.raises(ValidationError):
        telling.clarification_answer(by=keeper, row=two, language="en", answer="Nobody")
    row.refresh_from_db()
    assert row.answer == "The village"

    send(officer, decide(officer, proposal, "refused"))
    made = telling.complaint_make(by=keeper, proposal=proposal, language="en", text="Unfair")
    first, second = (Complaint.objects.get(pk=made.pk) for _n in range(2))
    said = {"by": officer, "language": "en"}
    telling.complaint_answer(complaint=first, state="upheld", answer="You are right", **said)
    with pytest.raises(ValidationError):
        telling.complaint_answer(complaint=second, state="rejected", answer="No", **said)
    made.refresh_from_db()
    assert (made.state, made.answer) == ("upheld", "You are right")
