"""The moves of a request for help, as data."""

from twoshores.common.states import Machine

from .models import SupportRequest

S = SupportRequest.State

MACHINE = Machine(
    start=S.ASKED,
    moves={
        "take": {S.ASKED: S.TAKEN},
        "give_back": {S.TAKEN: S.ASKED, S.ANSWERED: S.ASKED},
        "answer": {S.TAKEN: S.ANSWERED, S.ANSWERED: S.ANSWERED},  # by itself, with the words
        "ask_again": {S.ASKED: S.ASKED, S.TAKEN: S.TAKEN, S.ANSWERED: S.TAKEN, S.CLOSED: S.TAKEN},
        "close": {S.ASKED: S.CLOSED, S.TAKEN: S.CLOSED, S.ANSWERED: S.CLOSED},
    },
)
OPEN = (S.ASKED, S.TAKEN, S.ANSWERED)


def standing_of(request: SupportRequest) -> S:
    """Where a request stands: what is open and in nobody's hands waits for somebody, whatever it
    was before. Whoever had it may have laid down the office, or have left the platform."""
    state = S(request.state)
    return S.ASKED if state in OPEN and request.taken_by_id is None else state
