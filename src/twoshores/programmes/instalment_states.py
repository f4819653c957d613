"""The moves of an instalment, as data."""

from twoshores.common.states import Machine

from .models import Instalment

S = Instalment.State

MACHINE = Machine(
    start=S.WAITING,
    moves={
        "release": {S.WAITING: S.RELEASED},
        "hold": {S.RELEASED: S.WAITING},
        "pay": {S.RELEASED: S.PAID},  # by itself, with payments that reach its amount
        "settle": {S.RELEASED: S.PAID},  # partly paid, and the rest is given up
        "unpay": {S.PAID: S.RELEASED},  # by itself, where such a payment is voided
        "cancel": {S.WAITING: S.CANCELLED, S.RELEASED: S.CANCELLED},
    },
)
OPEN = (S.WAITING, S.RELEASED)
