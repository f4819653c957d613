"""From proposals that came in to readers, marks and a ranking."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.actors.models import Membership, Tie
from twoshores.common.models import AuditEvent
from twoshores.programmes.check_points import points_of
from twoshores.programmes.models import Assessment, ConflictOfInterest, Scenario
from twoshores.programmes.selectors.assessing import others_when_all_are_in
from twoshores.programmes.selectors.conflicts import names_in, told
from twoshores.programmes.selectors.ranking import rankings_of
from twoshores.programmes.selectors.scores import appraised
from twoshores.programmes.selectors.sealed import opened_submission
from twoshores.programmes.services.assigning import (
    conflict_declare,
    conflicts_detect,
    reader_take_back,
    readers_give,
    readers_proposed,
)
from twoshores.programmes.services.deciding import appraisal_begin, checks_save, proposal_pass
from twoshores.programmes.services.marking import marks_save, sheet_of

from .appraising import WORDS, mark_all


def test_conflicts_are_found_in_memberships_and_ties(appraising, officer):
    one, two, *_rest = appraising.offices
    keeper = appraising.proposals[0].project.owner
    Membership.objects.create(user=one.user, organisation=keeper, role="viewer")
    near = appraising.proposals[1].project.partners.get(position=2).organisation
    own = Membership.objects.create(
        user=two.user, organisation=appraising.programme.organisation, role="viewer"
    ).organisation
    Tie.objects.create(actor=near, other=own, kind="partner")
    assert conflicts_detect(by=officer, call=appraising.call) == 2
    assert conflicts_detect(by=officer, call=appraising.call) == 0
    rows = {row.office_id: row for row in ConflictOfInterest.objects.all()}
    names = names_in(rows.values())
    assert keeper.name in told(rows[one.pk], names)
    assert rows[two.pk].reason == f"near:{near.pk}"
    pairs = {(p.pk, o.pk) for p, o in readers_proposed(appraising.call).pairs}
    assert (appraising.proposals[0].pk, one.pk) not in pairs
    assert (appraising.proposals[1].pk, two.pk) not in pairs
    assert len(pairs) == 6
    with pytest.raises(ValidationError):
        readers_give(
            by=officer, call=appraising.call, pairs=[(appraising.proposals[0], one)], due_on=None
        )


def test_the_engine_proposes_and_people_give(
    client, appraising, officer, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(officer)
    page = reverse("appraisal_assign", args=[appraising.programme.pk, appraising.call.pk])
    assert "assessor0@example.org" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(page, {"act": "give", "seats": "3"}).status_code == 302
    assert Assessment.objects.count() == 6
    assert not readers_proposed(appraising.call).pairs
    loads = [office.assessments.count() for office in appraising.offices]
    assert max(loads) - min(loads) <= 1
    assert AuditEvent.objects.filter(verb="assessment.give").count() == 6


def test_a_conflict_found_late_withdraws_marks_and_frees_the_seat(appraising, officer):
    proposal = appraising.proposals[0]
    one, two = appraising.give(proposal, 0, 1)
    mark_all(one, 5)
    mark_all(two, 3)
    assert appraised(appraising.call, [proposal]).scores[proposal.pk].total == Decimal("80.00")
    one.refresh_from_db()
    conflict_declare(by=one.office.user, assessment=one, reason="My brother leads it")
    one.refresh_from_db()
    assert (one.state, one.marks.count()) == ("withdrawn", 4)
    assert appraised(appraising.call, [proposal]).scores[proposal.pk].total == Decimal("60.00")
    pairs = [row for row in readers_proposed(appraising.call, 2).pairs if row[0] == proposal]
    assert len(pairs) == 1
    assert pairs[0][1] not in (one.office, two.office)
    assert not AuditEvent.objects.filter(fields__icontains="brother").exists()
    with pytest.raises(PermissionDenied):
        conflict_declare(by=one.office.user, assessment=one, reason="")


def test_taking_back_needs_a_reason(appraising, officer):
    (one,) = appraising.give(appraising.proposals[0], 0)
    with pytest.raises(ValidationError):
        reader_take_back(by=officer, assessment=one, because=" ")
    with pytest.raises(PermissionDenied):
        reader_take_back(by=one.office.user, assessment=one, because="I am tired")


def test_a_draft_is_kept_and_blanks_are_not_handed_in(client, appraising):
    (one,) = appraising.give(appraising.proposals[0], 0)
    client.force_login(one.office.user)
    page = reverse("assessment", args=[appraising.programme.pk, one.pk])
    first = appraising.call.criterions.get(position=1)
    data = WORDS | {"version": one.version, f"c{first.pk}": "4", "hand_in": "1"}
    answer = client.post(page, data)
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.state == "given"
    sheet = sheet_of(one)
    assert (sheet.total, sheet.so_far, len(sheet.missing)) == (None, Decimal("26.67"), 3)
    assert client.post(page, data).status_code == 409  # opened before the first was saved
    wrong = data | {"version": one.version, f"c{first.pk}": "6"}
    assert client.post(page, wrong).status_code == 422
    mark_all(one, 3)
    one.refresh_from_db()
    assert one.state == "done"
    with pytest.raises(PermissionDenied):
        marks_save(
            by=one.office.user, assessment=one, opened_version=one.version, marks={}, facts={}
        )


def test_what_is_sent_after_handing_in_is_refused_in_words(client, appraising):
    (one,) = appraising.give(appraising.proposals[0], 0)
    mark_all(one, 3)
    client.force_login(one.office.user)
    page = reverse("assessment", args=[appraising.programme.pk, one.pk])
    answer = client.post(page, WORDS | {"strengths": "A patient plan", "version": one.version})
    assert answer.status_code == 409
    assert "This was handed in." in answer.text
    one.refresh_from_db()
    assert one.strengths == ""


def test_assessors_are_blind_until_all_are_in(client, appraising):
    one, two = appraising.give(appraising.proposals[0], 0, 1)
    mark_all(one, 5, strengths="A patient plan", for_programme="They owe us a report")
    one.refresh_from_db()
    assert others_when_all_are_in(one, []) == []
    client.force_login(two.office.user)
    page = reverse("assessment", args=[appraising.programme.pk, two.pk])
    assert "A patient plan" not in client.get(page).content.decode()
    mark_all(two, 3)
    shown = client.get(page).content.decode()
    assert "A patient plan" in shown
    assert "They owe us a report" not in shown
    assert one.office.user.email not in shown
    other = reverse("assessment", args=[appraising.programme.pk, one.pk])
    assert client.get(other).status_code == 404


def test_an_officer_who_assesses_is_blind_too(client, appraising, officer):
    appraising.offices[0].user = officer
    appraising.offices[0].save()
    proposal = appraising.proposals[0]
    one, two = appraising.give(proposal, 0, 1)
    mark_all(two, 1)
    client.force_login(officer)
    page = reverse("appraised_proposal", args=[appraising.programme.pk, proposal.pk])
    ranking = reverse("appraisal_ranking", args=[appraising.programme.pk, appraising.call.pk])
    assert client.get(page).context["scored"] is None
    assert client.get(ranking).context["blind"]
    mark_all(one, 5)
    assert client.get(page).context["scored"]["score"].wants_third
    assert "blind" not in client.get(ranking).context


def test_the_ranking_and_what_ifs_stand_side_by_side(client, appraising, officer):
    first, second = appraising.proposals
    for proposal, mark in ((first, 4), (second, 3)):
        for one in appraising.give(proposal, 0, 1):
            mark_all(one, mark)
    client.force_login(officer)
    page = reverse("appraisal_ranking", args=[appraising.programme.pk, appraising.call.pk])
    new = reverse("scenario_new", args=[appraising.programme.pk, appraising.call.pk])
    form = {"title": "One for Egypt", "reserve": "10", "nEG": "1", "corrected": "on"}
    assert client.post(new, form).status_code == 302
    scenario = Scenario.objects.get()
    assert scenario.balance == {"country": {"EG": 1}}
    found = rankings_of(appraising.call, [scenario])
    assert found.plain.cut.selected == (str(first.pk),)
    assert found.tried[0].cut.selected == (str(second.pk),)
    assert found.tried[0].cut.passed == ((str(first.pk), ("EG",)),)
    shown = client.get(page).content.decode()
    assert "One for Egypt" in shown
    assert "Passed over" in shown
    scenario.balance = {"country": {"EG": 2}}
    scenario.save()
    assert "cannot be met" in client.get(page).content.decode()


def test_a_blank_amount_is_not_zero(appraising):
    first = appraising.proposals[0]
    row = first.submissions.get()
    row.body["shares"][0]["asked"] = None
    row.save()
    found = rankings_of(appraising.call, [])
    assert found.entrants[str(first.pk)].asked is None


def test_the_check_then_it_passes(client, appraising, officer):
    proposal = appraising.proposals[0]
    proposal.state = "submitted"
    proposal.save()
    with pytest.raises(ValidationError):
        checks_save(by=officer, proposal=proposal, points={"once": (False, "")})
    checks_save(by=officer, proposal=proposal, points={"once": (False, "Funded by others")})
    with pytest.raises(ValidationError):
        proposal_pass(by=officer, proposal=proposal)
    client.force_login(officer)
    page = reverse("proposal_check", args=[appraising.programme.pk, proposal.pk])
    decided = {"once": "yes", "organisations": "yes", "answers": "yes"}
    refused = client.post(page, decided | {"pass": "1"})
    assert refused.status_code == 422
    shown = refused.content.decode()
    assert "fits what is asked of the programme. – Decide whether this is met." in shown
    assert "funded twice. – Decide" not in shown
    proposal.refresh_from_db()
    assert proposal.state == "submitted"
    assert proposal.checks.get(point="once").is_met  # what was decided is kept
    there = reverse("proposal_move", args=[appraising.programme.pk, proposal.pk])
    told = client.post(there, {"move": "pass"}, follow=True).content.decode()
    assert "Not met or not decided in the check" in told
    assert client.post(page, decided | {"money": "yes", "pass": "1"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "eligible"


def test_two_who_let_a_proposal_pass_at_once(client, appraising, officer):
    proposal = appraising.proposals[0]
    for point in points_of(proposal.call, opened_submission(proposal, timezone.now())):
        proposal.checks.create(point=point.key, is_met=True)
    proposal.state = "submitted"
    proposal.save()
    client.force_login(officer)
    move = reverse("proposal_move", args=[appraising.programme.pk, proposal.pk])
    said = [client.post(move, {"move": "pass"}, follow=True).text for _n in range(2)]
    assert "This has moved on in the meantime." in said[1]
    assert "This has moved on in the meantime." not in said[0]
    proposal.refresh_from_db()
    assert proposal.state == "eligible"


def test_nothing_is_read_before_the_deadline(client, appraising, officer):
    call, proposal = appraising.call, appraising.proposals[0]
    call.state, call.deadline = "published", timezone.now() + timedelta(hours=1)
    call.save()
    client.force_login(officer)
    page = reverse("appraisal_proposals", args=[appraising.programme.pk, call.pk])
    shown = client.get(page)
    assert shown.context["counts"] == {"begun": 2, "handed_in": 2}
    assert "Wells 1" not in shown.content.decode()
    one = reverse("appraised_proposal", args=[appraising.programme.pk, proposal.pk])
    assert client.get(one).status_code == 404
    with pytest.raises(ValidationError):
        appraisal_begin(by=officer, call=call)


PAGES = ("appraisal_proposals", "appraisal_assign", "appraisal_progress", "appraisal_ranking")


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_call_take_few_queries(
    client, appraising, officer, django_assert_max_num_queries, name
):
    for proposal in appraising.proposals:
        for one in appraising.give(proposal, 0, 1, 2):
            mark_all(one, 3)
    client.force_login(officer)
    page = reverse(name, args=[appraising.programme.pk, appraising.call.pk])
    client.get(page)
    with django_assert_max_num_queries(15):
        assert client.get(page).status_code == 200


def test_an_assessor_sees_no_marks_of_others_before_and_after_a_conflict(client, appraising):
    one, two = appraising.give(appraising.proposals[0], 0, 1)
    mark_all(one, 4, strengths="A patient plan")
    client.force_login(two.office.user)
    page = reverse("assessment", args=[appraising.programme.pk, two.pk])
    assert client.get(page).status_code == 200
    conflict = reverse("assessment_conflict", args=[appraising.programme.pk, two.pk])
    assert client.post(conflict, {"reason": "My sister works there"}).status_code == 302
    assert client.get(page).status_code == 404
    listed = client.get(reverse("programme_assessing", args=[appraising.programme.pk]))
    assert "Wells 1" not in listed.content.decode()


@pytest.mark.parametrize("seats", ["²", "9" * 5000, "0", "-1", "many"])
def test_seats_that_are_no_number_are_the_usual_ones(client, appraising, officer, seats):
    client.force_login(officer)
    page = reverse("appraisal_assign", args=[appraising.programme.pk, appraising.call.pk])
    assert client.get(page, {"seats": seats}).context["seats"] == 3


def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(client, appraising, officer):
    client.force_login(officer)
    page = reverse("clarification_ask", args=[appraising.programme.pk, appraising.proposals[0].pk])
    said = {"question": "How deep?", "language": "en", "due_on": "9999-12-31"}
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert "How deep?" in answer.text
