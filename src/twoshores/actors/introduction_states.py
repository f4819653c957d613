"""The moves of an introduction, as data. Drawn in docs/algorithms/introduction.md."""

from twoshores.common.states import Machine

from .models import Introduction

S = Introduction.State

MACHINE = Machine(
    start=S.ASKED,
    moves={
        "question": {S.ASKED: S.QUESTION},
        "answer": {S.QUESTION: S.ASKED},
        "accept": {S.ASKED: S.ACCEPTED, S.QUESTION: S.ACCEPTED},
        "decline": {S.ASKED: S.DECLINED, S.QUESTION: S.DECLINED},
        "expire": {S.ASKED: S.EXPIRED, S.QUESTION: S.EXPIRED},
        "withdraw": {S.ASKED: S.WITHDRAWN, S.QUESTION: S.WITHDRAWN},
    },
)
OPEN_STATES = (S.ASKED, S.QUESTION)
