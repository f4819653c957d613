"""What those who run a programme decide about an instalment by hand."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.formatting import format_day
from twoshores.common.states import WrongState
from twoshores.engines.ledger import change

from ..contract_states import S
from ..models import Instalment, JournalEntry
from ..permissions.programmes import can_run_programme
from ..selectors.contracts import met_of, paid_of, suspended_on
from .amendments import check_reduction
from .contract_moves import instalment_moved
from .contracts import lock
from .journal import Draft, contract_key, next_source, post

BY_HAND = ("release", "hold", "cancel")


@transaction.atomic
def instalment_hand_move(*, by: User, instalment: Instalment, move: str) -> Instalment:
    """release (one whose condition is met), hold (before anything was paid), cancel.

    Raises PermissionDenied, WrongState, or ValidationError with the reason.
    """
    contract = lock(instalment.contract)
    require(can_run_programme(by, contract.proposal.call.programme))
    row = Instalment.objects.select_for_update().get(pk=instalment.pk)
    row.contract = contract
    if contract.state != S.RUNNING or move not in BY_HAND:
        raise ValidationError(_("This cannot be done with this instalment."))
    if move == "release":
        _check_condition(row)
    elif row.payments.filter(is_void=False).exists():
        raise ValidationError(_("Something of it was paid already."))
    return instalment_moved(by, row, move)


@transaction.atomic
def instalment_settle(
    *, by: User, instalment: Instalment, why: str, rest: Decimal | None = None
) -> Instalment:
    """Give up the rest of an instalment that was partly paid: it is paid with what was paid, and
    the contract promises so much less, which is posted.

    rest: as `by` read it, in the contract's currency. Raises PermissionDenied; WrongState where it
    is not open or more was paid since; ValidationError without a reason, where nothing was paid,
    or where less would be promised than was paid on the contract.
    """
    contract = lock(instalment.contract)
    programme = contract.proposal.call.programme
    require(can_run_programme(by, programme))
    row = Instalment.objects.select_for_update().get(pk=instalment.pk)
    row.contract = contract
    left = _check_settled(row, why, rest)
    row.amount -= left
    row.given_up = (row.given_up or Decimal(0)) + left
    row.settled_because, row.settled_at, row.settled_by = why.strip(), timezone.now(), by
    row.full_clean()
    row.save(update_fields=["amount", "given_up", "settled_because", "settled_at", "settled_by"])
    wanted = contract.amount - left
    check_reduction(contract, wanted)
    contract.amount = wanted
    contract.version += 1
    contract.save(update_fields=["amount", "version"])
    about = programme.organisation
    audit.record("grantcontract.update", contract, by=by, about=about, fields=["amount"])
    draft = Draft(
        kind=JournalEntry.Kind.CHANGE,
        source=next_source("settlement", contract),
        on=timezone.localdate(),
        lines=change(-left, contract.currency, contract_key(contract)),
        text=f"{contract.number} {why.strip()}",
    )
    post(by=by, programme=programme, draft=draft)
    return instalment_moved(by, row, "settle")


def _check_settled(row: Instalment, why: str, rest: Decimal | None) -> Decimal:
    """How much of it is not paid, above zero."""
    if row.contract.state != S.RUNNING:
        raise ValidationError(_("Money moves on contracts that are under way."))
    if not why.strip():
        raise ValidationError({"why": _("Say why.")})
    paid = paid_of([row])[row.pk]
    left = row.amount - paid
    if row.state != Instalment.State.RELEASED or rest not in (None, left):
        raise WrongState(_("This has moved on in the meantime. Look at the page again."))
    if not paid:
        raise ValidationError(_("Nothing of it was paid: say that it is not paid instead."))
    return left


def _check_condition(row: Instalment) -> None:
    """A report or a signature releases by itself, unless it was suspended or held back then: such
    a one is released by a person, as a day is once it came."""
    today = timezone.localdate()
    if row.condition == Instalment.Condition.DATE:
        if row.due_on is None or row.due_on > today:
            day = format_day(row.due_on) if row.due_on else "–"
            raise ValidationError(_("Its day has not come: %(day)s.") % {"day": day})
    elif row.pk not in met_of(row.contract, row.contract.instalments.all()):
        raise ValidationError(_("It is released by itself when what it waits for has happened."))
    if suspended_on(row.contract, today):
        raise ValidationError(_("This contract is suspended."))
