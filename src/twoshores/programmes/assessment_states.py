"""The moves of an assessment, as data. What is withdrawn stays on record and does not count."""

from twoshores.common.states import Machine

from .models import Assessment

S = Assessment.State

MACHINE = Machine(
    start=S.GIVEN,
    moves={
        "hand_in": {S.GIVEN: S.DONE},
        "give_back": {S.DONE: S.GIVEN},
        "withdraw": {S.GIVEN: S.WITHDRAWN, S.DONE: S.WITHDRAWN},
        "give_again": {S.WITHDRAWN: S.GIVEN},
    },
)
COUNTS = (S.GIVEN, S.DONE)  # takes a seat of the proposal, and a place in the assessor's hands
