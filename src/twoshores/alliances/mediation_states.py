"""The moves of a mediation, as data."""

from twoshores.common.states import Machine

from .models import Mediation

S = Mediation.State

MACHINE = Machine(
    start=S.ASKED,
    moves={
        "take": {S.ASKED: S.TAKEN},
        "give_back": {S.TAKEN: S.ASKED},
        "settle": {S.TAKEN: S.SETTLED},
        "end": {S.TAKEN: S.ENDED},
        "withdraw": {S.ASKED: S.WITHDRAWN, S.TAKEN: S.WITHDRAWN},
    },
)
OPEN = (S.ASKED, S.TAKEN)
