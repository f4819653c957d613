"""The one way into the journal: posting an entry, and reversing one.

An entry is whole or not there, sums to zero in each currency, and has the next number of its
programme. One process posts to a programme at a time: on PostgreSQL they queue at the row of the
programme, on SQLite at the database, whose transactions begin as writers. A number is given and
written in the same transaction, so that a crash leaves no gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.ledger import Line, Unbalanced, balances, check, reversal

from ..models import GrantContract, JournalEntry, JournalLine, Programme
from ..permissions.programmes import can_run_programme
from ..selectors.journal import lines_of

LONGEST_TEXT = 300
PLACES = 2  # of amounts in the table


class PostedOtherwise(ValueError):
    """This source was posted before, with other lines: two events share a name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to post. source: what it comes from, "payment:<id>", the same only once."""

    kind: str
    source: str
    on: date
    lines: Sequence[Line]  # contract: the contract's id
    text: str = ""


@transaction.atomic
def post(*, by: User | None, programme: Programme, draft: Draft) -> JournalEntry:
    """Post an entry; of a source that was posted already, the first one comes back.

    Raises Unbalanced, PermissionDenied, or PostedOtherwise where the first one has other lines.
    """
    if by is not None:
        require(can_run_programme(by, programme))
    return _post(by, programme, draft, None)


@transaction.atomic
def post_following(*, by: User | None, programme: Programme, draft: Draft) -> JournalEntry:
    """As `post`, for what follows from an act that another service allowed the user."""
    return _post(by, programme, draft, None)


def _post(
    by: User | None, programme: Programme, draft: Draft, reverses: JournalEntry | None
) -> JournalEntry:
    check(draft.lines)
    if any(line.amount != round(line.amount, PLACES) for line in draft.lines):
        raise Unbalanced("An amount has two places: what the table rounds would not sum to zero.")
    Programme.objects.select_for_update().get(pk=programme.pk)
    first = JournalEntry.objects.filter(programme=programme, source=draft.source).first()
    if first is not None:
        if _sums(lines_of(first)) != _sums(draft.lines):
            raise PostedOtherwise(draft.source)
        return first
    last = JournalEntry.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
    entry = JournalEntry(
        programme=programme,
        number=(last or 0) + 1,
        kind=draft.kind,
        on=draft.on,
        text=draft.text[:LONGEST_TEXT],
        source=draft.source,
        reverses=reverses,
        by=by,
    )
    entry.save(force_insert=True)
    JournalLine.objects.bulk_create(_row(entry, line) for line in draft.lines)
    audit.record("journal.post", entry, by=by, about=programme.organisation)
    return entry


def _sums(lines: Sequence[Line]) -> dict[object, Decimal]:
    return {place: amount for place, amount in balances(lines).items() if amount}


def _row(entry: JournalEntry, line: Line) -> JournalLine:
    assert line.contract is None or isinstance(line.contract, str)
    row = JournalLine(
        entry=entry,
        account=str(line.account),
        contract_id=line.contract,
        amount=line.amount,
        currency=line.currency,
    )
    if line.rate is not None:
        row.rate, row.rate_on = line.rate.value, line.rate.on
        row.rate_source = line.rate.source[:120]
    return row


@transaction.atomic
def reverse(*, by: User, entry: JournalEntry, why: str) -> JournalEntry:
    """Take an entry back by its opposite; a second time, the first reversal comes back.

    Raises PermissionDenied; ValidationError without a reason, or for a reversal itself: what it
    undid is posted anew instead.
    """
    programme = entry.programme
    require(can_run_programme(by, programme))
    if not why.strip():
        raise ValidationError({"why": _("Say why.")})
    if entry.kind == JournalEntry.Kind.REVERSAL:
        raise ValidationError(_("A reversal is not reversed. Note anew what it took back."))
    draft = Draft(
        kind=JournalEntry.Kind.REVERSAL,
        source=f"reversal:{entry.pk}",
        on=timezone.localdate(),
        lines=reversal(lines_of(entry)),
        text=why.strip(),
    )
    return _post(by, programme, draft, entry)


def next_source(what: str, contract: GrantContract) -> str:
    """ "claim:<contract>:2": these happen more than once to a contract, which is locked."""
    source = f"{what}:{contract.pk}:"
    programme = contract.proposal.call.programme
    count = JournalEntry.objects.filter(programme=programme, source__startswith=source).count()
    return f"{source}{count + 1}"


def contract_key(contract: GrantContract) -> str:
    """How lines name a contract."""
    return str(contract.pk)
