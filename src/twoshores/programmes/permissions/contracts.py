"""Who acts on which side of a contract: those who run the programme, those who write for the
partner. A partner's members read their own contract; nobody reads that of another partner. What
those of a partner that left still do is told in `leaving`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no

from ..contract_states import S
from ..models import ContractAmendment, ContractSignature, GrantContract
from .leaving import has_left
from .programmes import can_run_programme, standing_with

Side = ContractSignature.Side


@dataclass(frozen=True, slots=True)
class Part:
    """A reader's part in a contract."""

    runs: bool = False  # for the programme
    is_partner: bool = False  # a member of the partner's organisation
    writes: bool = False  # for the partner, while it takes part in the project

    def acts_for(self, side: str) -> bool:
        return self.runs if side == Side.PROGRAMME else self.writes


def partners_part(user: User, contract: GrantContract) -> Part:
    """A member's part on the partner's side alone. One query."""
    organisation = contract.partner.organisation_id
    if organisation is None:
        return Part()
    found = Membership.objects.filter(user=user, organisation_id=organisation).first()
    writes = found is not None and found.role in WRITERS and not has_left(contract)
    return Part(is_partner=found is not None, writes=writes)


def part_in(user: Reader, contract: GrantContract) -> Part:
    """Three queries."""
    if not user.is_authenticated:
        return Part()
    partner = partners_part(user, contract)
    runs = standing_with(user, contract.proposal.call.programme).runs
    return Part(runs, partner.is_partner, partner.writes)


def can_draft(user: Reader, contract: GrantContract) -> Decision:
    """Its facts, instalments and text, while it is being drafted."""
    if contract.state != S.DRAFT:
        return no(_("What lies before those who sign stays as it is. Take it back to change it."))
    return can_run_programme(user, contract.proposal.call.programme)


def can_sign(user: Reader, contract: GrantContract, side: str) -> Decision:
    """A partner notes its own signature; the programme notes both, from paper too."""
    if contract.state != S.PROPOSED:
        return no(_("Only what was put forward for signing is signed."))
    part = part_in(user, contract)
    if part.runs or (side == Side.PARTNER and part.writes):
        return YES
    return no(_("Only those who write for this side note its signature."))


def can_ask_change(user: Reader, contract: GrantContract, side: str) -> Decision:
    if contract.state != S.RUNNING:
        return no(_("Only a contract that is under way is changed."))
    if part_in(user, contract).acts_for(side):
        return YES
    return no(_("Only those who write for one of the two sides ask for a change."))


def is_unattended(contract: GrantContract) -> bool:
    """Whether nobody here acts for the partner: its organisation is not on the platform, has
    nobody who writes for it, or has left the project. At most one query."""
    partner = contract.partner
    if partner.organisation_id is None or has_left(contract):
        return True
    writers = Membership.objects.filter(organisation=partner.organisation_id, role__in=WRITERS)
    return not writers.exists()


def can_answer_change(user: Reader, amendment: ContractAmendment) -> Decision:
    """The side that did not ask. Where nobody here acts for the partner, the programme notes its
    answer from paper, as it notes its signature: else the contract could never be closed."""
    contract = amendment.contract
    other = Side.PARTNER if amendment.side == Side.PROGRAMME else Side.PROGRAMME
    part = part_in(user, contract)
    if part.acts_for(other) or (part.runs and is_unattended(contract)):
        return YES
    return no(_("The other side answers."))


def can_write_change(user: Reader, amendment: ContractAmendment) -> Decision:
    """To say that the partner's lines of the budget carry it now."""
    if part_in(user, amendment.contract).writes:
        return YES
    return no(_("The partner changes its own lines."))
