"""The moves of a project, as data. Examples have no stage and do not move."""

from twoshores.common.states import Machine

from .models import Project

S = Project.Stage

MACHINE = Machine(
    start=S.DESIGN,
    moves={
        "begin": {S.DESIGN: S.RUNNING},
        "finish": {S.RUNNING: S.CLOSED},
        "reopen": {S.CLOSED: S.RUNNING},
    },
)
