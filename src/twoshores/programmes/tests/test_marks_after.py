"""A decision stands on the marks that a proposal had: none is given or changed after it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.programmes.models import Assessment, Call, Proposal
from twoshores.programmes.selectors.assessing import places_of
from twoshores.programmes.services.assigning import assessment_give_back
from twoshores.programmes.services.deciding import award_record, decision_reopen
from twoshores.programmes.services.marking import marks_save

from .appraising import WORDS, mark_all


@pytest.fixture
def given(appraising) -> Assessment:
    """Waits for marks, as its assessor opened it."""
    (row,) = appraising.give(appraising.proposals[0], 0)
    return Assessment.objects.select_related("proposal__call", "office__user").get(pk=row.pk)


def decide(officer, assessment) -> None:
    """By somebody else: what the assessor has before them knows nothing of it."""
    proposal = Proposal.objects.get(pk=assessment.proposal_id)
    facts = {"reasons": "Weak", "language": "en", "amount": None}
    award_record(by=officer, proposal=proposal, outcome="refused", facts=facts)


def save(assessment, **more):
    place = places_of(assessment)[-1]
    marks = {(place[0].pk, None): (3, "")}
    return marks_save(
        by=assessment.office.user,
        assessment=assessment,
        opened_version=assessment.version,
        marks=marks,
        facts=WORDS,
        **more,
    )


def test_no_marks_come_after_the_decision(given, officer):
    decide(officer, given)
    assert given.proposal.state == "eligible"  # as it was opened
    with pytest.raises(PermissionDenied, match="no longer marked"):
        save(given)
    with pytest.raises(PermissionDenied, match="no longer marked"):
        mark_all(given, 5)
    given.refresh_from_db()
    assert (given.state, given.marks.count()) == ("given", 0)


@pytest.mark.parametrize("how", ["decided", "called off"])
def test_nobody_is_late_with_what_is_not_marked_any_more(client, given, officer, how):
    """One proposal waits, late; the other is decided."""
    other = given.proposal.call.proposals.exclude(pk=given.proposal_id).get()
    other.assessments.create(office=given.office)
    Assessment.objects.update(due_on=date(2026, 1, 1))
    client.force_login(officer)
    page = reverse("appraisal_progress", args=[given.office.programme_id, other.call_id])

    def shown() -> tuple[int, int, int]:
        (row,) = client.get(page).context["rows"]
        return row["given"], row["done"], row["late"]

    assert shown() == (2, 0, 2)
    if how == "decided":
        decide(officer, given)
        assert shown() == (1, 0, 1)
    else:
        Call.objects.update(state="cancelled")
        assert shown() == (0, 0, 0)


def test_what_was_taken_back_meanwhile_is_not_marked(given):
    Assessment.objects.filter(pk=given.pk).update(state="withdrawn")
    with pytest.raises(PermissionDenied):
        save(given)


def test_nobody_marks_for_a_call_that_was_called_off(given):
    Call.objects.update(state="cancelled")
    with pytest.raises(PermissionDenied):
        save(given)


def test_marks_are_not_given_back_after_the_decision(given, officer):
    mark_all(given, 5)
    given.refresh_from_db()
    decide(officer, given)
    with pytest.raises(ValidationError, match="before a decision only"):
        assessment_give_back(by=officer, assessment=given)
    decision_reopen(by=officer, proposal=Proposal.objects.get(pk=given.proposal_id))
    assessment_give_back(by=officer, assessment=given)
    assert given.state == "given"
    given.refresh_from_db()
    save(Assessment.objects.get(pk=given.pk))


def test_the_assessor_is_told_on_the_page(client, given, officer):
    client.force_login(given.office.user)
    page = reverse("assessment", args=[given.office.programme_id, given.pk])
    listed = reverse("programme_assessing", args=[given.office.programme_id])
    assert 'name="hand_in"' in client.get(page).text
    assert "Proposals to read" in client.get(page).text
    decide(officer, given)
    shown = client.get(page).text
    assert 'name="hand_in"' not in shown
    assert "This proposal is no longer marked." in shown
    late = client.post(page, WORDS | {"version": given.version})
    assert late.status_code == 409
    assert "This proposal is no longer marked." in late.text
    lists = client.get(listed).context
    assert (lists["waiting"], lists["stopped"]) == ([], [given])
    client.force_login(officer)
    readers = reverse("proposal_readers", args=[given.office.programme_id, given.proposal_id])
    assert "Let the marks be changed" not in client.get(readers).text
