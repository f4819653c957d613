"""Two people, one record.

Every editable record carries a version. A form carries the version it was opened on; a save
on a stale version raises `StaleVersion`, which names, field by field, what the other changed
and what this person typed, and a person decides. Nothing is lost on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from .models import VersionedModel


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that differs: its name, label, the stored value now, and what was typed."""

    field: str
    label: str
    theirs: Any
    mine: Any


class StaleVersion(Exception):
    """The record has moved on since the form was opened."""

    def __init__(self, current_version: int, conflicts: list[Conflict]) -> None:
        super().__init__(_("Somebody else changed this while you were writing."))
        self.current_version = current_version
        self.conflicts = conflicts


def version_of(text: str) -> int:
    """The version that a form carries; 0, which no record has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def save_version[M: VersionedModel](
    record: M, changes: Mapping[str, Any], *, opened_version: int
) -> list[str]:
    """Write `changes` if the record still has `opened_version`; return the names of fields changed.

    Must run inside a transaction. Raises StaleVersion otherwise. The check and the write are one
    UPDATE, so two saves at the same moment cannot both win.
    """
    changed = [name for name, value in changes.items() if getattr(record, name) != value]
    model = type(record)
    updated = model._default_manager.filter(pk=record.pk, version=opened_version).update(
        version=F("version") + 1
    )
    if not updated:
        raise _stale(model, record.pk, changes)
    for name in changed:
        setattr(record, name, changes[name])
    record.version = opened_version + 1
    # A date of the last change moves with every save; named fields alone would leave it behind.
    moved = [f.name for f in model._meta.concrete_fields if getattr(f, "auto_now", False)]
    record.save(update_fields=[*changed, "version", *moved])
    return changed


def _stale(model: type[VersionedModel], pk: Any, changes: Mapping[str, Any]) -> StaleVersion:
    current = model._default_manager.get(pk=pk)
    conflicts = []
    for name, mine in changes.items():
        theirs = getattr(current, name)
        if theirs != mine:
            field = model._meta.get_field(name)
            label = str(getattr(field, "verbose_name", name))
            conflicts.append(Conflict(name, label, _shown(field, theirs), _shown(field, mine)))
    return StaleVersion(current.version, conflicts)


def _shown(field: Any, value: Any) -> Any:
    """Choices by their label, related rows by their text, everything else as it is."""
    if isinstance(field, models.Field) and field.choices:
        return dict(field.flatchoices).get(value, value)
    return value
