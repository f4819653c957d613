"""A report is sent back, or accepted: what it accounts for is posted, the next instalment may be
paid."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.states import WrongState
from twoshores.engines.ledger import acceptance
from twoshores.projects.models import Report
from twoshores.projects.services.reports import report_return_for_funder

from ..contract_states import S
from ..models import GrantContract, Instalment, JournalEntry, ReportDuty, ReportReview
from ..permissions.programmes import can_run_programme
from ..selectors.contracts import suspended_on
from ..selectors.duties import HANDED_IN
from ..selectors.rates import check_places
from .contract_moves import instalment_moved
from .contracts import lock
from .journal import Draft, contract_key, post


@transaction.atomic
def report_accepted(
    *,
    by: User,
    duty: ReportDuty,
    language: str,
    accounted: Decimal | None = None,
    remarks: str = "",
    opened_version: int | None = None,
) -> ReportReview:
    """Accept the report of a duty. accounted: what it accounts for, in the contract's currency;
    None where it is no report of money. opened_version: of the duty, when the report was read.

    1. A review is added.
    2. What it accounts for is posted: it is no longer an advance.
    3. The instalment that waits for this very report may be paid; without one, the next that
       waits for any. Not while the contract is suspended: then it stays waiting.
    Raises PermissionDenied, or ValidationError: nothing handed in, accepted already.
    """
    contract = lock(duty.contract)
    programme = contract.proposal.call.programme
    require(can_run_programme(by, programme))
    duty = as_read(contract, duty, opened_version)
    _check(contract, duty, accounted)
    review = ReportReview(
        duty=duty,
        verdict=ReportReview.Verdict.ACCEPTED,
        remarks=remarks,
        language=language,
        accounted=accounted,
        by=by,
    )
    review.full_clean()
    review.save(force_insert=True)
    if accounted:
        draft = Draft(
            kind=JournalEntry.Kind.ACCEPTANCE,
            source=f"review:{review.pk}",
            on=timezone.localdate(),
            lines=acceptance(accounted, contract.currency, contract_key(contract)),
            text=f"{contract.number} {duty.title}",
        )
        post(by=by, programme=programme, draft=draft)
    released = released_by(contract, duty)
    if released is not None and not suspended_on(contract, timezone.localdate()):
        instalment_moved(by, released, "release")
    audit.record("report.accounted", duty, by=by, about=programme.organisation)
    mail_later(duty, "accepted")
    return review


@transaction.atomic
def report_returned(
    *,
    by: User,
    duty: ReportDuty,
    language: str,
    remarks: str,
    opened_version: int | None = None,
) -> ReportReview:
    """Send a report back with remarks: its partners write it again. Releases and posts nothing.

    Raises PermissionDenied, ValidationError: nothing handed in, accepted already, no remarks.
    """
    contract = lock(duty.contract)
    require(can_run_programme(by, contract.proposal.call.programme))
    duty = as_read(contract, duty, opened_version)
    _check(contract, duty, None)
    assert duty.report is not None
    if not remarks.strip():
        raise ValidationError({"remarks": _("Say what should be changed.")})
    report_return_for_funder(by=by, report=duty.report, remark=remarks, language=language)
    review = ReportReview(
        duty=duty,
        verdict=ReportReview.Verdict.RETURNED,
        remarks=remarks.strip(),
        language=language,
        by=by,
    )
    review.full_clean()
    review.save(force_insert=True)
    about = contract.proposal.call.programme.organisation
    audit.record("reportduty.return", duty, by=by, about=about, fields=["reviews"])
    mail_later(duty, "returned")
    return review


@transaction.atomic
def report_waived(
    *,
    by: User,
    duty: ReportDuty,
    language: str,
    remarks: str,
    opened_version: int | None = None,
) -> ReportReview:
    """Say that a report will not come: its partner is gone. remarks: the reason.

    Posts and releases nothing: what was paid and not accounted for is due to the programme, to be
    paid back or written off. If it comes after all, it is handed in and accepted as any other.
    Raises PermissionDenied, ValidationError: handed in and not reviewed, accepted, no reason.
    """
    contract = lock(duty.contract)
    about = contract.proposal.call.programme.organisation
    require(can_run_programme(by, contract.proposal.call.programme))
    duty = as_read(contract, duty, opened_version)
    _check_waivable(contract, duty)
    if not remarks.strip():
        raise ValidationError({"remarks": _("Say why.")})
    review = ReportReview(
        duty=duty,
        verdict=ReportReview.Verdict.WAIVED,
        remarks=remarks.strip(),
        language=language,
        by=by,
    )
    review.full_clean()
    review.save(force_insert=True)
    audit.record("reportduty.waive", duty, by=by, about=about, fields=["reviews"])
    mail_later(duty, "waived")
    return review


def _check_waivable(contract: GrantContract, duty: ReportDuty) -> None:
    if contract.state != S.RUNNING:
        raise ValidationError(_("This is said while a contract is under way."))
    if duty.reviews.filter(verdict=ReportReview.Verdict.ACCEPTED).exists():
        raise ValidationError(_("The programme has accepted a report for this already."))
    if _is_handed_in(duty):
        raise ValidationError(_("A report was handed in: accept it or send it back first."))
    last = duty.reviews.last()
    if last is not None and last.verdict == ReportReview.Verdict.WAIVED:
        raise ValidationError(_("This was said already."))


def _is_handed_in(duty: ReportDuty) -> bool:
    """A report that was sent back is being written again: what stands in it is not handed in."""
    handed_in = Report.objects.select_for_update(of=("self",)).filter(state__in=HANDED_IN)
    return duty.report_id is not None and handed_in.filter(pk=duty.report_id).first() is not None


def mail_later(duty: ReportDuty, what: str) -> None:
    """Mail about a duty once all is written; what: see `duty_mail`."""
    from ..tasks import mail_duty  # tasks import services

    key = str(duty.pk)
    transaction.on_commit(lambda: mail_duty.enqueue(key, what))


def as_read(contract: GrantContract, duty: ReportDuty, opened: int | None) -> ReportDuty:
    """The duty, locked. Raises WrongState where another report was handed in since it was read:
    that one was not read, and money hangs on it."""
    locked = ReportDuty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    locked.contract = contract
    if opened is not None and locked.version != opened:
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))
    return locked


def _check(contract: GrantContract, duty: ReportDuty, accounted: Decimal | None) -> None:
    if contract.state != S.RUNNING:
        raise ValidationError(_("Reports are accepted while a contract is under way."))
    if not _is_handed_in(duty):
        raise ValidationError(_("Nothing was handed in for this yet."))
    if duty.reviews.filter(verdict=ReportReview.Verdict.ACCEPTED).exists():
        raise ValidationError(_("The programme has accepted a report for this already."))
    if accounted is not None and (accounted < 0):
        raise ValidationError({"accounted": _("Write an amount of zero or more.")})
    check_places(accounted, contract.currency, "accounted")


def released_by(contract: GrantContract, duty: ReportDuty) -> Instalment | None:
    """The instalment that a duty's report releases, or None."""
    waiting = contract.instalments.select_for_update().filter(
        state=Instalment.State.WAITING, condition=Instalment.Condition.REPORT
    )
    own = waiting.filter(report__isnull=False, report=duty.report_id).first()
    found = own or waiting.filter(report__isnull=True).first()
    if found is not None:
        found.contract = contract
    return found
