"""Grants that may be told to everybody: decided, signed, of an organisation that may be named.

Proposals that were not selected are no part of it, nor is anything sealed or undecided.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, Max, OuterRef, QuerySet

from twoshores.common.models import Visibility
from twoshores.projects.models import Project, ProjectPartner

from ..contract_states import SIGNED, S
from ..models import (
    Account,
    Award,
    Call,
    GrantContract,
    JournalLine,
    Payment,
    Programme,
    Proposal,
)


class Why(StrEnum):
    """Why a contract is not told."""

    UNDECIDED = "undecided"  # the call is being decided, or its decision was taken up again
    UNSIGNED = "unsigned"
    UNNAMED = "unnamed"  # the partner's organisation is not for everybody to know


@dataclass(slots=True)
class Signed:
    """A grant that may be told. paid: less what came back, in the contract's currency."""

    contract: GrantContract
    awarded_on: date | None  # by the call's clock; None where no decision is on record
    modified: datetime
    paid: Decimal = Decimal(0)

    @property
    def project(self) -> Project:
        return self.contract.proposal.project

    @property
    def partner(self) -> ProjectPartner:
        return self.contract.partner

    @property
    def call(self) -> Call:
        return self.contract.proposal.call

    @property
    def has_page(self) -> bool:
        """Whether everybody may read a page of the project."""
        return self.project.visibility == Visibility.PUBLIC


@dataclass(slots=True)
class Awarded:
    signed: list[Signed] = field(default_factory=list)
    left_out: list[tuple[GrantContract, Why]] = field(default_factory=list)


def awarded_in(programme: Programme, call: Call | None = None) -> Awarded:
    """All grants of a programme, or of one of its calls, that may be told. Five queries."""
    rows = list(_contracts(programme, call))
    found = Awarded()
    telling = []
    for contract in rows:
        why = _why_not(contract)
        if why is None:
            telling.append(contract)
        else:
            found.left_out.append((contract, why))
    awards = _awards(telling)
    payments = _payments(telling)
    for contract in telling:
        award = awards.get(contract.proposal_id)
        zone = ZoneInfo(contract.proposal.call.time_zone)
        paid, last = payments.get(contract.pk, (Decimal(0), None))
        moments = [
            award.at if award else None,
            last,
            getattr(contract, "signed_at", None),
            getattr(contract, "changed_at", None),
            contract.created_at,
        ]
        found.signed.append(
            Signed(
                contract,
                awarded_on=award.at.astimezone(zone).date() if award else None,
                modified=max(moment for moment in moments if moment is not None),
                paid=paid,
            )
        )
    return found


def _contracts(programme: Programme, call: Call | None) -> QuerySet[GrantContract]:
    """With what every file reads. A contract that was given up before it was signed has ended
    without a commitment in the journal."""
    found = GrantContract.objects.filter(proposal__call__programme=programme)
    if call is not None:
        found = found.filter(proposal__call=call)
    committed = JournalLine.objects.filter(contract=OuterRef("pk"), account=Account.COMMITTED)
    return (
        found.select_related(
            "proposal__call__programme__organisation",
            "proposal__project__place",
            "proposal__theme",
            "partner__organisation",
        )
        .annotate(
            committed=Exists(committed),
            signed_at=Max("versions__signatures__at"),
            changed_at=Max("amendments__decided_at"),
        )
        .prefetch_related("proposal__project__countries", "proposal__project__alignments")
        .order_by("number")
    )


def _why_not(contract: GrantContract) -> Why | None:
    proposal = contract.proposal
    if proposal.call.state != Call.State.DECIDED or proposal.state != Proposal.State.SELECTED:
        return Why.UNDECIDED
    was_signed = contract.state in SIGNED or (
        contract.state == S.ENDED and getattr(contract, "committed", False)
    )
    if not was_signed:
        return Why.UNSIGNED
    return None if may_be_named(contract.partner) else Why.UNNAMED


def may_be_named(partner: ProjectPartner) -> bool:
    """Whether everybody may know that this organisation has a part in something."""
    known = partner.organisation
    return known is None or known.visibility == Visibility.PUBLIC


def _awards(contracts: Iterable[GrantContract]) -> dict[UUID, Award]:
    """The decision that stands, by proposal."""
    rows = Award.objects.filter(
        proposal__in={contract.proposal_id for contract in contracts},
        replaced_by=None,
        outcome=Award.Outcome.SELECTED,
    ).defer("reasons")
    return {row.proposal_id: row for row in rows}


def _payments(
    contracts: Iterable[GrantContract],
) -> dict[UUID, tuple[Decimal, datetime | None]]:
    """What was paid less what came back, and when the last of it was noted, by contract."""
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    last: dict[UUID, datetime] = {}
    rows = Payment.objects.filter(contract__in=list(contracts), is_void=False)
    for contract, counts, back, at in rows.values_list("contract", "counts", "is_recovery", "at"):
        sums[contract] += -counts if back else counts
        last[contract] = max(at, last.get(contract, at))
    return {contract: (total, last[contract]) for contract, total in sums.items()}
