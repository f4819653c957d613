"""The moves of an engagement, as data."""

from twoshores.common.states import Machine

from .models import Engagement

S = Engagement.State

MACHINE = Machine(
    start=S.TERMS,
    moves={
        "agree": {S.TERMS: S.AGREED},
        "rewrite": {S.AGREED: S.TERMS, S.TERMS: S.TERMS},
        "begin": {S.AGREED: S.RUNNING},
        "finish": {S.RUNNING: S.DONE},
        "end": {S.TERMS: S.ENDED, S.AGREED: S.ENDED, S.RUNNING: S.ENDED},
    },
)
