"""How the tables of a design are laid out, whatever the file: heads, rows, what is ours alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from .columns import (
    AMOUNT,
    COLUMNS,
    FIELDS,
    LOGFRAME,
    PERIOD_HEADS,
    PLAN,
    UNITS,
    Kind,
    base_of,
    column_of,
    head_words,
    period_of,
)
from .state import Row, State
from .wording import Typed, Wording

MARK = "twoshores:"  # before the section's name, where the ids of rows stand
SEEN_ONLY = "see:"  # before the id of a row that is changed in another table
TOTAL = "total"


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row with a cell for each key of its table. seen_only: changed elsewhere."""

    id: str
    kind: str
    cells: tuple[Typed, ...]
    depth: int = 0
    seen_only: bool = False


@dataclass(frozen=True, slots=True)
class LaidTable:
    """keys and heads of the columns, in order, and the rows."""

    section: str
    keys: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[LaidRow, ...]

    def only(self, keys: tuple[str, ...], kinds: frozenset[str] | None = None) -> "LaidTable":
        """The same with some columns, and only rows of some kinds."""
        places = [self.keys.index(key) for key in keys]
        rows = tuple(
            LaidRow(r.id, r.kind, tuple(r.cells[p] for p in places), r.depth, r.seen_only)
            for r in self.rows
            if kinds is None or r.kind in kinds
        )
        return LaidTable(self.section, keys, tuple(self.heads[p] for p in places), rows)


def tables_of(state: State) -> list[LaidTable]:
    """Logframe, work plan and budget, or those of a report, in the language of this thread."""
    wording = Wording(state)
    return [_table(state, section, wording) for section in state.sections()]


def keys_of(state: State, section: str) -> tuple[str, ...]:
    """The columns, those of a period once for each; units only where somebody counts them."""
    counted = any(
        base_of(key) == UNITS and value
        for row in state.of(section)
        for key, value in row.fields.items()
    )
    found: list[str] = []
    for column in COLUMNS[section]:
        if column.key not in PERIOD_HEADS:
            found.append(column.key)
            continue
        for period in state.periods:
            found.append(f"{column.key}:{period}")
            if column.key == AMOUNT and counted:
                found.append(f"{UNITS}:{period}")
    return tuple(found)


def _table(state: State, section: str, wording: Wording) -> LaidTable:
    keys = keys_of(state, section)
    heads = tuple(head_words(section, key, state.periods.get(period_of(key), "")) for key in keys)
    rows = _logframe_rows(state) if section == LOGFRAME else ((r, 0) for r in state.of(section))
    laid = tuple(_laid(row, depth, section, keys, wording) for row, depth in rows)
    return LaidTable(section, keys, heads, laid)


def _logframe_rows(state: State) -> Iterator[tuple[Row, int]]:
    """The rows of the logframe with the activities behind the output that they bring about."""
    rows = state.of(LOGFRAME)
    activities = state.of(PLAN)
    placed: set[str] = set()
    for place, row in enumerate(rows):
        yield row, _depth(state, row)
        # Behind what an output is measured by and assumes.
        following = rows[place + 1] if place + 1 < len(rows) else None
        if following is not None and following.kind in {"indicator", "assumption"}:
            continue
        above = row.id if row.kind == "output" else row.fields.get("parent", "")
        for activity in activities:
            if activity.id not in placed and activity.fields["parent"] == above != "":
                placed.add(activity.id)
                yield activity, 3
    for activity in activities:
        if activity.id not in placed:
            yield activity, 3


def _depth(state: State, row: Row) -> int:
    depth, above = 0, row.fields.get("parent", "")
    while above in state.rows and depth < 3:
        depth, above = depth + 1, state.rows[above].fields.get("parent", "")
    return depth


def _laid(row: Row, depth: int, section: str, keys: tuple[str, ...], wording: Wording) -> LaidRow:
    if row.section != section:
        seen = tuple(seen_cell(row, key, wording) for key in keys)
        return LaidRow(SEEN_ONLY + row.id, row.kind, seen, depth, True)
    cells = tuple(
        None if column_of(section, key).kind == Kind.SUM else wording.typed(row, key)
        for key in keys
    )
    return LaidRow(row.id, row.kind, cells, depth)


def seen_cell(row: Row, key: str, wording: Wording) -> Typed:
    """A cell of an activity in the logframe, which shows its number, level, words and output."""
    if key == "number":
        return wording.number(row.id)
    if key == "level":
        return wording.text(column_of(LOGFRAME, "level"), row.kind)
    return wording.typed(row, key) if key in {"text", "parent"} else None


def has_field(kind: str, key: str) -> bool:
    """Whether a row of a kind has a column at all: a goal has no target."""
    return base_of(key) in FIELDS[kind]
