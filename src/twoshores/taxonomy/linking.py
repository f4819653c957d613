"""The process's view of the label index, and what forms ask of it.

The index holds every label of the database. The task worker builds it (`refresh_index`),
preferred labels first; web processes notice a new one by its pointer file.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from twoshores.engines.linking import Label as EngineLabel
from twoshores.engines.linking import LinkIndex, LinkResult, Progress, Refusal, build_index
from twoshores.engines.linking.taxonomy import labels_of

from .models import Label


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """Whether words can be understood now, and from how much. stage: "", "preferred", "all"."""

    is_ready: bool
    stage: str
    labels: int


_guard = threading.Lock()
_opened: tuple[str, LinkIndex] | None = None


def index_folder() -> Path:
    return Path(settings.DATA_DIR) / "index" / "labels"


def current_index() -> LinkIndex | None:
    """The published index, opened once per process and version; None before the first."""
    global _opened
    pointer = index_folder() / "current"
    try:
        version = f"{pointer}:{pointer.read_text()}"
    except FileNotFoundError:
        return None
    with _guard:
        if _opened is None or _opened[0] != version:
            index = LinkIndex.open(index_folder())
            if index is None:
                return None
            _opened = (version, index)
        return _opened[1]


def link_text(
    text: str, *, language: str | None = None, kind: str | None = None, top: int = 5
) -> LinkResult:
    """The concepts that a text most likely means; empty with a reason if it cannot be told."""
    index = current_index()
    if index is None:
        return LinkResult(refusal=Refusal.NOTHING_LOADED)
    return index.link(text, language=language, kind=kind, top=top)


def link_status() -> LinkStatus:
    index = current_index()
    if index is None:
        return LinkStatus(False, "", 0)
    return LinkStatus(True, index.stage, index.size)


def database_labels() -> list[EngineLabel]:
    """Every label of a concept that is not retired, as the engine reads them."""
    rows = Label.objects.filter(concept__is_retired=False).values_list(
        "concept__uri", "concept__kind", "language", "text", "is_preferred"
    )
    return [label for row in rows.iterator(10_000) for label in labels_of(*row)]


def refresh_index(progress: Callable[[Progress], None] | None = None) -> LinkStatus:
    """Build the index if the database's labels are not those it holds. For the task worker."""
    build_index(database_labels(), index_folder(), staged=True, progress=progress)
    return link_status()
