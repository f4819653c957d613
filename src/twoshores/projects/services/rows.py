"""What every write of a part of a project does: may they, is it whole, write, note it.

The services of each subject are thin uses of these three, so that no part of a project is
written without a permission, a check of its fields, a version and an audit event.
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import models, transaction

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import Decision, require
from twoshores.common.editing import save_version
from twoshores.common.models import VersionedModel

from ..models import Project
from ..permissions.projects import can_edit_project


@transaction.atomic
def row_create[M: models.Model](
    *,
    by: User,
    project: Project,
    model: type[M],
    facts: Mapping[str, Any],
    may: Decision | None = None,
) -> M:
    """Add a part. Raises PermissionDenied, or ValidationError by field.

    may: who may, where a part has a rule of its own; else who may change the project.

    The audit verb is "<model name>.create"; the event is about the project, whose history shows it.
    """
    require(can_edit_project(by, project) if may is None else may)
    row = model(project=project, **facts)
    row.full_clean()
    row.save(force_insert=True)
    audit.record(f"{model._meta.model_name}.create", row, by=by, about=project, fields=facts)
    return row


@transaction.atomic
def row_update[M: VersionedModel](
    *,
    by: User,
    project: Project,
    row: M,
    opened_version: int,
    facts: Mapping[str, Any],
    may: Decision | None = None,
) -> M:
    """Change a part. Raises StaleVersion if somebody else did since it was opened."""
    require(can_edit_project(by, project) if may is None else may)
    check_facts(row, facts)
    changed = save_version(row, facts, opened_version=opened_version)
    name = row._meta.model_name
    audit.record(f"{name}.update", row, by=by, about=project, fields=changed)
    return row


def check_facts(row: models.Model, facts: Mapping[str, Any]) -> None:
    """Raise ValidationError by field if the row would not be whole with these facts.

    Tried on a copy, before anything is written: the database's own refusal names no field.
    """
    tried = copy(row)
    for name, value in facts.items():
        setattr(tried, name, value)
    tried.full_clean()


@transaction.atomic
def row_remove(
    *, by: User, project: Project, row: models.Model, may: Decision | None = None
) -> None:
    """Take a part out. Raises ProtectedError where money or measurements hang on it."""
    require(can_edit_project(by, project) if may is None else may)
    audit.record(f"{row._meta.model_name}.remove", row, by=by, about=project)
    row.delete()


@transaction.atomic
def row_reorder[M: models.Model](
    *, by: User, project: Project, rows: list[M], row: M, earlier: bool
) -> None:
    """Let a part change places with its neighbour among `rows`, which have a `position`."""
    require(can_edit_project(by, project))
    place = [one.pk for one in rows].index(row.pk)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        setattr(one, "position", position)  # noqa: B010 - the type says only that it is a model
    type(row)._default_manager.bulk_update(rows, ["position"])
    verb = f"{row._meta.model_name}.update"
    audit.record(verb, row, by=by, about=project, fields=["position"])
