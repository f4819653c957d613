"""Grant contracts: what is awarded to each partner, contracts as they stand, who reads which."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.alliances import papers
from twoshores.engines.ledger import shared_out
from twoshores.projects.models import Project
from twoshores.projects.selectors.projects import Projects, projects_worked_on_by

from ..contract_states import S
from ..models import (
    Call,
    ContractAmendment,
    ContractSignature,
    ContractVersion,
    GrantContract,
    Instalment,
    Payment,
    Programme,
    Proposal,
    ProposalShare,
    ReportReview,
)
from ..permissions.leaving import HAS_LEFT, own_contracts, present_in
from ..told import contracts_known
from .rates import places_of

_WITH = ("proposal__call__programme__organisation", "proposal__project", "partner__organisation")


def contracts_of(programme: Programme) -> QuerySet[GrantContract]:
    """All contracts of a programme, with partner, project, call. The caller asked who reads."""
    found = GrantContract.objects.filter(proposal__call__programme=programme)
    return found.select_related(*_WITH).order_by("number")


def contract_or_404(programme: Programme, pk: Any) -> GrantContract:
    try:
        return contracts_of(programme).get(pk=pk)
    except (GrantContract.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def contracts_read_by(user: User, project: Project) -> QuerySet[GrantContract]:
    """Contracts of a project with partners of whose organisations the reader is a member; of
    partners that left too (see `permissions.leaving`)."""
    mine = Membership.objects.filter(user=user).values("organisation")
    found = own_contracts(mine).filter(proposal__project=project)
    return found.select_related(*_WITH).order_by("number")


def contracts_of_left(user: User) -> QuerySet[GrantContract]:
    """Contracts, from before they left, of the reader's organisations with projects on which the
    reader does not work any more: no other page leads there."""
    mine = Membership.objects.filter(user=user).values("organisation")
    found = own_contracts(mine).filter(HAS_LEFT, proposal__project__is_example=False)
    found = found.exclude(proposal__project__in=projects_worked_on_by(user).values("pk"))
    return found.select_related(*_WITH).order_by("number")


def project_left_or_404(user: User, pk: Any) -> Project:
    """A project that an organisation of the reader left with a contract of its own, or Http404."""
    mine = Membership.objects.filter(user=user).values("organisation")
    bound = own_contracts(mine).filter(HAS_LEFT).values("proposal__project")
    rows = Project.objects.filter(pk__in=bound, is_example=False)
    try:
        return rows.prefetch_related("countries", "partners").get(pk=pk)
    except (Project.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def own_contract_or_404(user: User, project: Project, pk: Any) -> GrantContract:
    try:
        return contracts_read_by(user, project).get(pk=pk)
    except (GrantContract.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def states_of(project: Project) -> list[GrantContract]:
    """All contracts of a project, for its lead: whose they are and where they stand. None that
    tells a decision before its letter."""
    found = contracts_known(GrantContract.objects.filter(proposal__project=project))
    return list(found.select_related("partner", "proposal__call").order_by("number"))


@dataclass(frozen=True, slots=True)
class Awarded:
    """What a partner was awarded, in the call's currency; its contract, if it was drafted."""

    share: ProposalShare
    amount: Decimal
    contract: GrantContract | None


def awarded_to(proposal: Proposal) -> list[Awarded]:
    """Of each partner that asked for money. Three queries.

    Where less (or more) was awarded than all asked together, each gets in proportion to what it
    asked, to the last cent. Where exactly what is left was awarded after a partner left, those
    who stay get what they asked.
    """
    rows = proposal.shares.select_related("partner").filter(asked__gt=0)
    shares = [row for row in rows if row.asked is not None]
    if not shares:
        return []
    asked = [row.asked for row in shares if row.asked is not None]
    award = proposal.awards.filter(outcome="selected", replaced_by=None).first()
    whole = sum(asked, Decimal(0)) if award is None or award.amount is None else award.amount
    places = places_of(proposal.call.currency)
    contracts = {row.partner_id: row for row in proposal.contracts.all()}
    staying = [
        row.asked if row.partner.left_on is None and row.asked is not None else Decimal(0)
        for row in shares
    ]
    given = next(
        (wanted for wanted in (asked, staying) if whole == sum(wanted)), None
    ) or shared_out(whole, asked, places)
    return [
        Awarded(share, amount, contracts.get(share.partner_id))
        for share, amount in zip(shares, given, strict=True)
    ]


def proposals_to_contract(programme: Programme) -> list[tuple[Proposal, list[ProposalShare]]]:
    """Selected proposals with partners that have no contract yet, of calls that were not called
    off. Three queries."""
    found = Proposal.objects.filter(call__programme=programme, state="selected").exclude(
        call__state=Call.State.CANCELLED
    )
    shares = ProposalShare.objects.filter(
        asked__gt=0, partner__left_on__isnull=True
    ).select_related("partner")
    rows = found.select_related("project", "call").prefetch_related(
        Prefetch("shares", shares), Prefetch("contracts")
    )
    waiting = []
    for row in rows:
        bound = {contract.partner_id for contract in row.contracts.all()}
        lacking = [share for share in row.shares.all() if share.partner_id not in bound]
        if lacking:
            waiting.append((row, lacking))
    return waiting


def unsigned_by(side: str) -> Combinable:
    """Of contracts: whether a side has yet to sign the latest version, an older one counts not."""
    latest = ContractVersion.objects.filter(contract=OuterRef(OuterRef("pk"))).order_by("-number")
    signed = ContractSignature.objects.filter(
        side=side, version__contract=OuterRef("pk"), version__number=latest.values("number")[:1]
    )
    return ~Exists(signed)


def contracts_to_sign(user: User, projects: Projects) -> QuerySet[GrantContract]:
    """Put forward, and not signed yet for the partner by those of whom the reader is one."""
    return GrantContract.objects.filter(
        unsigned_by(ContractSignature.Side.PARTNER),
        proposal__project__in=projects,
        state=S.PROPOSED,
        partner__in=present_in(_written_for_by(user)),
    )


def moves_to_write(user: User, projects: Projects) -> QuerySet[ContractAmendment]:
    """Agreed moves of money that a partner for whom the reader writes has yet to bring into its
    lines of the budget by hand."""
    return ContractAmendment.objects.filter(
        in_budget=False,
        contract__proposal__project__in=projects,
        contract__partner__in=present_in(_written_for_by(user)),
    )


def _written_for_by(user: User) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")


@dataclass(frozen=True, slots=True)
class Standing:
    """A contract whole, as its page shows it."""

    contract: GrantContract
    instalments: list[Instalment]
    versions: list[ContractVersion]
    signatures: dict[str, ContractSignature]  # of the latest version, by side
    amendments: list[ContractAmendment]
    gaps: list[str] = field(default_factory=list)
    met: set[uuid.UUID] = field(default_factory=set)  # instalments, see `met_of`
    paid: dict[uuid.UUID, Decimal] = field(default_factory=dict)  # of instalments, see `paid_of`

    @property
    def latest(self) -> ContractVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def planned(self) -> Decimal:
        """Sum of the instalments that count."""
        return planned_of(self.instalments)


def planned_of(rows: Sequence[Instalment]) -> Decimal:
    counting = (row.amount for row in rows if row.state != Instalment.State.CANCELLED)
    return sum(counting, Decimal(0))


def met_of(contract: GrantContract, rows: Iterable[Instalment]) -> set[uuid.UUID]:
    """Of all instalments of a contract under way, those that wait though the signature or the
    report they wait for is there: held back since, or suspended when it came. At most one query.

    One that waits for any report: each accepted report stands for one instalment, so there must
    be more of them than instalments that reports released.
    """
    if contract.state != S.RUNNING:
        return set()
    Condition = Instalment.Condition
    every = list(rows)
    waiting = [row for row in every if row.state == Instalment.State.WAITING]
    found = {
        row.pk
        for row in waiting
        if row.condition == Condition.SIGNATURE
        or (row.condition == Condition.REPORT and row.released_at is not None)
    }
    left = [row for row in waiting if row.condition == Condition.REPORT and row.pk not in found]
    if not left:
        return found
    reviews = ReportReview.objects.filter(
        duty__contract=contract, verdict=ReportReview.Verdict.ACCEPTED
    )
    accepted = list(reviews.values_list("duty__report", flat=True))
    released = sum(
        row.condition == Condition.REPORT and row.released_at is not None for row in every
    )
    for row in left:
        if row.report_id in accepted if row.report_id else len(accepted) > released:
            found.add(row.pk)
            released += 1
    return found


def paid_of(rows: Iterable[Instalment]) -> dict[uuid.UUID, Decimal]:
    """Of each instalment: what payments that stand count for, in the contract's currency. One
    query."""
    found = {row.pk: Decimal(0) for row in rows}
    for payment in Payment.objects.filter(instalment__in=list(found), is_void=False):
        assert payment.instalment_id is not None
        found[payment.instalment_id] += payment.counts
    return found


def standing_of(contract: GrantContract) -> Standing:
    """Seven queries."""
    versions = list(contract.versions.prefetch_related("signatures").order_by("-number"))
    latest = versions[0] if versions else None
    instalments = list(contract.instalments.select_related("report__period"))
    return Standing(
        contract=contract,
        instalments=instalments,
        versions=versions,
        signatures={row.side: row for row in latest.signatures.all()} if latest else {},
        amendments=list(contract.amendments.order_by("-asked_at")),
        gaps=papers.gaps_in(latest.body) if latest and contract.state == S.DRAFT else [],
        met=met_of(contract, instalments),
        paid=paid_of(instalments),
    )


def version_or_404(contract: GrantContract, number: int) -> ContractVersion:
    found = contract.versions.filter(number=number).first()
    if found is None:
        raise Http404
    found.contract = contract
    return found


def suspended_on(contract: GrantContract, day: date) -> bool:
    """Whether a suspension that was agreed to covers a day. One query."""
    agreed = contract.amendments.filter(kind="suspension", state="agreed")
    return any(
        row.after.get("from", "9999") <= day.isoformat() <= row.after.get("until", "")
        for row in agreed
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """Of a contract, in its currency: paid less voided, paid back, instalments that may be paid."""

    paid: Decimal
    paid_back: Decimal
    released: Decimal


def money_of(contracts: Sequence[GrantContract]) -> dict[uuid.UUID, Moved]:
    """What moved on each contract. Two queries."""
    wanted = [row.pk for row in contracts]
    sums: defaultdict[tuple[uuid.UUID, str], Decimal] = defaultdict(Decimal)
    for payment in Payment.objects.filter(contract__in=wanted, is_void=False):
        sums[payment.contract_id, "back" if payment.is_recovery else "paid"] += payment.counts
    released = Instalment.objects.filter(contract__in=wanted, state=Instalment.State.RELEASED)
    for row in released:
        sums[row.contract_id, "released"] += row.amount
    return {pk: Moved(sums[pk, "paid"], sums[pk, "back"], sums[pk, "released"]) for pk in wanted}
