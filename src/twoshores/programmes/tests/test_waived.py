"""A report will not come, and it is said why: closing goes on, and nothing is released."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.engines.ledger import Account
from twoshores.programmes.models import GrantContract, ReportDuty
from twoshores.programmes.permissions.programmes import standing_with
from twoshores.programmes.selectors.closing import account_of, open_things
from twoshores.programmes.selectors.contracts import met_of
from twoshores.programmes.selectors.duties import duties_due_to, duties_seen_by, where_of
from twoshores.programmes.selectors.journal import journal_proof
from twoshores.programmes.selectors.periods import Span, compare
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.selectors.today import waiting_in
from twoshores.programmes.services.acceptance import (
    report_accepted,
    report_returned,
    report_waived,
)
from twoshores.programmes.services.closing import claim_set, contract_close, write_off
from twoshores.programmes.services.duties import duties_remind, duty_hand_in, duty_mail
from twoshores.programmes.services.instalments import instalment_hand_move

from .money import make_running
from .test_closing import D, pay, stands

pytestmark = pytest.mark.django_db
LATE = date(2026, 3, 1)


@pytest.fixture
def contract(officer, proposal) -> GrantContract:
    """4,000 euro were paid; the one report that was asked for is late."""
    contract = make_running(officer, proposal)
    pay(officer, contract, "4000.00", instalment=contract.instalments.first())
    contract.duties.update(due_on=LATE)
    return contract


@pytest.fixture
def duty(contract) -> ReportDuty:
    return contract.duties.get()


def waive(by, duty, why="The association was dissolved"):
    return report_waived(by=by, duty=duty, language="en", remarks=why)


def whole(duty: ReportDuty) -> ReportDuty:
    rows = ReportDuty.objects.select_related("report", "contract").prefetch_related("reviews")
    return rows.get(pk=duty.pk)


def hand_in(contract, duty, name="One"):
    project = contract.proposal.project
    period = project.periods.create(position=1, name=name, starts=LATE, ends=LATE)
    report = project.reports.create(
        period=period, partner=contract.partner, language="en", state="submitted"
    )
    by = User.objects.get(email="lead@example.org")
    return duty_hand_in(by=by, duty=duty, report=report)


def cancel_rest(officer, contract):
    for row in contract.instalments.filter(state__in=("waiting", "released")):
        instalment_hand_move(by=officer, instalment=row, move="cancel")


def test_a_contract_ends_without_its_report_and_its_advance_is_written_off(
    officer, contract, duty, foundation
):
    review = waive(officer, duty)
    assert (review.verdict, review.by, review.accounted) == ("waived", officer, None)
    assert where_of(whole(duty), timezone.localdate()) == "waived"
    states = list(contract.instalments.values_list("state", flat=True))
    assert states == ["paid", "waiting", "waiting"]  # nothing is released by it
    assert met_of(contract, contract.instalments.all()) == set()
    cancel_rest(officer, contract)
    with pytest.raises(ValidationError) as refused:
        contract_close(by=officer, contract=contract, move="end")
    (said,) = refused.value.messages  # what nobody accounted for, and no report
    assert "due to the programme" in said
    assert claim_set(by=officer, contract=contract) == 4000
    chief = User.objects.get(email="chief@example.org")
    write_off(by=chief, contract=contract, amount=D("4000.00"), why="Dissolved")
    assert contract_close(by=officer, contract=contract, move="end").state == "ended"
    assert stands(contract, Account.COMMITTED) == 0
    assert journal_proof(contract.proposal.call.programme).is_whole
    event = AuditEvent.objects.get(verb="reportduty.waive")
    assert (event.subject_id, event.by_id) == (str(duty.pk), officer.pk)
    programme = contract.proposal.call.programme
    assert duties_seen_by(programme, standing_with(officer, programme)).get() == duty


def test_nobody_waits_for_it_any_more(officer, contract, duty, mailoutbox):
    programme, project = contract.proposal.call.programme, contract.proposal.project
    lead = User.objects.get(email="lead@example.org")

    def waits() -> tuple[int | None, int, int, int]:
        today = timezone.localdate()
        standing = standing_with(officer, programme)
        (period,) = compare(programme, Filters(), [Span.of_year(2026)]).periods
        return (
            waiting_in(officer, programme, standing, today).reports_late,
            portfolio_of(programme, Filters()).grants[0].late_reports,
            duties_due_to(lead, [project], today).count(),
            period.late,
        )

    assert waits() == (1, 1, 1, 1)
    waive(officer, duty)
    assert waits() == (0, 0, 0, 1)  # it is missing all the same
    assert duties_remind(timezone.localdate() + timedelta(days=30)) == 0
    duty_mail(str(duty.pk), "waived")
    assert mailoutbox[-1].to == ["lead@example.org"]


def test_what_is_refused(officer, stranger, contract, duty):
    with pytest.raises(PermissionDenied):
        waive(stranger, duty)
    with pytest.raises(ValidationError, match="why"):
        waive(officer, duty, "  ")
    duty = hand_in(contract, duty)
    with pytest.raises(ValidationError, match="handed in"):
        waive(officer, duty)
    report_returned(by=officer, duty=duty, language="en", remarks="Lists?")
    waive(officer, duty)  # sent back, and never written again
    with pytest.raises(ValidationError, match="already"):
        waive(officer, duty)
    GrantContract.objects.update(state="closed")
    other = contract.duties.create(title="Other", due_on=LATE)
    with pytest.raises(ValidationError, match="under way"):
        waive(officer, other)


def test_it_may_come_after_all(officer, contract, duty):
    waive(officer, duty)
    handed = hand_in(contract, duty)
    assert where_of(whole(handed), timezone.localdate()) == "handed_in"
    programme = contract.proposal.call.programme
    standing = standing_with(officer, programme)
    assert waiting_in(officer, programme, standing, timezone.localdate()).reports_to_read == 1
    said = " ".join(str(words) for words in open_things(contract, account_of(contract)))
    assert "Final report" in said
    report_accepted(by=officer, duty=handed, language="en", accounted=D("4000.00"))
    assert where_of(whole(handed), timezone.localdate()) == "accepted"
    assert contract.instalments.filter(state="released").count() == 1
    with pytest.raises(ValidationError, match="accepted a report"):
        waive(officer, handed)


def test_the_pages(client, officer, contract, duty):
    programme = contract.proposal.call.programme
    client.force_login(officer)
    shown = reverse("programme_duty", args=[programme.pk, duty.pk])
    page = reverse("duty_waive", args=[programme.pk, duty.pk])
    assert page in client.get(shown).content.decode()
    assert client.get(page).status_code == 200
    typed = {"remarks": "Dissolved in spring", "language": "en", "version": duty.version}
    assert client.post(page, typed | {"remarks": ""}).status_code == 422
    assert client.post(page, typed).status_code == 302
    text = client.get(shown).content.decode()
    assert "Dissolved in spring" in text
    assert "will not come" in text
    assert page not in text
    review = reverse("duty_review", args=[programme.pk, duty.pk])
    assert 'value="waived"' not in client.get(review).content.decode()
    lead = User.objects.get(email="lead@example.org")
    client.force_login(lead)
    theirs = reverse("project_duty", args=[contract.proposal.project_id, duty.pk])
    answer = client.get(theirs).content.decode()
    assert "Dissolved in spring" in answer
    assert "Hand it in to the programme" in answer
    assert client.get(page).status_code == 404
