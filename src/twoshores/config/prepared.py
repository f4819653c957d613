"""Whether an instance was prepared by this very code, so that pages may answer while it is looked
through again (`supervise`).

What counts: the files of the package (name, size, time of change), Python and its libraries,
whether it is a demo, and the migrations that the database holds, so that an older
database brought back from a backup is noticed. Only SQLite is asked, which needs no Django: with
another database the answer is no, and a start prepares first. Standard library only.
"""

import hashlib
import json
import os
import sqlite3
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

STAMP = "prepared.json"
DATABASE = "twoshores.sqlite3"
_IGNORED = {"__pycache__", "locale"}  # catalogues are compiled before, and are no data


def is_prepared(package: Path, data_dir: Path, environ: Mapping[str, str]) -> bool:
    """Whether the last preparation that ended well found what is there now."""
    try:
        told = json.loads((data_dir / STAMP).read_text())
    except (FileNotFoundError, ValueError):
        return False
    state = _state(package, data_dir, environ)
    return state is not None and bool(told == state)


def note_prepared(package: Path, data_dir: Path, environ: Mapping[str, str]) -> None:
    """Say that it is prepared; nothing is said of another database than SQLite."""
    state = _state(package, data_dir, environ)
    if state is not None:
        draft = data_dir / f"{STAMP}.{os.getpid()}"
        draft.write_text(json.dumps(state))
        draft.replace(data_dir / STAMP)


def _state(package: Path, data_dir: Path, environ: Mapping[str, str]) -> dict[str, str] | None:
    if environ.get("DATABASE_URL"):
        return None
    migrations = _migrations(data_dir / DATABASE)
    if migrations is None:
        return None
    # The folder of libraries changes whenever one comes, goes or gets another version.
    libraries = os.stat(sysconfig.get_path("purelib")).st_mtime_ns
    digest = hashlib.sha256(f"{sys.version} {libraries}\n".encode())
    for name, size, changed in sorted(_files(str(package))):
        digest.update(f"{name}\0{size}\0{changed}\n".encode())
    digest.update(environ.get("DEMO", "").encode())  # chooses which data a start loads
    return {"code": digest.hexdigest(), "migrations": migrations}


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name not in _IGNORED:
                    yield from _files(entry.path)
            else:
                stat = entry.stat()
                yield entry.path, stat.st_size, stat.st_mtime_ns


def _migrations(database: Path) -> str | None:
    """Digest of the names of the applied migrations; None without a database that has any."""
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            return hashlib.sha256(repr(rows.fetchall()).encode()).hexdigest()
    except sqlite3.Error:
        return None
