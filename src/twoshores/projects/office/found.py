"""What a returned file says once it is understood, and what of it could not be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .columns import head_words, period_of
from .raw import RawCell, RawTable
from .state import State


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell (or, without a head, a row) that was not taken, and why."""

    table: str
    where: str
    row: str
    head: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """A cell that can mean several things: canonical texts, of which a person takes one."""

    row: str
    field: str
    table: str
    where: str
    typed: str
    readings: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What a file says. rows: id -> canonical fields; kinds: of every row; notes: in words.

    wheres: id of an added row -> where it stands, for what is told of it as a whole.
    """

    left: State
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    wheres: dict[str, tuple[str, str]] = field(default_factory=dict)

    def trouble(self, table: RawTable, where: str, row: str, head: str, words: str) -> None:
        self.report(table.name, where, row, head, words)

    def report(self, table: str, where: str, row: str, head: str, words: str) -> None:
        self.troubles.append(Trouble(table, where, row, head, words))

    def head(self, section: str, key: str) -> str:
        """The head of a column in the language of this thread, with its period's name."""
        return head_words(section, key, self.left.periods.get(period_of(key), ""))


def shown(cell: RawCell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


def at(cells: Sequence[RawCell], places: Mapping[str, int], key: str) -> RawCell:
    """The cell of a column; an empty one where the table has no such column."""
    place = places.get(key)
    return cells[place] if place is not None and place < len(cells) else RawCell()
