"""A mistyped sum of an accepted report, corrected: the journal takes the first back and has a new
one, and both stay readable."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.ledger import acceptance

from ..contract_states import S
from ..models import (
    AccountedCorrection,
    GrantContract,
    JournalEntry,
    Programme,
    ReportDuty,
    ReportReview,
)
from ..permissions.programmes import can_run_programme
from ..selectors.duties import accepted_of
from ..selectors.rates import check_places
from .acceptance import as_read, mail_later
from .contracts import lock
from .journal import Draft, contract_key, post, reverse


@transaction.atomic
def accounted_correct(
    *,
    by: User,
    duty: ReportDuty,
    accounted: Decimal,
    why: str,
    opened_version: int | None = None,
) -> AccountedCorrection:
    """Say what an accepted report really accounts for, in the contract's currency; 0: nothing.

    The entry of before is reversed with the reason; the new one has the day of the acceptance, so
    that periods count it where the report was accepted. No instalment is released or held by it.
    Raises PermissionDenied, WrongState where somebody corrected it since `opened_version` of the
    duty, ValidationError by field, or on a closed contract.
    """
    contract = lock(duty.contract)
    programme = contract.proposal.call.programme
    require(can_run_programme(by, programme))
    locked = as_read(contract, duty, opened_version)
    if contract.state != S.RUNNING:
        raise ValidationError(_("This contract is closed: what was accounted for stays."))
    review = accepted_of(locked)
    if review is None:
        raise ValidationError(_("No report was accepted for this yet."))
    before = _stands(review)
    _check(contract, before, accounted, why)
    row = AccountedCorrection(
        review=review,
        number=review.corrections.count() + 1,
        before=before,
        accounted=accounted,
        why=why.strip(),
        by=by,
    )
    row.full_clean()
    row.save(force_insert=True)
    locked.version += 1
    locked.save(update_fields=["version"])
    _post(by, programme, locked, row)
    audit.record(
        "report.corrected", locked, by=by, about=programme.organisation, fields=["accounted"]
    )
    mail_later(locked, "corrected")
    return row


def _stands(review: ReportReview) -> Decimal | None:
    last = review.corrections.order_by("-number").first()
    return review.accounted if last is None else last.accounted


def _check(contract: GrantContract, before: Decimal | None, accounted: Decimal, why: str) -> None:
    if not why.strip():
        raise ValidationError({"why": _("Say why.")})
    if accounted < 0:
        raise ValidationError({"accounted": _("Write an amount of zero or more.")})
    check_places(accounted, contract.currency, "accounted")
    if accounted == before:
        raise ValidationError({"accounted": _("This very sum stands already.")})


def _post(by: User, programme: Programme, duty: ReportDuty, row: AccountedCorrection) -> None:
    contract, first = duty.contract, f"review:{row.review_id}"
    named = Q(source=first) | Q(source__startswith=f"{first}:")
    entries = JournalEntry.objects.filter(named, programme=programme, reversed_by=None)
    for entry in entries:  # one, or none where nothing was accounted for
        reverse(by=by, entry=entry, why=row.why)
    if row.accounted:
        draft = Draft(
            kind=JournalEntry.Kind.ACCEPTANCE,
            source=f"{first}:{row.number}",
            on=timezone.localdate(row.review.at),
            lines=acceptance(row.accounted, contract.currency, contract_key(contract)),
            text=f"{contract.number} {duty.title}",
        )
        post(by=by, programme=programme, draft=draft)
