"""Remembering which version of a data file that comes with us was loaded last."""

import hashlib

from django.conf import settings

from . import data


def _digest(file: str) -> str:
    return hashlib.sha256((data.FOLDER / file).read_bytes()).hexdigest()


def is_current(file: str, rows: int) -> bool:
    """Whether this version was loaded and its rows (as counted now) are still all there.

    The count tells a database that was put in place of the one that was loaded.
    """
    stamp = settings.DATA_DIR / f"{file}.stamp"
    return stamp.exists() and stamp.read_text() == f"{_digest(file)} {rows}"


def mark(file: str, rows: int) -> None:
    (settings.DATA_DIR / f"{file}.stamp").write_text(f"{_digest(file)} {rows}")
