"""The moves of a call, as data. Whether it is open is the clock's to say, not a state's."""

from twoshores.common.states import Machine

from .models import Call

S = Call.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "publish": {S.DRAFT: S.PUBLISHED},
        "appraise": {S.PUBLISHED: S.APPRAISING},
        "decide": {S.APPRAISING: S.DECIDED},
        "reopen": {S.DECIDED: S.APPRAISING},
        "cancel": {S.PUBLISHED: S.CANCELLED, S.APPRAISING: S.CANCELLED},
    },
)
SHOWN = (S.PUBLISHED, S.APPRAISING, S.DECIDED, S.CANCELLED)
