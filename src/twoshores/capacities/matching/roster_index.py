"""The roster's index on disk, and what changed since, true in every worker process.

Every write that matching reads adds a `RosterChange` row in the same transaction. A query
compares the last number with the index's and applies what is newer, so a withdrawn consent
counts for the very next query, whichever process serves it.
"""

import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef

from twoshores.engines.matching import (
    FIRST_PHRASE,
    Delta,
    Index,
    IndexDamaged,
    IndexMissing,
    Phrases,
    current_version,
    open_index,
    pack,
    write_index,
)
from twoshores.engines.matching.store import CURRENT

from ..models import Phrase, PhraseUse, RosterChange
from .profiles import engine_profiles

REBUILD_AFTER_CHANGES = 300
OLDEST = 6 * 60 * 60  # seconds that an index stays in force although something changed
MOST_ANSWERS = 64  # some 0.3 MB each
PHRASES_AT_A_TIME = 2_000
NOBODY = 0  # noted as changed where only the number shall move: no profile has it
_LOCK_NUMBER = 7_405_001  # any constant: names our lock among PostgreSQL's advisory locks


@dataclass(frozen=True, slots=True)
class Roster:
    """An index and the changes that came after it; the same object until something changes.

    `version` names the index in this process.
    """

    index: Index
    delta: Delta | None
    version: str = ""
    _answers: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def answer[T](self, question: Hashable, find: Callable[[], T]) -> T:
        """What was found for a question, which is looked for once while nothing changes.

        For what follows from index and delta alone: what else a page shows of a person, and
        whether their consent holds at this moment, is read anew each time. At most MOST_ANSWERS
        are kept, those that were made last.
        """
        if question not in self._answers:
            found = find()
            with _guard:
                if len(self._answers) >= MOST_ANSWERS:
                    self._answers.pop(next(iter(self._answers)))
                self._answers[question] = found
            return found
        answer: T = self._answers[question]
        return answer


@dataclass(slots=True)
class _Held:
    version: str = ""
    index: Index | None = None
    roster: Roster | None = None
    upto: int = 0  # the last change that the roster holds


_held = _Held()
_guard = threading.Lock()


def index_folder() -> Path:
    return Path(settings.DATA_DIR) / "index" / "match"


def lock_roster() -> None:
    """One writer of the roster at a time, until the caller's transaction ends.

    SQLite has one writer anyway: our transactions there begin as writers.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])


@transaction.atomic
def note_changes(numbers: Iterable[int]) -> None:
    """Say that these profiles changed. In the caller's transaction.

    On PostgreSQL numbers are drawn before a commit, so without the lock a change could become
    visible after a higher number was already read, and be missed.
    """
    lock_roster()
    RosterChange.objects.bulk_create(RosterChange(profile_number=n) for n in numbers)


def change_number() -> int:
    return RosterChange.objects.aggregate(last=Max("pk"))["last"] or 0


def rebuild() -> int:
    """Build and put in force a new index; returns its change number.

    The number is read before the profiles: a change in between is applied twice, never lost.
    """
    number = change_number()
    columns = pack(engine_profiles())
    write_index(index_folder(), columns, number, _claimed_phrases())
    return number


def _claimed_phrases() -> Phrases:
    """Those that a skill uses and that were read."""
    used = PhraseUse.objects.filter(phrase=OuterRef("pk"), skill__isnull=False)
    rows = Phrase.objects.filter(Exists(used), vector__isnull=False).order_by("pk")
    return _phrases(rows.values_list("pk", "vector").iterator(PHRASES_AT_A_TIME))


def _phrases(rows: Iterable[tuple[int, bytes | memoryview | None]]) -> Phrases:
    read = ((FIRST_PHRASE + number, bytes(vector)) for number, vector in rows if vector)
    return Phrases.of(read)


def current_roster(change: int | None = None) -> Roster:
    """The index in force with its delta; builds the index if there is none or it is damaged.

    change: the change number, for who has just read it.
    """
    with _guard:
        index = _current_index()
        last = change_number() if change is None else change
        upto = max(last, index.change_number)
        if _held.roster is None or _held.upto != upto:
            newer = last > index.change_number
            delta = _delta_since(index, last) if newer else None
            _held.roster, _held.upto = Roster(index, delta, _held.version), upto
        return _held.roster


def _current_index() -> Index:
    folder = index_folder()
    try:
        version = current_version(folder)
        if _held.index is None or _held.version != f"{folder}/{version}":
            _hold(f"{folder}/{version}", open_index(folder))
    except (IndexMissing, IndexDamaged):
        rebuild()
        _hold(f"{folder}/{current_version(folder)}", open_index(folder))
    assert _held.index is not None
    return _held.index


def _hold(version: str, index: Index) -> None:
    _held.version, _held.index, _held.roster = version, index, None


def _delta_since(index: Index, upto: int) -> Delta:
    since = index.change_number
    numbers = set(
        RosterChange.objects.filter(pk__gt=since, pk__lte=upto).values_list(
            "profile_number", flat=True
        )
    )
    present = tuple(engine_profiles(numbers))
    withdrawn = numbers - {profile.id for profile in present if profile.consent}
    said = {c for profile in present for c, _level in profile.claims if c >= FIRST_PHRASE}
    return Delta(since, upto, present, frozenset(withdrawn), _read(index.phrases.lacks(said)))


def _read(numbers: list[int]) -> Phrases:
    """Of these phrases those that were read. No query for none."""
    found: list[tuple[int, bytes | memoryview | None]] = []
    for batch in batched(numbers, PHRASES_AT_A_TIME):
        keys = [number - FIRST_PHRASE for number in batch]
        rows = Phrase.objects.filter(pk__in=keys, vector__isnull=False).order_by("pk")
        found += rows.values_list("pk", "vector")
    return _phrases(found)


def needs_rebuild() -> bool:
    """Whether enough changed since the index was built that queries begin to pay for it.

    Or little, but long ago: what somebody took back is never found again, yet stands in the file.
    """
    try:
        index = open_index(index_folder())
    except (IndexMissing, IndexDamaged):
        return True
    changes = change_number() - index.change_number
    built = (index_folder() / CURRENT).stat().st_mtime
    return changes >= REBUILD_AFTER_CHANGES or (changes > 0 and time.time() - built > OLDEST)
