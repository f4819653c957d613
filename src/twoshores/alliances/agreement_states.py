"""The moves of an agreement, as data."""

from twoshores.common.states import Machine

from .models import Agreement

S = Agreement.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "propose": {S.DRAFT: S.PROPOSED},
        "reopen": {S.PROPOSED: S.DRAFT},
        "complete": {S.PROPOSED: S.SIGNED},  # by itself, with the last signature
        "end": {S.SIGNED: S.ENDED},
        "drop": {S.DRAFT: S.DROPPED, S.PROPOSED: S.DROPPED},
    },
)
OPEN = (S.DRAFT, S.PROPOSED)
HOLDS = (S.DRAFT, S.PROPOSED, S.SIGNED)
