"""What goes wrong in a call, and what then becomes of it: people leave, papers are hostile, a
decision is taken up again, the mail server is down."""

import io
import smtplib
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from twoshores.common.models import AuditEvent
from twoshores.common.tests import files
from twoshores.programmes.models import Assessment, BankFile, Call, GrantContract, Proposal
from twoshores.programmes.selectors.contracts import awarded_to, proposals_to_contract
from twoshores.programmes.selectors.scores import appraised
from twoshores.programmes.services import telling
from twoshores.programmes.services.assigning import (
    reader_take_back,
    readers_give,
    readers_proposed,
)
from twoshores.programmes.services.calls import call_cancel
from twoshores.programmes.services.contract_moves import contract_move
from twoshores.programmes.services.contracts import contract_create
from twoshores.programmes.services.deciding import award_record, decision_reopen
from twoshores.programmes.services.programmes import office_end
from twoshores.programmes.services.proposals import proposal_withdraw
from twoshores.programmes.tasks import mail_waiting_letters

from .appraising import mark_all
from .money import DAY, make_running, sign, tell, write_whole

DAYS = {"language": "en", "starts": DAY, "ends": DAY + timedelta(days=300)}


def decide(officer, proposal, outcome="selected", **facts):
    facts = {"reasons": "Sound", "language": "en", "amount": None} | facts
    return award_record(by=officer, proposal=proposal, outcome=outcome, facts=facts)


# A call is called off.


def test_nothing_of_a_call_that_was_called_off_is_funded(appraising, officer):
    chosen, other = appraising.proposals
    decide(officer, chosen, amount=Decimal(90_000))
    call_cancel(by=officer, call=appraising.call)
    for row in (chosen, other):
        row.call.refresh_from_db()
    with pytest.raises(ValidationError, match="called off"):
        decide(officer, other, amount=Decimal(90_000))
    with pytest.raises(ValidationError, match="called off"):
        decision_reopen(by=officer, proposal=chosen)
    with pytest.raises(ValidationError, match="called off"):
        readers_give(
            by=officer, call=other.call, pairs=[(other, appraising.offices[0])], due_on=None
        )
    lead = chosen.project.partners.get(is_lead=True)
    share = chosen.shares.create(partner=lead, asked=Decimal(50_000), own=Decimal(0))
    with pytest.raises(ValidationError, match="called off"):
        contract_create(by=officer, share=share, facts=DAYS)


@pytest.fixture
def chosen(appraising, officer) -> Proposal:
    """Selected, and told; its partners have asked for money."""
    proposal = appraising.proposals[0]
    decide(officer, proposal, amount=Decimal(90_000))
    tell(proposal)
    for partner in proposal.project.partners.all():
        proposal.shares.create(partner=partner, asked=Decimal(45_000), own=Decimal(0))
    return proposal


def drafted(officer, proposal, at=0, *, propose=False) -> GrantContract:
    share = proposal.shares.select_related("proposal__call__programme", "partner")[at]
    contract = contract_create(by=officer, share=share, facts=DAYS)
    if propose:
        write_whole(officer, contract)
        contract_move(by=officer, contract=contract, move="propose")
    return contract


def test_calling_off_gives_up_what_is_not_signed_by_both_sides(
    client, officer, chosen, mailoutbox, django_capture_on_commit_callbacks, settings
):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    draft, proposed = drafted(officer, chosen), drafted(officer, chosen, 1, propose=True)
    sign(officer, proposed, "programme")
    client.force_login(officer)
    page = reverse("programme_call", args=[chosen.call.programme_id, chosen.call_id])
    assert "not signed by both sides are given up" in client.get(page).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("call_move", args=[chosen.call.programme_id, chosen.call_id]),
            {"move": "cancel"},
        )
    states = GrantContract.objects.values_list("state", flat=True)
    assert set(states) == {"ended"}
    assert AuditEvent.objects.filter(verb="grantcontract.drop").count() == 2
    assert "is given up with it" in mailoutbox[0].body
    with pytest.raises(PermissionDenied):
        sign(officer, proposed, "partner")
    with pytest.raises(ValidationError):
        contract_move(by=officer, contract=draft, move="propose")
    assert proposals_to_contract(chosen.call.programme) == []


def test_a_call_with_a_contract_under_way_is_not_called_off(client, officer, chosen):
    other = drafted(officer, chosen)
    contract = drafted(officer, chosen, 1, propose=True)
    for side in ("programme", "partner"):
        sign(officer, contract, side)
    client.force_login(officer)
    move = reverse("call_move", args=[chosen.call.programme_id, chosen.call_id])
    told = client.post(move, {"move": "cancel"}, follow=True).text
    assert "End the contract first, or decide on the other proposals" in told
    chosen.call.refresh_from_db()
    other.refresh_from_db()
    assert (chosen.call.state, other.state) == ("appraising", "draft")


@pytest.mark.parametrize("state", ["draft", "proposed"])
def test_no_contract_of_a_call_that_was_called_off_before_goes_on(officer, chosen, state):
    """From before: calling off left contracts as they were."""
    contract = drafted(officer, chosen, propose=state == "proposed")
    Call.objects.update(state="cancelled")
    goes_on = {
        "draft": lambda: contract_move(by=officer, contract=contract, move="propose"),
        "proposed": lambda: sign(officer, contract, "partner"),
    }
    with pytest.raises(ValidationError, match="called off"):
        goes_on[state]()
    contract_move(by=officer, contract=contract, move="drop")


def test_a_decision_is_taken_up_again_from_where_it_stands(appraising, officer):
    """Not from where it stood when the page was opened."""
    proposal = appraising.proposals[0]
    decide(officer, proposal, "refused")
    opened = Proposal.objects.get(pk=proposal.pk)
    decision_reopen(by=officer, proposal=proposal)
    with pytest.raises(ValidationError):
        decision_reopen(by=officer, proposal=opened)


# What waits in the hands of assessors when they, or the applicants, go.


def test_an_assessor_whose_office_ends_leaves_free_seats(client, appraising, officer):
    proposal, other = appraising.proposals
    waiting, done = appraising.give(proposal, 0, 1)
    (kept,) = appraising.give(other, 0)
    mark_all(done, 4)
    mark_all(kept, 3)
    office_end(by=officer, office=waiting.office)
    for row in (waiting, kept):
        row.refresh_from_db()
    assert (waiting.state, kept.state) == ("withdrawn", "done")
    pairs = [row for row in readers_proposed(appraising.call, 2).pairs if row[0] == proposal]
    assert len(pairs) == 1
    assert AuditEvent.objects.filter(verb="assessment.withdraw").count() == 1


def test_a_proposal_that_is_withdrawn_waits_for_nobodys_marks(client, appraising, officer):
    proposal = appraising.proposals[0]
    one, two = appraising.give(proposal, 0, 1)
    mark_all(two, 4)
    proposal_withdraw(by=appraising.keepers[0], proposal=proposal)
    client.force_login(one.office.user)
    page = client.get(reverse("programme_assessing", args=[appraising.programme.pk]))
    assert page.context["waiting"] == []
    assert "The proposal was withdrawn." in page.text
    two.refresh_from_db()
    assert two.state == "done"  # on record, as it was


def test_what_is_given_again_was_handed_in_at_no_time(appraising, officer):
    (one,) = appraising.give(appraising.proposals[0], 0)
    mark_all(one, 3)
    one.refresh_from_db()
    reader_take_back(by=officer, assessment=one, because="Two pages were missing")
    pairs = [(one.proposal, one.office)]
    (again,) = readers_give(by=officer, call=appraising.call, pairs=pairs, due_on=None)
    assert (again.state, again.done_at) == ("given", None)


# A partner leaves after it was handed in.


def test_assessors_are_told_who_left_and_mark_those_who_stay(client, appraising):
    proposal = appraising.proposals[0]
    (one,) = appraising.give(proposal, 0)
    helper = proposal.project.partners.get(is_lead=False)
    helper.left_on = timezone.localdate()
    helper.save()
    client.force_login(one.office.user)
    page = client.get(reverse("assessment", args=[appraising.programme.pk, one.pk]))
    assert "Left the project since it was handed in:" in page.text
    assert page.context["left"] == [helper.name]
    assert [line["partner"] for line in page.context["lines"] if line["partner"]] == [
        proposal.project.partners.get(is_lead=True)
    ]


def test_who_joins_the_project_later_is_no_part_of_what_is_appraised(client, appraising):
    proposal = appraising.proposals[0]
    one, two, three = appraising.give(proposal, 0, 1, 2)
    mark_all(one, 5)
    mark_all(two, 3)
    proposal.project.partners.create(position=3, name="Came later", country="FR")
    assert appraised(appraising.call, [proposal]).scores[proposal.pk].total == Decimal(80)
    client.force_login(three.office.user)
    page = client.get(reverse("assessment", args=[appraising.programme.pk, three.pk]))
    assert "Came later" not in page.text
    mark_all(three, 4)
    three.refresh_from_db()
    assert three.state == "done"


def test_nobody_makes_a_contract_with_who_left(officer, proposal):
    first, second = proposal.shares.select_related("partner")
    second.partner.left_on = timezone.localdate()
    second.partner.save()
    ((_proposal, lacking),) = proposals_to_contract(proposal.call.programme)
    assert lacking == [first]
    with pytest.raises(ValidationError, match="left the project"):
        contract_create(by=officer, share=second, facts=DAYS)
    # As it was awarded, each part is what it was; awarded anew, all of it is for who stays.
    assert [row.amount for row in awarded_to(proposal)] == [Decimal(10_000), Decimal(5_000)]
    decide(officer, proposal, amount=Decimal(10_000))
    assert [row.amount for row in awarded_to(proposal)] == [Decimal(10_000), Decimal(0)]


# A decision is reopened.


def test_a_decision_is_not_changed_under_its_contracts(officer, proposal):
    decide(officer, proposal, amount=Decimal(15_000))
    share = proposal.shares.first()
    contract = contract_create(by=officer, share=share, facts=DAYS)
    write_whole(officer, contract)
    decision_reopen(by=officer, proposal=proposal)  # a draft binds nobody
    contract.refresh_from_db()
    with pytest.raises(ValidationError, match="selected proposals"):
        contract_move(by=officer, contract=contract, move="propose")
    decide(officer, proposal, amount=Decimal(15_000))
    contract_move(by=officer, contract=contract, move="propose")
    with pytest.raises(ValidationError, match="Contracts follow"):
        decide(officer, proposal, "refused")
    with pytest.raises(ValidationError, match="Contracts follow"):
        decision_reopen(by=officer, proposal=proposal)
    proposal.refresh_from_db()
    assert proposal.state == "selected"
    contract_move(by=officer, contract=contract, move="reopen")
    decision_reopen(by=officer, proposal=proposal)
    assert proposal.awards.count() == 2  # nothing that was decided is gone


def test_a_signed_contract_keeps_its_decision(officer, proposal):
    make_running(officer, proposal)
    with pytest.raises(ValidationError, match="Contracts follow"):
        decision_reopen(by=officer, proposal=proposal)


# An assessor finds a conflict late.


def test_marks_are_withdrawn_the_seat_given_anew_and_all_of_it_traced(client, appraising, officer):
    proposal = appraising.proposals[0]
    one, two = appraising.give(proposal, 0, 1)
    mark_all(one, 5)
    mark_all(two, 3)
    programme, call = appraising.programme, appraising.call
    client.force_login(one.office.user)
    conflict = reverse("assessment_conflict", args=[programme.pk, one.pk])
    assert client.post(conflict, {"reason": "My brother leads it"}).status_code == 302
    assert appraised(call, [proposal]).scores[proposal.pk].total == Decimal("60.00")
    client.force_login(officer)
    assign = reverse("appraisal_assign", args=[programme.pk, call.pk])
    assert "My brother leads it" in client.get(assign).text
    assert client.post(assign, {"act": "give", "seats": "2"}).status_code == 302
    new = Assessment.objects.exclude(pk__in=(one.pk, two.pk)).get(proposal=proposal)
    assert new.office not in (one.office, two.office)
    mark_all(new, 4)
    one.refresh_from_db()
    assert (one.state, one.marks.count()) == ("withdrawn", 4)
    assert appraised(call, [proposal]).scores[proposal.pk].total == Decimal("70.00")
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"conflict.declare", "assessment.withdraw", "assessment.give"} <= verbs


# Hostile attachments, at each door of a call.


def bomb() -> bytes:
    """A workbook of some kilobytes that unpacks to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _block in range(200):
                sheet.write(b" " * 1_000_000)
    return out.getvalue()


HOSTILE = {
    "too large": lambda: b"Date,Amount\n" + b"x" * 40_000,
    "a program": lambda: b"MZ\x90\x00\x03" + bytes(5_000),
    "a script": lambda: b"#!/bin/sh\nrm -rf /\n\x00\x01",
    "an archive": lambda: files.docx(b"x")[:60] + b"PK\x05\x06",
}


@pytest.mark.parametrize("door", ["paper_new", "programme_payments", "answers_upload"])
@pytest.mark.parametrize("what", [*HOSTILE, "a bomb"])
def test_hostile_files_are_refused_at_every_door(client, officer, funded, settings, door, what):
    programme, proposal = funded.proposal.call.programme, funded.proposal
    settings.UPLOAD_MAX_BYTES = 30_000 if what == "too large" else 10_000_000
    data = bomb() if what == "a bomb" else HOSTILE[what]()
    at = [programme.pk]
    if door == "answers_upload":
        proposal.call.state = "published"
        proposal.call.save()
        proposal.state = "draft"
        proposal.save()
        proposal.call.prompts.create(title="Why?", whom="all")
        at = [proposal.project_id, proposal.pk]
        client.force_login(funded.keeper)
    else:
        client.force_login(officer)
    facts = {"title": "x", "language": "en", "currency": "EUR"}
    sent = SimpleUploadedFile("paper.xlsx", data)
    answer = client.post(reverse(door, args=at), facts | {"file": sent})
    if door == "paper_new" and what == "a bomb":
        assert answer.status_code == 302  # kept as it is, and never opened
        return
    assert answer.status_code == 422, what
    assert not programme.papers.exists()
    assert not BankFile.objects.exists()


# The mail server is down.


def test_a_letter_waits_for_days_and_goes_once_the_server_is_back(
    appraising, officer, monkeypatch, mailoutbox
):
    proposal = appraising.proposals[0]
    take = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", _down)
    letter = telling.letter_send(by=officer, award=decide(officer, proposal, amount=1))
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(telling.timezone, "now", lambda: later)
    assert mail_waiting_letters.call() == 0
    letter.refresh_from_db()
    assert letter.sent_at is None
    monkeypatch.setattr(EmailBackend, "send_messages", take)
    assert mail_waiting_letters.call() == 1
    assert mail_waiting_letters.call() == 0
    letter.refresh_from_db()
    assert letter.sent_at == later
    assert [mail.to for mail in mailoutbox] == [[appraising.keepers[0].email]]


def test_a_letter_of_a_decision_that_was_replaced_does_not_go_late(
    appraising, officer, monkeypatch, mailoutbox
):
    proposal = appraising.proposals[0]
    telling.letter_send(by=officer, award=decide(officer, proposal, amount=1))
    decide(officer, proposal, "refused")
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(telling.timezone, "now", lambda: later)
    assert mail_waiting_letters.call() == 0
    assert mailoutbox == []


def _down(*_args):
    raise smtplib.SMTPServerDisconnected
