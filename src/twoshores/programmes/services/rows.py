"""What every write of a part of a programme does: may they, is it whole, write, note it."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.models import VersionedModel
from twoshores.projects.services.rows import check_facts

from ..models import Programme
from ..permissions.programmes import can_run_programme


@transaction.atomic
def part_create[M: models.Model](
    *, by: User, programme: Programme, model: type[M], facts: Mapping[str, Any]
) -> M:
    """Add a part. Raises PermissionDenied, or ValidationError by field.

    facts: fields with whatever the part hangs on ("call", "mission"). The audit verb is
    "<model name>.create", the event is about the programme's organisation.
    """
    require(can_run_programme(by, programme))
    row = model(**facts)
    row.full_clean()
    row.save(force_insert=True)
    name = model._meta.model_name
    audit.record(f"{name}.create", row, by=by, about=programme.organisation, fields=facts)
    return row


@transaction.atomic
def part_update[M: VersionedModel](
    *, by: User, programme: Programme, row: M, opened_version: int, facts: Mapping[str, Any]
) -> M:
    """Change a part. Raises StaleVersion if somebody else did since it was opened."""
    require(can_run_programme(by, programme))
    check_facts(row, facts)
    changed = save_version(row, facts, opened_version=opened_version)
    name = row._meta.model_name
    audit.record(f"{name}.update", row, by=by, about=programme.organisation, fields=changed)
    return row


@transaction.atomic
def part_remove(*, by: User, programme: Programme, row: models.Model) -> None:
    """Take a part out. Raises ProtectedError where something hangs on it."""
    require(can_run_programme(by, programme))
    name = row._meta.model_name
    audit.record(f"{name}.remove", row, by=by, about=programme.organisation)
    row.delete()
