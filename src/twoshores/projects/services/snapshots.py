"""Writes the whole design of a project as JSON, to be read and compared later."""

from typing import Any

from ..models import Project
from ..selectors.design import design_of

FORM = 1  # how a snapshot is written; raise it when `design_parts` changes what a column means


def design_snapshot(project: Project) -> dict[str, Any]:
    """{"form": 1, "parts": {part: [{"id": ..., column: value}]}}; `selectors.design` says what
    parts, columns and values are."""
    return {
        "form": FORM,
        "parts": {
            key: [{"id": identity, **row} for identity, row in table.items()]
            for key, table in design_of(project).items()
        },
    }
