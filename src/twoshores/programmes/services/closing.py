"""Money asked back or given up, and contracts closed once nothing is open or due."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.formatting import format_money
from twoshores.engines.ledger import claim, closing_lines
from twoshores.engines.ledger import write_off as write_off_lines

from ..contract_states import S
from ..models import GrantContract, JournalEntry
from ..permissions.programmes import can_run_programme, can_write_off
from ..selectors.closing import account_of, open_things
from ..selectors.rates import places_of
from .contract_moves import moved
from .contracts import lock
from .journal import Draft, contract_key, next_source, post, reverse

MOVES = ("close", "end")


@transaction.atomic
def claim_set(*, by: User, contract: GrantContract) -> Decimal:
    """Ask back what is due to the programme as things stand; what was asked back beyond it is
    dropped. Returns what stands asked back now.

    Raises PermissionDenied, or ValidationError where nothing changes.
    """
    locked = lock(contract)
    programme = locked.proposal.call.programme
    require(can_run_programme(by, programme))
    if locked.state != S.RUNNING:
        raise ValidationError(_("Money moves on contracts that are under way."))
    account = account_of(locked)
    difference = account.due.to_pay_back - account.asked_back
    if not difference:
        raise ValidationError(_("As much as is due was asked back already."))
    draft = Draft(
        kind=JournalEntry.Kind.CHANGE,
        source=next_source("claim", locked),
        on=timezone.localdate(),
        lines=claim(difference, locked.currency, contract_key(locked)),
        text=locked.number,
    )
    post(by=by, programme=programme, draft=draft)
    audit.record("grantcontract.claim", locked, by=by, about=programme.organisation)
    return account.due.to_pay_back


@transaction.atomic
def write_off(*, by: User, contract: GrantContract, amount: Decimal, why: str) -> JournalEntry:
    """Give up money that was asked back and will not come: posted as a loss, with the reason.

    amount: in the contract's currency, at most what stands asked back. Raises PermissionDenied;
    ValidationError by field.
    """
    locked = lock(contract)
    programme = locked.proposal.call.programme
    require(can_write_off(by, programme))
    if locked.state != S.RUNNING:
        raise ValidationError(_("Money moves on contracts that are under way."))
    if not why.strip():
        raise ValidationError({"why": _("Say why.")})
    asked_back = account_of(locked).asked_back
    if not 0 < amount <= asked_back or amount != round(amount, places_of(locked.currency)):
        most = format_money(asked_back, locked.currency)
        words = _("Write an amount above zero, at most what was asked back: %(amount)s.")
        raise ValidationError({"amount": words % {"amount": most}})
    draft = Draft(
        kind=JournalEntry.Kind.WRITE_OFF,
        source=next_source("write_off", locked),
        on=timezone.localdate(),
        lines=write_off_lines(amount, locked.currency, contract_key(locked)),
        text=f"{locked.number} {why.strip()}",
    )
    entry = post(by=by, programme=programme, draft=draft)
    audit.record("grantcontract.write_off", locked, by=by, about=programme.organisation)
    return entry


@transaction.atomic
def write_off_take_back(
    *, by: User, contract: GrantContract, entry: JournalEntry, why: str
) -> JournalEntry:
    """The money may come after all: the journal reverses what was written off.

    Raises PermissionDenied; ValidationError without a reason, on a closed contract, or for an
    entry that wrote nothing off on this one.
    """
    locked = lock(contract)
    programme = locked.proposal.call.programme
    require(can_write_off(by, programme))
    if locked.state != S.RUNNING:
        raise ValidationError(_("Money moves on contracts that are under way."))
    if not entry.source.startswith(f"write_off:{locked.pk}:"):
        raise ValidationError(_("This entry wrote nothing off on this contract."))
    back = reverse(by=by, entry=entry, why=why)
    audit.record("grantcontract.write_off_back", locked, by=by, about=programme.organisation)
    return back


@transaction.atomic
def contract_close(*, by: User, contract: GrantContract, move: str = "close") -> GrantContract:
    """Close a contract, or end it early (move "end"): what is not borne or not used is posted.

    Raises PermissionDenied; ValidationError with everything that is still open or due.
    """
    locked = lock(contract)
    programme = locked.proposal.call.programme
    require(can_run_programme(by, programme))
    if move not in MOVES or locked.state != S.RUNNING:
        raise ValidationError(_("Only a contract that is under way is closed."))
    account = account_of(locked)
    left = open_things(locked, account)
    if left:
        raise ValidationError([str(words) for words in left])
    lines = closing_lines(account.due, locked.currency, contract_key(locked))
    if lines:
        draft = Draft(
            kind=JournalEntry.Kind.CLOSURE,
            source=f"closure:{locked.pk}",
            on=timezone.localdate(),
            lines=lines,
            text=locked.number,
        )
        post(by=by, programme=programme, draft=draft)
    return moved(by, locked, move)
