"""Counts people once a day and keeps what may be published, for every process and form alike."""

import json
import os
import tempfile
from datetime import date
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from twoshores.engines.suppression import Views, publish

from ..selectors.skill_map import DIMENSIONS, SkillMap, count_people

DEMO_MINUTES = 10  # the people of the demo are made up, and are still being loaded at its start
_guard = Lock()
_held: dict[Path, SkillMap] = {}


def skill_map_today() -> SkillMap:
    """What was published today; counted now if nobody asked before. No query otherwise."""
    path = _path()
    with _guard:
        if path not in _held:
            found = _read(path) or skill_map_freeze()
            if not found.views[()]:
                return found  # nobody can be shown yet: count again at the next asking
            _held.clear()
            _held[path] = found
        return _held[path]


def skill_map_freeze() -> SkillMap:
    """Count, publish and keep today's numbers. The first process to write them wins.

    The file holds published numbers only. A kill in between leaves a file of another name,
    which the next day's freeze removes.
    """
    path = _path()
    counts, concepts = count_people()
    views = publish(counts, dimensions=len(DIMENSIONS), key=_key())
    frozen = SkillMap(timezone.localdate(), views, concepts)
    if views[()]:
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_others(path)
        _write(path, frozen)
    return _read(path) or frozen


def _key() -> bytes:
    """The secret of the noise. A new SECRET_KEY draws new noise: change it rarely."""
    return salted_hmac("twoshores.skill_map", "noise", algorithm="sha256").digest()


def _path() -> Path:
    now = timezone.localtime()
    name = now.date().isoformat()
    if settings.DEMO:
        name += f"-{(now.hour * 60 + now.minute) // DEMO_MINUTES}"
    return Path(settings.DATA_DIR) / "skill_map" / f"{name}.json"


def _remove_others(path: Path) -> None:
    for other in path.parent.iterdir():
        if other != path:
            other.unlink(missing_ok=True)


def _write(path: Path, frozen: SkillMap) -> None:
    """Whole or not at all, and never over what another process has published already."""
    body = {
        "day": frozen.day.isoformat(),
        "concepts": frozen.concepts,
        "views": [[list(kept), _rows(view)] for kept, view in frozen.views.items()],
    }
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)
    except FileExistsError:
        pass  # another process was first: its numbers stand
    finally:
        os.unlink(name)


def _rows(view: dict[tuple[str | None, ...], int]) -> list[list[object]]:
    return [[*cell, number] for cell, number in view.items()]


def _read(path: Path) -> SkillMap | None:
    try:
        body = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return None
    views: Views = {
        tuple(kept): {tuple(row[:-1]): row[-1] for row in rows} for kept, rows in body["views"]
    }
    return SkillMap(date.fromisoformat(body["day"]), views, body["concepts"])
