"""Payments that the bank made, noted against instalments; money that came back; taken back by the
journal's reversal. Nothing here moves money."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.ledger import Account, Booked, Rate, payment, recovery

from ..contract_states import S
from ..models import BankLine, GrantContract, Instalment, JournalEntry, Payment
from ..permissions.programmes import can_run_programme
from ..selectors.contracts import paid_of
from ..selectors.journal import contract_balances
from ..selectors.rates import (
    PLACES,
    NamedRate,
    check_places,
    counted_at,
    published_rate,
    rate_of_contract,
)
from .contract_moves import instalment_moved
from .contracts import LONGEST_YEARS, lock
from .journal import Draft, contract_key, post, reverse


@dataclass(frozen=True, slots=True)
class Moved:
    """What the bank moved, above zero, and which day. rate: of the payment, else published."""

    on: date
    amount: Decimal
    currency: str
    counts: Decimal | None = None  # what arrived in the contract's currency, if the bank says so
    rate: NamedRate | None = None


@transaction.atomic
def payment_record(
    *,
    by: User,
    contract: GrantContract,
    moved: Moved,
    instalment: Instalment | None = None,
    bank_line: BankLine | None = None,
    is_recovery: bool = False,
) -> Payment:
    """Note that money left for a partner, or came back from it, and post it.

    In another currency than the contract's it counts at a named rate; what that differs from the
    contract's own rate is posted as a gain or loss. Payments that reach an instalment's amount
    pay it. Raises PermissionDenied, or ValidationError by field.
    """
    locked = lock(contract)
    programme = locked.proposal.call.programme
    require(can_run_programme(by, programme))
    if locked.state != S.RUNNING:
        raise ValidationError(_("Money moves on contracts that are under way."))
    _check_moved(moved)
    if locked.starts.year - moved.on.year > LONGEST_YEARS:  # charts have each quarter since
        raise ValidationError({"on": _("Look at the year of this day.")})
    if bank_line is not None:
        _check_line(locked, moved, bank_line, is_recovery=is_recovery)
    part = _locked_instalment(locked, instalment, is_recovery=is_recovery)
    row = Payment(
        contract=locked,
        instalment=part,
        bank_line=bank_line,
        is_recovery=is_recovery,
        on=moved.on,
        amount=moved.amount,
        currency=moved.currency,
        by=by,
        **_counting(locked, moved),
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record("payment.create", row, by=by, about=programme.organisation, fields=["amount"])
    post(by=by, programme=programme, draft=_draft(locked, row))
    if part is not None and paid_of([part])[part.pk] >= part.amount:
        instalment_moved(by, part, "pay")
    return row


def _check_moved(moved: Moved) -> None:
    if moved.on > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})
    if moved.amount <= 0 or (moved.counts is not None and moved.counts <= 0):
        raise ValidationError({"amount": _("A payment is an amount above zero.")})
    check_places(moved.amount, moved.currency, "amount")


def _check_line(
    contract: GrantContract, moved: Moved, line: BankLine, *, is_recovery: bool
) -> None:
    """A line of this programme's bank, used once, that says what is noted."""
    line = BankLine.objects.select_for_update().get(pk=line.pk)  # two contracts: one gets it
    if line.programme_id != contract.proposal.call.programme_id:
        raise ValidationError(_("This line is of another programme's bank."))
    if Payment.objects.filter(bank_line=line).exists():
        raise ValidationError(_("This line was matched already."))
    if line.aside_at is not None:
        raise ValidationError(_("This line was put aside. Bring it back first."))
    if (line.amount > 0) != is_recovery:
        raise ValidationError(_("The line moves money the other way."))
    if (abs(line.amount), line.currency, line.on) != (moved.amount, moved.currency, moved.on):
        raise ValidationError(_("The line says another day, amount or currency."))


def _locked_instalment(
    contract: GrantContract, instalment: Instalment | None, *, is_recovery: bool
) -> Instalment | None:
    if instalment is None:
        return None
    row = contract.instalments.select_for_update().filter(pk=instalment.pk).first()
    if row is None or is_recovery:
        raise ValidationError({"instalment": _("Choose from the list.")})
    if row.state != Instalment.State.RELEASED:
        raise ValidationError({"instalment": _("This instalment may not be paid now.")})
    row.contract = contract
    return row


def _falls_short(part: Instalment) -> bool:
    return paid_of([part])[part.pk] < part.amount


def _counting(contract: GrantContract, moved: Moved) -> dict[str, Any]:
    """counts, and where the currencies differ, at which named rate."""
    if moved.currency == contract.currency:
        if moved.counts not in (None, moved.amount):
            raise ValidationError(
                {"counts": _("In the contract's own currency it counts for what was moved.")}
            )
        return {"counts": moved.amount}
    rate = moved.rate or published_rate(moved.currency, contract.currency, moved.on)
    counts = moved.counts
    if counts is None:
        if rate is None:
            raise ValidationError({"rate": _("No rate is published for this. Write one.")})
        counts = counted_at(moved.amount, rate.value, contract.currency)
    elif moved.rate is None:
        implied = (counts / moved.amount).quantize(PLACES)
        rate = NamedRate(implied, moved.on, _("as it arrived"))
    assert rate is not None
    check_places(counts, contract.currency, "counts")
    if counts <= 0 or rate.value <= 0:
        raise ValidationError({"rate": _("A rate is above zero.")})
    return {
        "counts": counts,
        "rate": rate.value,
        "rate_on": rate.on,
        "rate_source": rate.source[:120],
    }


def _draft(contract: GrantContract, row: Payment) -> Draft:
    booked = _booked(contract, row)
    if not row.is_recovery:
        lines, kind = payment(booked), JournalEntry.Kind.PAYMENT
    else:
        found = contract_balances([contract])[contract.pk]
        asked_back = found.get((Account.RECOVERABLE, contract.currency), Decimal(0))
        lines, kind = recovery(booked, asked_back), JournalEntry.Kind.RECOVERY
    return Draft(kind, f"payment:{row.pk}", row.on, lines, contract.number)


def _booked(contract: GrantContract, row: Payment) -> Booked:
    """The contract's own rate is the one to compare with, where it was made out of the currency
    that was paid; else the payment's."""
    paid_at = Rate(row.rate, row.rate_on, row.rate_source) if row.rate is not None else None
    own = rate_of_contract(contract)
    at = paid_at
    if own is not None and row.currency == contract.proposal.call.currency:
        at = Rate(own.value, own.on, own.source)
    places = min(get_currency_precision(row.currency), 2)
    key = contract_key(contract)
    return Booked(row.amount, row.currency, row.counts, contract.currency, key, places, at, paid_at)


@transaction.atomic
def payment_void(*, by: User, row: Payment, why: str) -> Payment:
    """Take a note of a payment back: the journal reverses it, its instalment is open again, its
    line of the bank waits for another. A second time, nothing happens.

    Raises PermissionDenied, ValidationError without a reason or on a closed contract.
    """
    contract = lock(row.contract)
    require(can_run_programme(by, contract.proposal.call.programme))
    locked = Payment.objects.select_for_update().get(pk=row.pk)
    if locked.is_void:
        return locked
    if contract.state != S.RUNNING:
        raise ValidationError(_("This contract is closed: its payments stay."))
    entry = JournalEntry.objects.get(
        programme=contract.proposal.call.programme, source=f"payment:{row.pk}"
    )
    reverse(by=by, entry=entry, why=why)
    locked.is_void, locked.void_because, locked.bank_line = True, why.strip()[:300], None
    locked.save(update_fields=["is_void", "void_because", "bank_line"])
    about = contract.proposal.call.programme.organisation
    audit.record("payment.void", locked, by=by, about=about, fields=["is_void", "bank_line"])
    part = locked.instalment
    if part is not None and part.state == Instalment.State.PAID and _falls_short(part):
        part.contract = contract
        instalment_moved(by, part, "unpay")
    return locked
