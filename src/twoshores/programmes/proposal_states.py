"""The moves of a proposal, as data.

A proposal may be handed in again until the deadline: "submit" then leads back to where it stands.
"""

from twoshores.common.states import Machine

from .models import Proposal

S = Proposal.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "submit_concept": {S.DRAFT: S.CONCEPT, S.CONCEPT: S.CONCEPT},
        "invite": {S.CONCEPT: S.INVITED},
        "submit": {S.DRAFT: S.SUBMITTED, S.INVITED: S.SUBMITTED, S.SUBMITTED: S.SUBMITTED},
        "pass": {S.SUBMITTED: S.ELIGIBLE, S.INELIGIBLE: S.ELIGIBLE},
        "fail": {S.CONCEPT: S.INELIGIBLE, S.SUBMITTED: S.INELIGIBLE, S.ELIGIBLE: S.INELIGIBLE},
        "select": {S.ELIGIBLE: S.SELECTED, S.RESERVE: S.SELECTED},
        "reserve": {S.ELIGIBLE: S.RESERVE},
        "refuse": {S.CONCEPT: S.REFUSED, S.ELIGIBLE: S.REFUSED, S.RESERVE: S.REFUSED},
        "reopen": {S.SELECTED: S.ELIGIBLE, S.RESERVE: S.ELIGIBLE, S.REFUSED: S.ELIGIBLE},
        # Who was turned away goes back to the check, and never around it.
        "reopen_check": {S.INELIGIBLE: S.SUBMITTED},
        # A decision on a concept is taken up again as one on a concept.
        "reopen_concept": {
            S.INVITED: S.CONCEPT,
            S.REFUSED: S.CONCEPT,
            S.INELIGIBLE: S.CONCEPT,
        },
        "withdraw": {
            S.DRAFT: S.WITHDRAWN,
            S.CONCEPT: S.WITHDRAWN,
            S.INVITED: S.WITHDRAWN,
            S.SUBMITTED: S.WITHDRAWN,
            S.ELIGIBLE: S.WITHDRAWN,
            S.SELECTED: S.WITHDRAWN,
            S.RESERVE: S.WITHDRAWN,
        },
        # Before their letter partners may do what they could if nothing had been decided.
        "withdraw_untold": {S.INELIGIBLE: S.WITHDRAWN, S.REFUSED: S.WITHDRAWN},
        # Until the deadline of its stage, back to where it stood.
        "take_up": {S.WITHDRAWN: S.DRAFT},
        "take_up_concept": {S.WITHDRAWN: S.CONCEPT},
        "take_up_invited": {S.WITHDRAWN: S.INVITED},
        "take_up_submitted": {S.WITHDRAWN: S.SUBMITTED},
    },
)
WRITABLE = (S.DRAFT, S.CONCEPT, S.INVITED, S.SUBMITTED)  # until the deadline of their stage
HANDED_IN = (S.CONCEPT, S.SUBMITTED, S.INELIGIBLE, S.ELIGIBLE, S.SELECTED, S.RESERVE, S.REFUSED)
