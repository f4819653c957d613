"""Writes of the results chain: its levels hold, its order is the reader's, it comes from blocks."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from twoshores.accounts.models import User

from ..models import Project, Result
from .rows import row_create, row_reorder, row_update

Level = Result.Level
ABOVE = {Level.OUTCOME: Level.GOAL, Level.OUTPUT: Level.OUTCOME}
MOST_RESULTS = 200


def result_create(*, by: User, project: Project, level: str, facts: Mapping[str, Any]) -> Result:
    """Add a goal, an outcome or an output at the end of its level."""
    _check_parent(level, facts.get("parent"))
    if project.results.count() >= MOST_RESULTS:
        raise ValidationError(_("Two hundred results at most: nobody reads more."))
    last = project.results.aggregate(last=Max("position"))["last"] or 0
    return row_create(
        by=by,
        project=project,
        model=Result,
        facts={**facts, "level": level, "position": last + 1},
    )


def result_update(
    *, by: User, project: Project, row: Result, opened_version: int, facts: Mapping[str, Any]
) -> Result:
    """Change a result. Raises StaleVersion, or ValidationError by field."""
    _check_parent(row.level, facts.get("parent"))
    return row_update(by=by, project=project, row=row, opened_version=opened_version, facts=facts)


def _check_parent(level: str, parent: Result | None) -> None:
    """A tree by its levels: a goal serves nothing, an outcome a goal, an output an outcome."""
    if parent is None:
        return
    if ABOVE.get(Level(level)) != parent.level:
        raise ValidationError({"parent": _("An outcome serves a goal, an output an outcome.")})


def result_reorder(*, by: User, project: Project, row: Result, earlier: bool) -> None:
    """Change places with the neighbour of the same level and parent, if there is one."""
    same = project.results.filter(level=row.level, parent=row.parent)
    row_reorder(by=by, project=project, rows=list(same), row=row, earlier=earlier)
