"""What applicants may know of a decision on their proposal, and so do about it.

A decision is told by its letter, or by the contract that lies before its partners. Until then
everything that they read and may do is as if nothing had been decided: neither a page, nor a
refusal, nor a mail hints at it. So the pages and services of applicants ask `state_told` for where
a proposal stands, never its state.
"""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from .contract_states import S as Contract
from .models import (
    Award,
    Call,
    ContractSignature,
    GrantContract,
    Letter,
    Prompt,
    Proposal,
    Submission,
)

S = Proposal.State
DECIDED = (S.INVITED, S.SELECTED, S.RESERVE, S.REFUSED, S.INELIGIBLE)
# No decision is changed under these (`services.deciding`): they follow from the one that stands.
BOUND = (Contract.PROPOSED, Contract.RUNNING, Contract.CLOSED)


def with_told(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With what `state_told` asks: whether its partners were told, whether it was more than a
    concept, and whether it is checked anew."""
    whole = Submission.objects.filter(
        proposal=OuterRef("pk"), stage=Prompt.Stage.PROPOSAL, in_time=True
    )
    turned_away = _standing().filter(outcome=Award.Outcome.INELIGIBLE)
    return rows.annotate(
        is_told=_is_told(), is_whole=Exists(whole), is_checked_anew=Exists(turned_away)
    )


def those_told(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Those whose partners were told the decision that stands."""
    return rows.filter(_is_told())


def told_by_letter() -> Exists:
    """Of proposals: whether a letter told the decision that stands."""
    return Exists(_standing().filter(letters__sent_at__isnull=False))


def _is_told() -> Combinable:
    bound = GrantContract.objects.filter(proposal=OuterRef("pk"), state__in=BOUND)
    signed = _standing().filter(proposal__contracts__versions__signatures__at__gt=F("at"))
    return told_by_letter() | Exists(bound) | Exists(signed)


def _standing() -> QuerySet[Award]:
    return Award.objects.filter(proposal=OuterRef("pk"), replaced_by__isnull=True)


def state_told(proposal: Proposal) -> str:
    """Where a proposal stands as its partners may know it. What is checked anew is appraised, as it
    was before: that it was turned away meanwhile is not theirs to guess. No query for what was read
    by `with_told`, and for what nobody has decided on."""
    state = proposal.state
    if state == S.SUBMITTED:
        return S.ELIGIBLE if _read(proposal).is_checked_anew else state
    if state not in DECIDED:
        return state
    read = _read(proposal)
    if read.is_told:
        return state
    if state == S.INVITED:
        return S.CONCEPT
    is_concept = proposal.call.stages == Call.Stages.TWO and not read.is_whole
    return S.CONCEPT if is_concept else S.ELIGIBLE


def _read(proposal: Proposal) -> Any:
    if hasattr(proposal, "is_told"):
        return proposal
    return with_told(Proposal.objects.filter(pk=proposal.pk)).get()


def contracts_known(rows: QuerySet[GrantContract]) -> QuerySet[GrantContract]:
    """Contracts that their partners may know of. One that is only drafted, or was given up, tells
    that the proposal was selected: it is shown once a letter told that, or a side signed it."""
    letters = Letter.objects.filter(
        award__proposal=OuterRef("proposal"),
        award__outcome=Award.Outcome.SELECTED,
        sent_at__isnull=False,
    )
    signed = ContractSignature.objects.filter(version__contract=OuterRef("pk"))
    return rows.filter(Q(state__in=BOUND) | Exists(letters) | Exists(signed))
