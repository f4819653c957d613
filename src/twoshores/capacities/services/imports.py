"""Importing a file of people: read it whole, keep the same bytes, save all of it or nothing.

1. `import_check` reads the file and says, row by row, what is to be mended. Nothing is kept.
2. `import_keep` keeps the bytes of a file that is right for an hour (`common.kept_files`).
3. `import_confirm` reads those same bytes again (an hour may have changed what is known), saves
   everybody in one transaction, and deletes the file.
"""

import io
from dataclasses import dataclass

from django.db import transaction

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import can_register_people
from twoshores.actors.services.registrations import marks_of_registered
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.kept_files import file_drop, file_keep, file_kept

from ..importing.rows import Reading, read_people
from ..matching.roster_index import lock_roster
from .registering import people_register_with_offers


@dataclass(frozen=True, slots=True)
class Imported:
    """What a confirmed import did: how many were registered, or what is to be mended first."""

    reading: Reading
    registered: int = 0


def import_check(*, by: User, organisation: Organisation, data: bytes) -> Reading:
    """Read a file without keeping anything of it.

    Raises PermissionDenied, TableError for what is no such table at all.
    """
    require(can_register_people(by, organisation))
    return read_people(io.BytesIO(data), marks_of_registered(organisation))


def import_keep(*, by: User, organisation: Organisation, data: bytes) -> str:
    """Keep the bytes for an hour; returns the key under which this user finds them again."""
    require(can_register_people(by, organisation))
    return file_keep(data, _whose(by, organisation))


def import_kept(*, by: User, organisation: Organisation, key: str) -> bytes:
    """The bytes that this user left for this organisation. Raises FileGone."""
    require(can_register_people(by, organisation))
    return file_kept(key, _whose(by, organisation))


def _whose(by: User, organisation: Organisation) -> dict[str, str]:
    return {"organisation": str(organisation.pk), "by": str(by.pk)}


def import_confirm(*, by: User, organisation: Organisation, key: str) -> Imported:
    """Save everybody of a kept file, in one transaction; then the file goes.

    If something came in between (somebody was registered meanwhile) nothing is saved and the
    reading says what. Raises PermissionDenied, FileGone.
    """
    data = import_kept(by=by, organisation=organisation, key=key)
    reading = import_check(by=by, organisation=organisation, data=data)
    if reading.everyone and not reading.table.problems:
        reading = _save(by, organisation, data, reading)
    import_drop(by=by, organisation=organisation, key=key)
    right = not reading.table.problems and not reading.already
    return Imported(reading, len(reading.everyone) if right else 0)


@transaction.atomic
def _save(by: User, organisation: Organisation, data: bytes, reading: Reading) -> Reading:
    """Under the roster's lock: of two imports of one file at a time, one finds the other's."""
    lock_roster()
    known = marks_of_registered(organisation)
    again = read_people(io.BytesIO(data), known) if _meets(reading, known) else reading
    if again.table.problems or again.already:
        return again
    people_register_with_offers(by=by, organisation=organisation, everyone=again.everyone)
    audit.record("people.import", organisation, by=by, about=organisation)
    return again


def _meets(reading: Reading, known: set[str]) -> bool:
    return any(mark.meets(known) for mark in reading.marks)


def import_drop(*, by: User, organisation: Organisation, key: str) -> None:
    """Throw a kept file away. Silent if it is gone."""
    require(can_register_people(by, organisation))
    file_drop(key)
