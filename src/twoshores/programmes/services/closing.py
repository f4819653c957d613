"""Money asked back, and contracts closed once nothing is open or due."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.ledger import claim, closing_lines

from ..contract_states import S
from ..models import GrantContract, JournalEntry
from ..permissions.programmes import can_run_programme
from ..selectors.closing import account_of, open_things
from .contract_moves import moved
from .contracts import lock
from .journal import Draft, contract_key, post

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
    count = JournalEntry.objects.filter(
        programme=programme, source__startswith=f"claim:{locked.pk}:"
    ).count()
    draft = Draft(
        kind=JournalEntry.Kind.CHANGE,
        source=f"claim:{locked.pk}:{count + 1}",
        on=timezone.localdate(),
        lines=claim(difference, locked.currency, contract_key(locked)),
        text=locked.number,
    )
    post(by=by, programme=programme, draft=draft)
    audit.record("grantcontract.claim", locked, by=by, about=programme.organisation)
    return account.due.to_pay_back


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
