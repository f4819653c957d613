"""Importing a file of people: read it whole, keep the same bytes, save all of it or nothing.

1. `import_check` reads the file and says, row by row, what is to be mended. Nothing is kept.
2. `import_keep` puts the bytes of a file that is right into DATA_DIR/imports, readable to this
   system user only, for an hour, under a random key and with their digest.
3. `import_confirm` reads those same bytes again (an hour may have changed what is known), saves
   everybody in one transaction, and deletes the file.
"""

import hashlib
import io
import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.actors.permissions.people import can_register_people
from twoshores.actors.services.registrations import marks_of_registered
from twoshores.common import audit
from twoshores.common.decisions import require

from ..importing.rows import Reading, read_people
from ..matching.roster_index import lock_roster
from .registering import people_register_with_offers

KEPT_SECONDS = 3_600
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


class ImportGone(Exception):
    """The file was imported, thrown away, or kept for longer than an hour."""


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
    imports_forget()
    key = secrets.token_urlsafe(24)
    note = {
        "organisation": str(organisation.pk),
        "by": str(by.pk),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    _write(_folder() / f"{key}.bytes", data)
    _write(_folder() / f"{key}.json", json.dumps(note).encode())  # last: it makes the file found
    return key


def import_kept(*, by: User, organisation: Organisation, key: str) -> bytes:
    """The bytes that this user left for this organisation. Raises ImportGone."""
    require(can_register_people(by, organisation))
    if not _KEY.fullmatch(key):
        raise ImportGone
    try:
        path = _folder() / f"{key}.json"
        fresh = time.time() - path.stat().st_mtime < KEPT_SECONDS
        note = json.loads(path.read_bytes())
        data = path.with_suffix(".bytes").read_bytes()
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ImportGone from error
    mine = (note["organisation"], note["by"]) == (str(organisation.pk), str(by.pk))
    if not fresh or not mine or hashlib.sha256(data).hexdigest() != note["sha256"]:
        raise ImportGone
    return data


def import_confirm(*, by: User, organisation: Organisation, key: str) -> Imported:
    """Save everybody of a kept file, in one transaction; then the file goes.

    If something came in between (somebody was registered meanwhile) nothing is saved and the
    reading says what. Raises PermissionDenied, ImportGone.
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
    if _KEY.fullmatch(key):
        for suffix in (".json", ".bytes"):
            (_folder() / f"{key}{suffix}").unlink(missing_ok=True)


def imports_forget() -> int:
    """Delete what was kept for longer than an hour; returns how many files. Idempotent."""
    gone = 0
    for path in _folder().iterdir():
        try:
            if time.time() - path.stat().st_mtime >= KEPT_SECONDS:
                path.unlink()
                gone += 1
        except FileNotFoundError:
            continue  # another process forgot it first
    return gone


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
