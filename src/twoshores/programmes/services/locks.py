"""Rows locked in one order, so that no two wait for each other: the call, then a proposal to it,
then a contract under that. What a service decides on is read from the rows that these give back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Call, GrantContract, Proposal


def call_locked(call: Call) -> Call:
    """The call as it stands now, with its programme."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("programme__organisation")
    return rows.get(pk=call.pk)


def proposal_locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, with its call, which is locked before it."""
    call = call_locked(proposal.call)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("project")
    locked = rows.get(pk=proposal.pk)
    locked.call = call
    return locked


def contract_locked(contract: GrantContract) -> GrantContract:
    """The contract as it stands now, with its proposal and call, which are locked before it."""
    proposal = proposal_locked(contract.proposal)
    rows = GrantContract.objects.select_for_update(of=("self",)).select_related("partner")
    locked = rows.get(pk=contract.pk)
    locked.proposal = proposal
    return locked


def check_going_on(call: Call) -> None:
    """Raises ValidationError for a call that was called off: nothing of it is given to assessors,
    decided or put into contracts any more."""
    if call.state == Call.State.CANCELLED:
        raise ValidationError(_("This call was called off. Nothing is funded."))
