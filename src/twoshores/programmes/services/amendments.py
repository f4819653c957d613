"""Changes of a running contract: asked by one side, answered by the other, applied when agreed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.states import WrongState
from twoshores.engines.ledger import change
from twoshores.projects.services.budget_moves import budget_move_following

from ..models import ContractAmendment, GrantContract, Instalment, JournalEntry
from ..permissions.contracts import can_answer_change, can_ask_change, can_write_change
from ..selectors.contracts import money_of, planned_of
from ..selectors.rates import check_places
from .contract_moves import instalment_moved
from .contracts import check_days, lock
from .journal import Draft, contract_key, post_following

Kind, State = ContractAmendment.Kind, ContractAmendment.State


@transaction.atomic
def amendment_ask(
    *,
    by: User,
    contract: GrantContract,
    side: str,
    kind: str,
    after: Mapping[str, Any],
    **said: Any,
) -> ContractAmendment:
    """Ask for a change. side: for whom `by` acts; said: why, language.

    after: extension {"ends"}, amount {"amount"}, budget {"moved", "from", "to"}, suspension
    {"from", "until"}, other {}. Raises PermissionDenied, ValidationError by field.
    """
    locked = lock(contract)
    require(can_ask_change(by, locked, side))
    before = _before(locked, kind, after)
    row = ContractAmendment(
        contract=locked,
        kind=kind,
        side=side,
        before=before,
        after={name: _text(value) for name, value in after.items()},
        asked_by=by,
        **said,
    )
    row.full_clean(exclude=["before", "after"])
    row.save(force_insert=True)
    about = locked.proposal.call.programme.organisation
    audit.record("contractamendment.create", row, by=by, about=about, fields=["kind", *after])
    return row


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _before(contract: GrantContract, kind: str, after: Mapping[str, Any]) -> dict[str, str]:
    """What holds now, of what would change. Raises ValidationError for what cannot hold."""
    if kind == Kind.EXTENSION:
        if after["ends"] <= contract.ends:
            raise ValidationError({"ends": _("This is no later than it ends now.")})
        check_days(contract.starts, after["ends"])
        return {"ends": contract.ends.isoformat()}
    if kind == Kind.AMOUNT:
        wanted: Decimal = after["amount"]
        if wanted <= 0 or wanted == contract.amount:
            raise ValidationError({"amount": _("Say another amount, above zero.")})
        check_places(wanted, contract.currency, "amount")
        check_reduction(contract, wanted)
        return {"amount": str(contract.amount)}
    if kind == Kind.BUDGET and (after["moved"] <= 0 or after["from"] == after["to"]):
        raise ValidationError({"moved": _("Money moves from one kind of cost to another.")})
    if kind == Kind.SUSPENSION and after["until"] < after["from"]:
        raise ValidationError({"suspended_until": _("It would end before it begins.")})
    return {}


def check_reduction(contract: GrantContract, wanted: Decimal) -> None:
    """What may be paid or was paid is not taken back by a change: what waits may fall, and what
    will not be paid any more."""
    bound = contract.instalments.filter(
        state__in=(Instalment.State.RELEASED, Instalment.State.PAID)
    )
    promised = sum((row.amount for row in bound), Decimal(0))
    moved = money_of([contract])[contract.pk]  # some was paid beside the instalments
    if wanted < max(promised, moved.paid - moved.paid_back):
        raise ValidationError(
            {"amount": _("Instalments that were paid or may be paid sum to more than that.")}
        )


@transaction.atomic
def amendment_answer(
    *, by: User, amendment: ContractAmendment, agrees: bool, answer: str = ""
) -> ContractAmendment:
    """The other side agrees or refuses; agreed, the change holds and is posted at once.

    Raises PermissionDenied; WrongState where it was answered already; ValidationError where it
    can no longer be applied.
    """
    contract = lock(amendment.contract)
    row = ContractAmendment.objects.select_for_update().get(pk=amendment.pk)
    row.contract = contract
    require(can_answer_change(by, row))
    if row.state != State.ASKED:
        raise WrongState(_("This was answered already."))
    row.state = State.AGREED if agrees else State.REFUSED
    row.answer, row.decided_by, row.decided_at = answer, by, timezone.now()
    row.version += 1
    row.full_clean(exclude=["before", "after"])
    row.save()
    verb = "agree" if agrees else "refuse"
    about = contract.proposal.call.programme.organisation
    audit.record(f"contractamendment.{verb}", row, by=by, about=about, fields=["state"])
    if agrees:
        _apply(by, contract, row)
    return row


def _apply(by: User, contract: GrantContract, row: ContractAmendment) -> None:
    if contract.state != GrantContract.State.RUNNING:
        raise ValidationError(_("Only a contract that is under way is changed."))
    if row.kind == Kind.EXTENSION:
        contract.ends = max(contract.ends, date.fromisoformat(row.after["ends"]))
        _save(by, contract, "ends")
    elif row.kind == Kind.AMOUNT:
        _apply_amount(by, contract, row)
    elif row.kind == Kind.BUDGET:
        row.in_budget = budget_move_following(
            by=by,
            partner=contract.partner,
            currency=contract.currency,
            kinds=(row.after["from"], row.after["to"]),
            moved=Decimal(row.after["moved"]),
        )
        row.save(update_fields=["in_budget"])


@transaction.atomic
def amendment_written(*, by: User, amendment: ContractAmendment) -> ContractAmendment:
    """The partner has changed its lines by hand, where the move of money could not be written
    without doubt. Raises PermissionDenied, and WrongState where nothing is left to be done.
    """
    contract = lock(amendment.contract)
    row = ContractAmendment.objects.select_for_update().get(pk=amendment.pk)
    row.contract = contract
    require(can_write_change(by, row))
    if row.in_budget is not False:
        raise WrongState(_("The project's budget was changed by it."))
    row.in_budget = True
    row.version += 1
    row.save(update_fields=["in_budget", "version"])
    about = contract.proposal.call.programme.organisation
    audit.record("contractamendment.write", row, by=by, about=about, fields=["in_budget"])
    return row


def _save(by: User, contract: GrantContract, field: str) -> None:
    contract.version += 1
    contract.save(update_fields=[field, "version"])
    about = contract.proposal.call.programme.organisation
    audit.record("grantcontract.update", contract, by=by, about=about, fields=[field])


def _apply_amount(by: User, contract: GrantContract, row: ContractAmendment) -> None:
    """More goes to the last instalment that waits, else to a new one; less comes off the last."""
    wanted = Decimal(row.after["amount"])
    check_reduction(contract, wanted)
    difference = wanted - contract.amount
    waiting = list(contract.instalments.filter(state=Instalment.State.WAITING))
    if difference > 0 and not waiting:
        last = contract.instalments.order_by("-position").values_list("position", flat=True)
        contract.instalments.create(
            position=(last.first() or 0) + 1,
            amount=difference,
            condition=Instalment.Condition.REPORT,
        )
    left = difference if waiting else Decimal(0)
    if left < 0:  # what was cancelled falls first: no instalment says it any more
        unplanned = contract.amount - planned_of(list(contract.instalments.all()))
        left = min(left + max(unplanned, Decimal(0)), Decimal(0))
    for one in reversed(waiting) if left else ():
        taken = left if left > 0 else max(left, -one.amount)
        left -= taken
        one.amount += taken
        one.version += 1
        one.save(update_fields=["amount", "version"])
        if one.amount == 0:
            instalment_moved(by, one, "cancel")
        if not left:
            break
    contract.amount = wanted
    _save(by, contract, "amount")
    draft = Draft(
        kind=JournalEntry.Kind.CHANGE,
        source=f"amendment:{row.pk}",
        on=timezone.localdate(),
        lines=change(difference, contract.currency, contract_key(contract)),
        text=contract.number,
    )
    post_following(by=by, programme=contract.proposal.call.programme, draft=draft)
