"""The moves of a monitoring mission, as data."""

from twoshores.common.states import Machine

from .models import Mission

S = Mission.State

MACHINE = Machine(
    start=S.PLANNED,
    moves={
        "make": {S.PLANNED: S.MADE},
        "call_off": {S.PLANNED: S.CALLED_OFF},
        "close": {S.MADE: S.CLOSED},  # once every action is done
        "reopen": {S.CLOSED: S.MADE, S.CALLED_OFF: S.PLANNED},
    },
)
OPEN = (S.PLANNED, S.MADE)
