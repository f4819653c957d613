"""Who gets which page of appraising, and what never stands on it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import Office
from twoshores.programmes.services import telling
from twoshores.programmes.services.deciding import award_record

from .appraising import mark_all

SECRET = "They owe us a report"
ROLES = (
    *("public", "stranger", "officer", "viewer", "steward", "focal_point"),
    *("assessor", "other_assessor", "conflicted", "applicant", "partner", "rival"),
)
RUNS = {"officer"}
READS = {"officer", "viewer"}
INSIDE = READS | {"focal_point", "assessor", "other_assessor", "conflicted"}
APPLIES = {"applicant", "partner"}
# page -> (who gets 200, who gets 403; all others 404, and the public is sent to sign in)
PAGES: dict[str, tuple[set[str], set[str]]] = {
    "programme_appraisals": (READS, set()),
    "appraisal_proposals": (READS, set()),
    "appraisal_assign": (READS, set()),
    "appraisal_progress": (READS, set()),
    "appraisal_ranking": (READS, set()),
    "scenario_new": (RUNS, {"viewer"}),
    "appraised_proposal": (READS, set()),
    "proposal_check": (RUNS, {"viewer"}),
    "proposal_readers": (RUNS, {"viewer"}),
    "proposal_decide": (RUNS, {"viewer"}),
    "letter_preview": (RUNS, {"viewer"}),
    "letter_preview_pdf": (RUNS, {"viewer"}),
    "clarification_ask": (RUNS, {"viewer"}),
    "complaint_answer": (RUNS, {"viewer"}),
    "programme_assessing": (INSIDE, set()),
    "assessment": ({"assessor"}, set()),
    "assessment_conflict": ({"assessor"}, set()),
    "proposal_outcome": (APPLIES, set()),
    "outcome_letter_pdf": (APPLIES, set()),
    "clarification_answer": ({"applicant"}, {"partner"}),
    "complaint_new": ({"applicant"}, {"partner"}),
}


@pytest.fixture
def setting(appraising, officer, stranger):
    """A decided proposal with marks, a letter, a question and a complaint; and everybody."""
    proposal, programme = appraising.proposals[0], appraising.programme
    one, two, out = appraising.give(proposal, 0, 1, 2)
    mark_all(one, 4, strengths="A patient plan", for_programme=SECRET)
    mark_all(two, 3)
    out.state = "withdrawn"
    out.save()
    award = award_record(
        by=officer,
        proposal=proposal,
        outcome="selected",
        facts={"reasons": "Sound", "language": "en", "amount": 1},
    )
    letter = telling.letter_send(by=officer, award=award)
    telling.letter_mail(letter.pk)
    asked = proposal.clarifications.create(
        language="en", question="How deep?", due_at=timezone.now() + timedelta(days=1)
    )
    complaint = proposal.complaints.create(language="en", text="Too little")
    focal = User.objects.create_user("focal@example.org")
    Office.objects.create(programme=programme, user=focal, role="focal_point")
    users = {
        "public": None,
        "stranger": stranger,
        "officer": officer,
        "viewer": User.objects.get(email="reader@example.org"),
        "steward": User.objects.create_user("steward@example.org", is_steward=True, is_demo=True),
        "focal_point": focal,
        "assessor": one.office.user,
        "other_assessor": two.office.user,
        "conflicted": out.office.user,
        "applicant": appraising.keepers[0],
        "partner": appraising.partner,
        "rival": appraising.keepers[1],
    }
    of_call, of_one = (programme.pk, appraising.call.pk), (programme.pk, proposal.pk)
    own = (proposal.project_id, proposal.pk)
    arguments = {
        "programme_appraisals": (programme.pk,),
        "programme_assessing": (programme.pk,),
        "assessment": (programme.pk, one.pk),
        "assessment_conflict": (programme.pk, one.pk),
        "complaint_answer": (*of_one, complaint.pk),
        "proposal_outcome": own,
        "outcome_letter_pdf": (*own, letter.pk),
        "clarification_answer": (*own, asked.pk),
        "complaint_new": own,
    }
    emails = [office.user.email for office in appraising.offices]
    return users, arguments, of_call, of_one, emails


def address(name, arguments, of_call, of_one) -> str:
    default = of_call if name.startswith(("appraisal_", "scenario_")) else of_one
    return reverse(name, args=arguments.get(name, default))


@pytest.mark.parametrize("role", ROLES)
def test_every_role_sees_what_it_must_and_nothing_more(client, setting, role):
    users, arguments, of_call, of_one, emails = setting
    if users[role] is not None:
        client.force_login(users[role])
    for name, (reads, told_no) in PAGES.items():
        answer = client.get(address(name, arguments, of_call, of_one))
        wanted = 200 if role in reads else 403 if role in told_no else 404
        if role == "public":
            wanted = 302
        assert answer.status_code == wanted, name
        shown = answer.content.decode(errors="replace")
        if role not in READS:
            own = users[role].email if users[role] else ""
            assert [email for email in emails if email in shown and email != own] == [], name
        if role not in (*READS, "assessor"):
            assert SECRET not in shown, name


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
