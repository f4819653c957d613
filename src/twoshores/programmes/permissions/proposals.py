"""Who writes a proposal, who hands it in, and who reads it before its deadline.

The keeper of the project begins a proposal, hands it in and takes it back. Whoever edits the
project writes the answers of all. A partner's own answers and what it asks are written by those
who write for the partner's organisation, even without the right to edit the project. For a
partner whose organisation has nobody on Twoshores the keeper's writers do it; for nobody else's.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.common.decisions import YES, Decision, no
from twoshores.projects.models import Project, ProjectPartner
from twoshores.projects.permissions.projects import can_keep_project, standing_in

from ..contract_states import S as Contract
from ..deadlines import deadline_of, is_over
from ..models import Call, Proposal
from ..proposal_states import WRITABLE
from ..told import state_told


@dataclass(frozen=True, slots=True)
class Hands:
    """What a reader may write of a project's proposals."""

    edits: bool = False  # the answers of all
    keeps: bool = False  # begins, hands in, takes back
    partners: frozenset[int] = field(default=frozenset())  # ids: whose own part

    def may_write(self, partner: ProjectPartner | None) -> bool:
        return self.edits if partner is None else partner.pk in self.partners


class Known(Protocol):
    """What a desk at a project knows already."""

    @property
    def writes(self) -> bool: ...
    @property
    def keeps(self) -> bool: ...


def hands_on(user: Reader, project: Project, known: Known | None = None) -> Hands:
    """One query where it is known what the reader may do with the project (its desk), else two;
    one more if the project's partners were not read with it."""
    if not user.is_authenticated:
        return Hands()
    standing = known or standing_in(user, project)
    present = [row for row in project.partners.all() if row.left_on is None]
    ids: set[UUID] = {row.organisation_id for row in present if row.organisation_id}
    offices = Membership.objects.filter(organisation__in=ids, role__in=WRITERS)
    rows = set(offices.values_list("organisation_id", "user_id"))
    peopled = {organisation for organisation, _user in rows}
    own = {organisation for organisation, member in rows if member == user.pk}
    mine = {
        row.pk
        for row in present
        if row.organisation_id in own or (row.organisation_id not in peopled and standing.keeps)
    }
    return Hands(standing.writes, standing.keeps, frozenset(mine))


def can_begin_proposal(user: Reader, project: Project, call: Call) -> Decision:
    if not (kept := can_keep_project(user, project)):
        return kept
    if call.state != Call.State.PUBLISHED:
        return no(_("This call takes no proposals."))
    if call.opens_at and call.opens_at > timezone.now():
        return no(_("This call is not open yet."))
    if is_over(call, Proposal.State.DRAFT, timezone.now()):
        return no(_("The deadline of this call has passed."))
    return YES


def can_write_part(
    user: Reader, proposal: Proposal, partner: ProjectPartner | None, now: datetime
) -> Decision:
    """The answers of all (partner None), or a partner's own answers and what it asks."""
    if not hands_on(user, proposal.project).may_write(partner):
        if partner is None:
            return no(_("Only those who change the project write the answers of all."))
        return no(_("Only those who write for this partner write its part."))
    return is_open_for_writing(proposal, now)


def is_open_for_writing(proposal: Proposal, now: datetime) -> Decision:
    """As its partners know it: that they may not write is no hint at a decision."""
    state = state_told(proposal)
    if state not in WRITABLE:
        return no(_("This proposal is no longer written."))
    if proposal.call.state != Call.State.PUBLISHED:
        return no(_("This call takes no proposals any more."))
    end = deadline_of(proposal.call, state)
    if end is not None and now >= end:
        return no(_("The deadline has passed: what was handed in stays as it is."))
    return YES


def can_hand_in(user: Reader, proposal: Proposal) -> Decision:
    """Whoever may press the button; whether it is in time is the service's to find out."""
    if not can_keep_project(user, proposal.project):
        return no(_("Only those who write for the organisation that keeps the project hand it in."))
    return YES


def may_be_taken_up(call: Call, stood: str, now: datetime) -> Decision:
    """Whether what was withdrawn may come back to where it stood: as long as it could be written
    there."""
    if call.state != Call.State.PUBLISHED:
        return no(_("This call takes no proposals any more."))
    if is_over(call, stood, now):
        return no(_("The deadline has passed: what was withdrawn stays withdrawn."))
    return YES


def is_unbound(proposal: Proposal) -> Decision:
    """Whether no contract under a proposal keeps its partners from withdrawing it. What lies
    before them unsigned binds nobody. One query where it was selected, else none."""
    if proposal.state != Proposal.State.SELECTED:
        return YES
    states = set(proposal.contracts.values_list("state", flat=True))
    if Contract.RUNNING in states:
        return no(
            _("A contract under this proposal is under way. Ask the programme to end it first.")
        )
    if Contract.CLOSED in states:
        return no(_("A contract under this proposal was carried out and closed: it stays."))
    return YES
