"""Handing in: to the second, again and again, too late, at once, with a receipt."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from twoshores.programmes.clocks import by_clock_of, by_clocks_in, zone_in
from twoshores.programmes.models import Call, Proposal, ProposalAnswer, Submission
from twoshores.programmes.selectors.calls import call_body
from twoshores.programmes.selectors.sealed import counts_of, opened_proposals, opened_submission
from twoshores.programmes.selectors.submissions import digest_of, submissions_of
from twoshores.programmes.services.calls import call_update
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.services.submissions import proposal_submit, receipt_mail

from .applying import *  # noqa: F403 - fixtures
from .money import tell

SECOND = timedelta(seconds=1)


def set_deadline(proposal: Proposal, moment: datetime, **facts) -> Call:
    Call.objects.filter(pk=proposal.call_id).update(deadline=moment, **facts)
    proposal.call.refresh_from_db()
    return proposal.call


@pytest.mark.parametrize(
    ("late", "in_time"),
    [(-SECOND, True), (timedelta(microseconds=-1), True), (timedelta(0), False), (SECOND, False)],
    ids=["a second before", "just before", "at the deadline", "a second after"],
)
def test_to_the_second(keeper, proposal, late, in_time):
    end = timezone.now() + timedelta(hours=1)
    set_deadline(proposal, end)
    made = proposal_submit(by=keeper, proposal=proposal, arrived=end + late)
    assert made.in_time is in_time
    proposal.refresh_from_db()
    assert proposal.state == ("submitted" if in_time else "draft")
    assert proposal.number == (1 if in_time else None)


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # The clock of Brussels goes forward in the night to 28 March 2027, back on 31 October.
        (datetime(2027, 3, 28, 3, 0), datetime(2027, 3, 28, 1, 0)),
        (datetime(2027, 3, 28, 1, 59, 59), datetime(2027, 3, 28, 0, 59, 59)),
        (datetime(2027, 10, 31, 2, 30), datetime(2027, 10, 31, 0, 30)),
        (datetime(2027, 10, 31, 2, 30, fold=1), datetime(2027, 10, 31, 1, 30)),
    ],
)
def test_a_deadline_on_a_night_when_clocks_change(keeper, proposal, local, utc):
    end = local.replace(tzinfo=ZoneInfo("Europe/Brussels"))
    assert end.astimezone(UTC) == utc.replace(tzinfo=UTC)
    set_deadline(proposal, end.astimezone(UTC))
    before = utc.replace(tzinfo=UTC) - SECOND
    assert proposal_submit(by=keeper, proposal=proposal, arrived=before).in_time
    assert not proposal_submit(by=keeper, proposal=proposal, arrived=before + SECOND).in_time


def test_a_moment_by_several_clocks(call):
    moment = datetime(2027, 1, 30, 16, 0, tzinfo=UTC)
    assert by_clock_of(call, moment).text == "30 January 2027, 17:00"
    shown = [(one.whose, one.text) for one in by_clocks_in(["FR", "EG", "ML", "EG"], moment, call)]
    assert shown == [("Egypt", "30 January 2027, 18:00"), ("Mali", "30 January 2027, 16:00")]
    assert zone_in("US", moment) is None  # several clocks: no single answer
    with translation.override("ar"):
        assert "١٧:٠٠" in by_clock_of(call, moment).text
    call.time_zone = "Nowhere/At_all"
    assert by_clock_of(call, moment).text == "30 January 2027, 16:00"


def test_the_receipt_says_who_answered(client, keeper, proposal, lead, second):
    question = proposal.call.prompts.get(whom="each")
    for partner, text in ((lead, "Boats"), (second, "Nets")):
        ProposalAnswer.objects.create(
            proposal=proposal, prompt=question, partner=partner, language="en", text=text
        )
    client.force_login(keeper)
    address = reverse("proposal_submit", args=[proposal.project_id, proposal.pk])
    shown = " ".join(client.post(address, follow=True).content.decode().split())
    assert shown.count("What do you bring?") == 1
    assert re.search(
        r"<bdi>Association of Marseille</bdi>[^b]*Boats", shown[shown.index("What do you") :]
    )
    assert re.search(r"<bdi>Fishers of Rashid</bdi>[^b]*Nets", shown[shown.index("What do you") :])


def test_what_is_kept(client, keeper, proposal, of_all, second, mailoutbox):
    ProposalAnswer.objects.create(
        proposal=proposal, prompt=of_all, language="fr", text="Parce que le fleuve « vit »"
    )
    client.force_login(keeper)
    address = reverse("proposal_submit", args=[proposal.project_id, proposal.pk])
    answer = client.post(address)
    made = Submission.objects.get()
    assert answer.headers["Location"].endswith(f"/handed-in/{made.pk}/")
    assert [row["name"] for row in made.body["partners"]] == [
        "Association of Marseille",
        "Fishers of Rashid",
    ]
    assert made.body["answers"][0]["text"] == "Parce que le fleuve « vit »"
    assert made.body["design"]["parts"]["project"]
    assert {row["rule"] for row in made.findings} == {"partners", "countries", "kinds"}
    # Whoever has the file makes the digest again, whatever the database did to it.
    sent = client.get(reverse("submission_body", args=[proposal.project_id, proposal.pk, made.pk]))
    assert hashlib.sha256(sent.content).hexdigest() == made.sha256 == digest_of(made.body)
    receipt_mail(str(made.pk))
    body = mailoutbox[-1].body
    assert made.sha256 in body
    assert re.search(r"\d\d:\d\d", body)
    receipt = client.get(answer.headers["Location"]).content.decode()
    assert made.sha256 in receipt
    # Numbers that a page writes are text: nothing in a body is a float.
    assert "." not in "".join(str(row["asked"]) for row in made.body["shares"])


def test_again_until_the_deadline_and_never_after(client, keeper, proposal, of_all):
    client.force_login(keeper)
    first = proposal_submit(by=keeper, proposal=proposal)
    ProposalAnswer.objects.create(proposal=proposal, prompt=of_all, language="en", text="Better")
    second = proposal_submit(by=keeper, proposal=proposal)
    assert (first.number, second.number, proposal.number) == (1, 2, 1)
    set_deadline(proposal, timezone.now())
    ProposalAnswer.objects.update(text="Even better")
    answer = client.post(reverse("proposal_submit", args=[proposal.project_id, proposal.pk]))
    late = Submission.objects.get(number=3)
    assert not late.in_time
    assert late.body["answers"][0]["text"] == "Even better"  # kept
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "This came after the deadline" in shown
    assert "counts, unchanged" in shown
    proposal.refresh_from_db()
    assert opened_submission(proposal, timezone.now()) == second


def test_only_the_keeper_hands_in(client, helper, keeper, proposal):
    with pytest.raises(PermissionDenied):
        proposal_submit(by=helper, proposal=proposal)
    client.force_login(helper)
    address = reverse("proposal_submit", args=[proposal.project_id, proposal.pk])
    assert client.post(address).status_code == 404
    assert not Submission.objects.exists()


def test_withdrawn_or_called_off(keeper, proposal):
    Call.objects.update(state="cancelled")
    with pytest.raises(ValidationError):
        proposal_submit(by=keeper, proposal=proposal)
    Call.objects.update(state="published")
    proposal_withdraw(by=keeper, proposal=proposal)
    with pytest.raises(ValidationError):
        proposal_submit(by=keeper, proposal=proposal)


def test_a_concept_and_then_an_invited_proposal(client, keeper, proposal):
    now = timezone.now()
    call = set_deadline(proposal, now + timedelta(days=60), stages="two", concept_deadline=now)
    call.prompts.create(position=3, title="Your idea?", whom="all", stage="concept")
    Call.objects.update(concept_deadline=now + timedelta(days=1))
    client.force_login(keeper)
    page = reverse("proposal", args=[proposal.project_id, proposal.pk])
    shown = client.get(page).content.decode()
    assert "Your idea?" in shown
    assert "Why this project?" not in shown
    made = proposal_submit(by=keeper, proposal=proposal)
    assert (made.stage, proposal.state) == ("concept", "concept")
    # After the deadline of concepts nothing more is a concept, until it is invited.
    Call.objects.update(concept_deadline=now)
    assert not proposal_submit(by=keeper, proposal=proposal).in_time
    Proposal.objects.update(state="invited")
    tell(proposal, "invited")
    proposal.refresh_from_db()
    assert "Why this project?" in client.get(page).content.decode()
    made = proposal_submit(by=keeper, proposal=proposal)
    assert (made.stage, made.in_time, proposal.state) == ("proposal", True, "submitted")


def test_a_partner_leaves_after_it_was_handed_in(client, keeper, proposal, second, of_each):
    ProposalAnswer.objects.create(
        proposal=proposal, prompt=of_each, partner=second, language="en", text="Nets"
    )
    made = proposal_submit(by=keeper, proposal=proposal)
    second.left_on = timezone.localdate()
    second.save()
    client.force_login(keeper)
    shown = client.get(reverse("proposal", args=[proposal.project_id, proposal.pk]))
    assert "These partners left after the proposal was handed in" in shown.content.decode()
    made.refresh_from_db()
    assert [row["name"] for row in made.body["partners"]][1] == second.name


def test_before_the_deadline_the_programme_sees_counts_only(keeper, proposal):
    proposal_submit(by=keeper, proposal=proposal)
    call, now = proposal.call, timezone.now()
    assert counts_of(call) == {"begun": 1, "handed_in": 1}
    assert list(opened_proposals(call, now)) == []
    assert opened_submission(proposal, now) is None
    after = call.deadline
    assert list(opened_proposals(call, after)) == [proposal]
    assert opened_submission(proposal, after).number == 1


def test_a_receipt_stays_as_it_was_when_the_call_changes_its_clock_and_its_deadline(
    client, keeper, proposal, officer, mailoutbox
):
    end = datetime(2099, 3, 1, 16, tzinfo=UTC)
    call = set_deadline(proposal, end, time_zone="Europe/Brussels")
    call.versions.all().delete()
    call.versions.create(number=1, body=call_body(call))
    made = proposal_submit(
        by=keeper, proposal=proposal, arrived=datetime(2099, 2, 1, 9, tzinfo=UTC)
    )
    second = proposal.project.partners.get(is_lead=False)
    client.force_login(keeper)
    pages = [
        reverse("submission", args=[proposal.project_id, proposal.pk, made.pk]),
        reverse("proposal", args=[proposal.project_id, proposal.pk]),
    ]

    def told() -> list[str]:
        receipt = " ".join(client.get(pages[0]).text.split())
        facts = receipt[receipt.index("When</dt>") : receipt.index("Digest (SHA")]
        (last,) = re.findall(
            r"Last handed in on [^<]*", " ".join(client.get(pages[1]).text.split())
        )
        receipt_mail(str(made.pk))
        return [facts, last, mailoutbox[-1].body]

    before = told()
    assert "1 February 2099, 10:00, clock of Brussels" in before[0]
    assert "1 March 2099, 17:00, clock of Brussels" in before[0]
    facts = {"time_zone": "Asia/Tokyo", "deadline": end + timedelta(days=9)}
    call.refresh_from_db()
    call_update(by=officer, call=call, opened_version=call.version, facts=facts, note="Moved")
    assert call.versions.count() == 2
    assert told() == before
    (listed,) = submissions_of(proposal)
    assert listed.kept_zone == "Europe/Brussels"  # read with the row: no query for each
    second.country = "VN"  # whose clocks stand beside is kept too
    second.save()
    assert told()[:2] == before[:2]


def test_what_changed_is_told_by_the_clock_of_each_version(client, call, officer):
    call.versions.all().delete()
    Call.objects.update(deadline=datetime(2099, 3, 1, 16, tzinfo=UTC))
    call.refresh_from_db()
    call.versions.create(number=1, body=call_body(call))
    facts = {"time_zone": "Asia/Tokyo", "deadline": datetime(2099, 3, 2, 16, tzinfo=UTC)}
    call_update(by=officer, call=call, opened_version=call.version, facts=facts, note="Moved")
    page = client.get(reverse("call_version", args=[call.code, 2])).text
    assert "1 March 2099, 17:00, clock of Brussels" in page
    assert "3 March 2099, 01:00, clock of Tokyo" in page
