"""Remembering which version of a data file that comes with us was loaded last."""

import hashlib

from django.conf import settings

from . import data


def _digest(file: str) -> str:
    return hashlib.sha256((data.FOLDER / file).read_bytes()).hexdigest()


def is_current(file: str, rows: int, *, way: int = 1) -> bool:
    """Whether this version was loaded and its rows (as counted now) are still all there.

    The count tells a database that was put in place of the one that was loaded; `way` numbers
    the ways in which the code made rows of the same file.
    """
    stamp = settings.DATA_DIR / f"{file}.stamp"
    return stamp.exists() and stamp.read_text() == _text(file, rows, way)


def mark(file: str, rows: int, *, way: int = 1) -> None:
    (settings.DATA_DIR / f"{file}.stamp").write_text(_text(file, rows, way))


def _text(file: str, rows: int, way: int) -> str:
    return f"{_digest(file)} {rows}" + (f" {way}" if way > 1 else "")
