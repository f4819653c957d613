"""Three-way comparison of rows: as a copy left, as it came back, as the original is now.

The rule is that of every three-way merge (Khanna, Kunal and Pierce, "A Formal Investigation of
Diff3", 2007), with the cell as its unit: what one side alone changed is taken from that side;
what both changed alike is no matter; what both changed otherwise is a conflict, and a person
decides. Rows are told apart by their ids, so that their order means nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

type Fields = Mapping[str, str]
type Rows = Mapping[str, Fields]
"""Row id -> field -> value as canonical text. "" is nothing, which is not "0"."""


@dataclass(frozen=True, slots=True)
class Change:
    """The copy says `becomes` where the original has `was`; nobody else touched it."""

    row: str
    field: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """`left` became `theirs` in the original and `mine` in the copy."""

    row: str
    field: str
    left: str
    theirs: str
    mine: str


@dataclass(slots=True)
class Comparison:
    """added: in the copy alone. removed: not in the copy, still in the original.

    vanished: taken out of the original while the copy changed them; what it says of them is lost
    unless a person adds them anew.
    """

    changes: list[Change] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.changes or self.conflicts or self.added or self.removed or self.vanished)


def compare(left: Rows, copy: Rows, now: Rows) -> Comparison:
    """Compare a copy that came back with what it was made from and with what stands now.

    A field that a row of the copy does not have was not read, and is not compared. A row that
    the copy has and `left` has not is compared with `now` alone, or is new.

    1. Rows of the copy, in its order: fields by the rule above; unknown ones are added.
    2. Rows of `left` that the copy lost are removed, if they are still there.
    3. Rows that are gone from `now`: vanished if the copy changed anything of them.
    """
    found = Comparison()
    for row, fields in copy.items():
        base, theirs = left.get(row), now.get(row)
        if theirs is not None:
            _compare_row(row, base if base is not None else theirs, fields, theirs, found)
        elif base is None:
            found.added.append(row)
        elif any(True for _change in gone_changes(base, fields)):
            found.vanished.append(row)
    found.removed = [row for row in left if row not in copy and row in now]
    return found


def _compare_row(row: str, base: Fields, mine: Fields, theirs: Fields, found: Comparison) -> None:
    for name, value in mine.items():
        before, now = base.get(name, ""), theirs.get(name, "")
        if value in (before, now):
            continue
        if now == before:
            found.changes.append(Change(row, name, now, value))
        else:
            found.conflicts.append(Conflict(row, name, before, now, value))


def gone_changes(base: Fields, mine: Fields) -> Iterator[tuple[str, str]]:
    """(field, value) of what a copy changed in a row, by what it was when it left."""
    for name, value in mine.items():
        if value != base.get(name, ""):
            yield name, value
