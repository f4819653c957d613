"""Uploaded IATI files: kept for an hour, brought in now or by the task worker, with progress.

The bytes and a note on how far the import is stand in DATA_DIR/imports under a random key,
readable to this system user only; what is older than an hour is forgotten with the other
imports. Only who sent a file sees its report.
"""

import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied

from twoshores.accounts.models import User
from twoshores.actors.models import Organisation
from twoshores.common.decisions import require

from ..iati.report import ImportReport
from ..permissions.projects import can_create_project
from .iati_import import iati_import

KEPT_SECONDS = 3_600
AT_ONCE_BYTES = 400_000  # smaller files are brought in while the sender waits
STEP = 0.02  # how much of a file is read between two notes on how far it is
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


class UploadGone(Exception):
    """No such file of this user: never sent, or kept for longer than an hour."""


@dataclass(frozen=True, slots=True)
class Upload:
    """state: waiting, running, done, refused, failed. share: read so far, 0 to 1."""

    key: str
    state: str
    share: float
    organisation_id: str
    report: ImportReport | None


def upload_begin(*, by: User, organisation: Organisation, data: bytes) -> str:
    """Keep a file and bring it in, now if it is small; returns the key of its report."""
    require(can_create_project(by, organisation))
    key = f"iati-{secrets.token_urlsafe(24)}"[:32]
    _write(_path(key, "bytes"), data)
    _note(key, {"by": str(by.pk), "organisation": str(organisation.pk), "state": "waiting"})
    if len(data) <= AT_ONCE_BYTES:
        upload_run(key)
    else:
        from ..tasks import import_iati  # tasks import services

        import_iati.enqueue(key)
    return key


def upload_run(key: str) -> None:
    """Bring a kept file in. Run again it does nothing: the first run said how it ended."""
    note = _read_note(key)
    if note["state"] in {"done", "refused", "failed"}:
        return
    said = 0.0

    def progress(share: float) -> None:
        nonlocal said
        if share - said >= STEP:
            said = share
            _note(key, note | {"state": "running", "share": share})

    try:
        by = User.objects.get(pk=note["by"])
        organisation = Organisation.objects.get(pk=note["organisation"])
        data = _path(key, "bytes").read_bytes()
        report = iati_import(by=by, organisation=organisation, data=data, progress=progress)
    except (PermissionDenied, User.DoesNotExist, Organisation.DoesNotExist):
        _note(key, note | {"state": "refused"})  # no longer an officer there
        return
    except BaseException:
        _note(key, note | {"state": "failed"})  # the worker's log says why
        raise
    finally:
        _path(key, "bytes").unlink(missing_ok=True)
    _note(key, note | {"state": "done", "share": 1.0, "report": report.as_json()})


def upload_of(*, by: User, key: str) -> Upload:
    """How far a file of this user is. Raises UploadGone."""
    note = _read_note(key)
    if note["by"] != str(by.pk):
        raise UploadGone
    report = ImportReport.of_json(note["report"]) if "report" in note else None
    return Upload(key, note["state"], note.get("share", 0.0), note["organisation"], report)


def _read_note(key: str) -> dict[str, Any]:
    if not _KEY.fullmatch(key):
        raise UploadGone
    path = _path(key, "json")
    try:
        if time.time() - path.stat().st_mtime >= KEPT_SECONDS:
            raise UploadGone
        note: dict[str, Any] = json.loads(path.read_bytes())
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise UploadGone from error
    return note


def _note(key: str, note: dict[str, Any]) -> None:
    """Written beside and moved into place: a reader never meets half a note."""
    path = _path(key, "json")
    aside = path.with_suffix(f".{secrets.token_hex(4)}")
    _write(aside, json.dumps(note).encode())
    os.replace(aside, path)


def _path(key: str, suffix: str) -> Path:
    folder: Path = settings.DATA_DIR / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{key}.{suffix}"


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
