"""Files that wait for a yes: kept in DATA_DIR for an hour, for the one who sent them.

They are readable to this system user only, under a random key, with their digest and a note of
whose they are and what they are for.
"""

import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

KEPT_SECONDS = 3_600
_KEY = re.compile(r"[A-Za-z0-9_-]{32}")


class FileGone(Exception):
    """The file was used, thrown away, kept for longer than an hour, or is not this person's."""


def file_keep(data: bytes, whose: Mapping[str, str]) -> str:
    """Keep bytes; returns the key under which they are found with the same `whose`."""
    files_forget()
    key = secrets.token_urlsafe(24)
    note = {**whose, "sha256": hashlib.sha256(data).hexdigest()}
    _write(_folder() / f"{key}.bytes", data)
    _write(_folder() / f"{key}.json", json.dumps(note).encode())  # last: it makes the file found
    return key


def file_kept(key: str, whose: Mapping[str, str]) -> bytes:
    """The bytes kept under a key for these. Raises FileGone."""
    if not _KEY.fullmatch(key):
        raise FileGone
    try:
        path = _folder() / f"{key}.json"
        fresh = time.time() - path.stat().st_mtime < KEPT_SECONDS
        note = json.loads(path.read_bytes())
        data = path.with_suffix(".bytes").read_bytes()
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise FileGone from error
    digest = note.pop("sha256", "")
    if not fresh or note != dict(whose) or hashlib.sha256(data).hexdigest() != digest:
        raise FileGone
    return data


def file_drop(key: str) -> None:
    """Throw a kept file away. Silent if it is gone."""
    if _KEY.fullmatch(key):
        for suffix in (".json", ".bytes"):
            (_folder() / f"{key}{suffix}").unlink(missing_ok=True)


def files_forget() -> int:
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
