"""The moves of a report, as data."""

from twoshores.common.states import Machine

from .models import Report

S = Report.State

MACHINE = Machine(
    start=S.DRAFT,
    moves={
        "submit": {S.DRAFT: S.SUBMITTED, S.RETURNED: S.SUBMITTED},
        "return": {S.SUBMITTED: S.RETURNED, S.ACCEPTED: S.RETURNED},
        "accept": {S.SUBMITTED: S.ACCEPTED},
    },
)
WRITABLE = (S.DRAFT, S.RETURNED)
