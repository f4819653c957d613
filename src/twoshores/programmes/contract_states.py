"""The moves of a grant contract, as data."""

from twoshores.common.states import Machine

from .models import GrantContract

S = GrantContract.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "propose": {S.DRAFT: S.PROPOSED},
        "reopen": {S.PROPOSED: S.DRAFT},
        "complete": {S.PROPOSED: S.RUNNING},  # by itself, with the second signature
        "close": {S.RUNNING: S.CLOSED},
        "end": {S.RUNNING: S.ENDED},
        "drop": {S.DRAFT: S.ENDED, S.PROPOSED: S.ENDED},
    },
)
SIGNED = (S.RUNNING, S.CLOSED)
OPEN = (S.DRAFT, S.PROPOSED, S.RUNNING)
