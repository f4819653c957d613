"""Linking over the labels of this instance's database: one index for all processes.

`refresh_index` (a background task) builds it, preferred labels first; every process opens what
was last published and looks at each call whether that changed.
"""

import fcntl
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from twoshores.engines.linking import Label as IndexLabel
from twoshores.engines.linking import LinkIndex, LinkResult, Progress, Refusal, build_index
from twoshores.engines.linking.taxonomy import labels_of

from .models import Label

logger = logging.getLogger(__name__)
_lock = threading.Lock()
_opened: dict[Path, tuple[int, LinkIndex]] = {}


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """How far the reading of labels is. stage: "none", "preferred" or "all" of what is there.

    done and total count texts of the build that is under way; both 0 when none is.
    """

    stage: str
    labels: int = 0
    done: int = 0
    total: int = 0

    @property
    def is_complete(self) -> bool:
        return self.stage == "all" and not self.total


def index_folder() -> Path:
    folder: Path = settings.DATA_DIR / "index" / "labels"
    return folder


def link_text(
    text: str, language: str | None = None, kind: str | None = None, top: int = 5
) -> LinkResult:
    """The concepts that the text most likely means (see LinkIndex.link).

    Until a first index is published the answer is empty with Refusal.NOTHING_LOADED; pages say
    by `link_status` that labels are still being read.
    """
    index = current_index()
    if index is None:
        return LinkResult(refusal=Refusal.NOTHING_LOADED)
    return index.link(text, language, kind, top)


def link_status() -> LinkStatus:
    index = current_index()
    stage, labels = (index.stage, index.size) if index else ("none", 0)
    try:
        told = json.loads((index_folder() / "progress.json").read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return LinkStatus(stage, labels)
    return LinkStatus(stage, labels, told["done"], told["total"])


def refresh_index() -> bool:
    """Build the index if the labels changed since; whether it was built. One process at a time.

    A process that finds another one building waits for it: who calls this reads words next.
    """
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one(folder):
        signature, stamp = _signature(), folder / "made-from"
        if stamp.exists() and stamp.read_text() == signature and LinkIndex.open(folder):
            return False
        try:
            build_index(_labels(), folder, staged=True, progress=_tell)
        finally:
            (folder / "progress.json").unlink(missing_ok=True)
        stamp.write_text(signature)
    logger.info("The linking index is up to date.")
    return True


def current_index() -> LinkIndex | None:
    folder = index_folder()
    try:
        changed = (folder / "current").stat().st_mtime_ns
    except FileNotFoundError:
        return None
    with _lock:
        if folder not in _opened or _opened[folder][0] != changed:
            index = LinkIndex.open(folder)
            if index is None:
                return None
            _opened[folder] = (changed, index)
        return _opened[folder][1]


def _signature() -> str:
    """Changes whenever labels are written: every import writes its labels anew."""
    seen = Label.objects.aggregate(rows=Count("pk"), last=Max("pk"))
    retired = Label.objects.filter(concept__is_retired=True).count()
    return f"{seen['rows']} {seen['last']} {retired}"


def _labels() -> Iterator[IndexLabel]:
    rows = Label.objects.filter(concept__is_retired=False).values_list(
        "concept__uri", "concept__kind", "language", "text", "is_preferred"
    )
    for uri, kind, language, text, preferred in rows.iterator(chunk_size=5000):
        yield from labels_of(uri, kind, language, text, preferred)


def _tell(progress: Progress) -> None:
    if progress.done % 2048 < 256:
        path = index_folder() / "progress.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"done": progress.done, "total": progress.total}))
        fresh.replace(path)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """One process at a time; the system frees the lock when that process dies."""
    with (folder.parent / "labels.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
