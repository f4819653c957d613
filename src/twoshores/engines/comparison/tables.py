"""Compare tables row by row and column by column.

A table maps a row's identity to its columns, a column to its value; rows stand in their order.
Identity is the caller's: a row that was written anew with the same identity has not changed.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

type Row = Mapping[str, object]
type Table = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Change:
    """One column of one row."""

    row: str
    column: str
    before: object
    now: object


@dataclass(frozen=True, slots=True)
class TableChanges:
    """Identities added (in the order of now) and taken out (in the order of before); changes."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Change, ...] = field(default_factory=tuple)

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(before: Table, now: Table) -> TableChanges:
    """What makes `now` out of `before`. O(rows x columns).

    1. Rows whose identity stands on one side only were added or taken out.
    2. Of the others, columns that both sides have and that differ changed; a column that one
       side does not know (an older way of writing) says nothing.
    """
    changed = tuple(
        Change(key, column, before[key][column], value)
        for key, row in now.items()
        if key in before
        for column, value in row.items()
        if column in before[key] and before[key][column] != value
    )
    return TableChanges(
        added=tuple(key for key in now if key not in before),
        removed=tuple(key for key in before if key not in now),
        changed=changed,
    )


def compare_all[K: Hashable](
    before: Mapping[K, Table], now: Mapping[K, Table]
) -> dict[K, TableChanges]:
    """`compare` for several tables by name, in the order of `now`; only those with changes.

    A table that one side does not know says nothing, as a column does.
    """
    found = {name: compare(before[name], table) for name, table in now.items() if name in before}
    return {name: changes for name, changes in found.items() if changes}
