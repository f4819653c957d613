"""The moves of a need, as data."""

from twoshores.common.states import Machine

from .models import Need

S = Need.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "publish": {S.DRAFT: S.OPEN},
        "fill": {S.OPEN: S.FILLED},
        "close": {S.OPEN: S.CLOSED, S.DRAFT: S.CLOSED, S.FILLED: S.CLOSED},
        "reopen": {S.FILLED: S.OPEN, S.CLOSED: S.OPEN},
    },
)
