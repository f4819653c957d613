"""Contracts put forward, signed by both sides, given up. With the second signature money is
promised: the commitment is posted and the instalments that waited for it may be paid."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.alliances import papers
from twoshores.alliances.papers.blocks import plain
from twoshores.alliances.papers.templates import LANGUAGES
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.formatting import format_money
from twoshores.engines.ledger import commitment

from .. import instalment_states
from ..contract_states import MACHINE, OPEN, SIGNED
from ..models import Call, ContractSignature, GrantContract, Instalment, JournalEntry, Proposal
from ..permissions.contracts import can_sign
from ..permissions.programmes import can_run_programme
from ..selectors.contract_values import BINDING, binding_values
from ..selectors.contracts import planned_of
from .contracts import latest_of
from .journal import Draft, contract_key, post_following
from .locks import check_going_on, contract_locked

LEAST_DIGEST = 8  # signs of a digest that are compared by eye
BY_HAND = ("propose", "reopen", "drop")


@transaction.atomic
def contract_move(*, by: User, contract: GrantContract, move: str) -> GrantContract:
    """propose, reopen, drop. Raises WrongState, PermissionDenied, ValidationError.

    Put forward is a text without gaps that names the figures of the contract, with instalments
    that sum to its amount.
    """
    locked = contract_locked(contract)
    require(can_run_programme(by, locked.proposal.call.programme))
    if move not in BY_HAND:
        raise ValidationError(_("This cannot be done with a contract."))
    if move == "propose":
        check_going_on(locked.proposal.call)
        _check_selected(locked)  # it may have been taken up again since this was drafted
        _check_whole(locked)
    return moved(by, locked, move)


def contracts_give_up(*, by: User, call: Call) -> None:
    """Of a call, locked, that is called off: what is not signed by both sides ends with it. Raises
    ValidationError where a contract is under way or was carried out."""
    proposals = Proposal.objects.filter(call=call, contracts__isnull=False).order_by("pk")
    for proposal in proposals.distinct():
        for contract in proposal.contracts.order_by("pk"):
            contract.proposal = proposal
            proposal.call = call
            locked = contract_locked(contract)
            if locked.state in SIGNED:
                raise ValidationError(
                    _(
                        "A contract of this call was signed by both sides, so the call is not "
                        "called off: it funds something. End the contract first, or decide on "
                        "the other proposals and close the call as decided."
                    )
                )
            if locked.state in OPEN:
                moved(by, locked, "drop")


def _check_selected(contract: GrantContract) -> None:
    """Of a contract locked with its proposal."""
    if contract.proposal.state != Proposal.State.SELECTED:
        raise ValidationError(_("Contracts are made with the partners of selected proposals."))


def moved(by: User | None, locked: GrantContract, move: str) -> GrantContract:
    """Make a move that somebody was allowed to make."""
    locked.state = MACHINE.after(move, locked.state)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    about = locked.proposal.call.programme.organisation
    audit.record(f"grantcontract.{move}", locked, by=by, about=about)
    return locked


def _check_whole(contract: GrantContract) -> None:
    planned = planned_of(list(contract.instalments.all()))
    if contract.amount <= 0 or planned != contract.amount:
        raise ValidationError(
            _("The instalments sum to %(planned)s, the contract is over %(amount)s.")
            % {
                "planned": format_money(planned, contract.currency),
                "amount": format_money(contract.amount, contract.currency),
            }
        )
    body = latest_of(contract).body
    if papers.gaps_in(body):
        raise ValidationError(_("The text still has gaps. Fill them or take them out first."))
    if lacking_in(contract, body):
        raise ValidationError(
            _(
                "The text does not say what the contract says: amounts or days were changed "
                "since. Fill it anew, or write them in."
            )
        )


def lacking_in(contract: GrantContract, body: list[Any]) -> list[str]:
    """Figures and days of the contract that its text does not name."""
    spoken = contract.language if contract.language in LANGUAGES else "en"
    with translation.override(spoken):
        values = binding_values(contract)
    text = "\n".join(block["text"] for block in body)
    wanted: list[str] = []
    for name in BINDING:
        value = values[name]
        wanted += [value] if isinstance(value, str) else list(value or [])
    return [words for words in wanted if plain(words) not in text]


@transaction.atomic
def contract_sign(
    *, by: User, contract: GrantContract, side: str, sha256: str, facts: Mapping[str, Any]
) -> ContractSignature:
    """Note that a side signed the latest version.

    sha256: the digest on the signed paper, or its first 8 signs or more; one of another version
    is refused. facts: signed_by, capacity, signed_on. Raises PermissionDenied, ValidationError.
    """
    locked = contract_locked(contract)
    require(can_sign(by, locked, side))
    check_going_on(locked.proposal.call)
    _check_selected(locked)  # it may have been withdrawn while this lay before its sides
    version = latest_of(locked)
    digest = sha256.strip().lower()
    if len(digest) < LEAST_DIGEST or not version.sha256.startswith(digest):
        raise ValidationError(
            {"sha256": _("This is not the digest of the version that lies before you to sign.")}
        )
    if facts["signed_on"] > timezone.localdate():
        raise ValidationError({"signed_on": _("This day is still to come.")})
    if version.signatures.filter(side=side).exists():
        raise ValidationError(_("This side has signed already."))
    row = ContractSignature(
        version=version, side=side, sha256=version.sha256, recorded_by=by, **facts
    )
    row.full_clean()
    row.save(force_insert=True)
    about = locked.proposal.call.programme.organisation
    # Names of fields only: who signed stands in the signature and nowhere else.
    audit.record("grantcontract.sign", locked, by=by, about=about, fields=["signatures"])
    if version.signatures.count() == len(ContractSignature.Side):
        _complete(by, locked)
    return row


def _complete(by: User, contract: GrantContract) -> None:
    moved(by, contract, "complete")
    draft = Draft(
        kind=JournalEntry.Kind.COMMITMENT,
        source=f"contract:{contract.pk}",
        on=timezone.localdate(),
        lines=commitment(contract.amount, contract.currency, contract_key(contract)),
        text=contract.number,
    )
    post_following(by=by, programme=contract.proposal.call.programme, draft=draft)
    for row in contract.instalments.filter(condition=Instalment.Condition.SIGNATURE):
        instalment_moved(by, row, "release")


def instalment_moved(by: User | None, row: Instalment, move: str) -> Instalment:
    """Make a move of an instalment that somebody was allowed to make, or that follows."""
    row.state = instalment_states.MACHINE.after(move, row.state)
    row.version += 1
    if move == "release":
        row.released_at, row.released_by = timezone.now(), by
    row.save(update_fields=["state", "version", "released_at", "released_by"])
    about = row.contract.proposal.call.programme.organisation
    audit.record(f"instalment.{move}", row, by=by, about=about)
    return row
