"""What those who run a programme decide about an instalment by hand."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.decisions import require
from twoshores.common.formatting import format_day

from ..contract_states import S
from ..models import Instalment
from ..permissions.programmes import can_run_programme
from ..selectors.contracts import met_of, suspended_on
from .contract_moves import instalment_moved
from .contracts import lock

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
