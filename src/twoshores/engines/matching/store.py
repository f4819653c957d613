"""An index on disk: a directory of versions, memory-mapped, swapped in one step.

    BASE/CURRENT            name of the version in force
    BASE/v0000000042-x1y2/  meta.json and one .npy file per column, phrases included
    BASE/building-*/        a build that has not finished

1. A build writes to ``building-*`` and flushes every file and the folder to the disk.
2. The folder is renamed to its version. 3. CURRENT is replaced by ``os.replace``, which is
atomic. Killed before step 3, the old version stays in force; after it, the new one does.
What a dead build leaves behind, the next one clears. Readers that still map an older version
keep it until they close it: the system frees the files then.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from twoshores.engines.matching.columns import Columns, Facts
from twoshores.engines.matching.index import Index
from twoshores.engines.matching.phrases import NO_PHRASES, Phrases
from twoshores.engines.matching.problem import DEFAULT_SCALE, Scale

FORMAT = 2  # 1 had no phrases
CURRENT = "CURRENT"
KEPT_VERSIONS = 2
PHRASE_PARTS = ("ids", "steps", "scales")


class IndexMissing(FileNotFoundError):
    """No index has been built here yet."""


class IndexDamaged(RuntimeError):
    """What stands on disk is not what was written."""


def write_index(
    base: Path, columns: Columns, change_number: int, phrases: Phrases = NO_PHRASES
) -> Path:
    """Write a new version under ``base`` and put it in force; returns its folder.

    One build at a time per ``base``: a second one waits. Raises OSError when the disk does.
    """
    base.mkdir(parents=True, exist_ok=True)
    with _alone(base):
        _clear(base, "building-")
        building = base / f"building-{secrets.token_hex(4)}"
        building.mkdir()
        _write_files(building, _named(columns, phrases), change_number)
        version = base / f"v{change_number:010d}-{secrets.token_hex(4)}"
        building.rename(version)
        _flush(base)
        _point_to(base, version.name)
        _clear(base, "v", keep=version.name)
    return version


def open_index(base: Path, scale: Scale = DEFAULT_SCALE) -> Index:
    """The version in force, memory-mapped. Raises IndexMissing or IndexDamaged."""
    for _ in range(5):
        name = current_version(base)
        try:
            return _open_version(base / name, scale)
        except FileNotFoundError:
            if name == current_version(base):
                raise IndexDamaged(f"{base / name} is incomplete") from None
    raise IndexDamaged(f"{base} is rebuilt faster than it can be opened")


def current_version(base: Path) -> str:
    """Name of the version in force: cheap enough to ask before each query."""
    try:
        return (base / CURRENT).read_text("ascii").strip()
    except FileNotFoundError:
        raise IndexMissing(f"no index in {base}") from None


@contextlib.contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "LOCK").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write_files(folder: Path, arrays: dict[str, Any], change_number: int) -> None:
    sizes: dict[str, int] = {}
    for name, values in arrays.items():
        path = folder / f"{name}.npy"
        with path.open("wb") as file:
            np.save(file, values)
            file.flush()
            os.fsync(file.fileno())
        sizes[name] = path.stat().st_size
    meta = {"format": FORMAT, "change_number": change_number, "sizes": sizes}
    _write_text(folder / "meta.json", json.dumps(meta))
    _flush(folder)


def _named(columns: Columns, phrases: Phrases) -> dict[str, Any]:
    named: dict[str, Any] = dict(columns._asdict())
    facts: Facts = named.pop("facts")
    named |= {f"facts-{name}": values for name, values in facts._asdict().items()}
    return named | {f"phrases-{name}": getattr(phrases, name) for name in PHRASE_PARTS}


def _open_version(folder: Path, scale: Scale) -> Index:
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    if meta["format"] != FORMAT:
        raise IndexDamaged(f"{folder} has format {meta['format']}, not {FORMAT}: build it again")
    arrays: dict[str, Any] = {}
    for name, size in meta["sizes"].items():
        path = folder / f"{name}.npy"
        if path.stat().st_size != size:
            raise IndexDamaged(f"{path} is {path.stat().st_size} bytes long, not {size}")
        arrays[name] = _map(path)
    facts = Facts(**{name: arrays.pop(f"facts-{name}") for name in Facts._fields})
    phrases = Phrases(*(np.asarray(arrays.pop(f"phrases-{name}")) for name in PHRASE_PARTS))
    return Index(Columns(facts=facts, **arrays), meta["change_number"], scale, phrases)


def _map(path: Path) -> Any:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except ValueError as error:
        if path.stat().st_size == 0 or "mmap" not in str(error):
            raise IndexDamaged(f"{path}: {error}") from error
        return np.load(path, allow_pickle=False)  # an empty column cannot be mapped


def _point_to(base: Path, name: str) -> None:
    fresh = base / f"{CURRENT}.new"
    _write_text(fresh, name)
    fresh.replace(base / CURRENT)
    _flush(base)


def _write_text(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(base: Path, prefix: str, keep: str | None = None) -> None:
    """Remove folders of that prefix; with ``keep``, all but it and the newest others."""
    found = [p for p in base.iterdir() if p.is_dir() and p.name.startswith(prefix)]
    if keep is not None:
        others = sorted((p for p in found if p.name != keep), key=lambda p: p.stat().st_mtime)
        found = others[: max(len(others) - (KEPT_VERSIONS - 1), 0)]
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
