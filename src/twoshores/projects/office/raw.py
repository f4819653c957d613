"""What a file holds, before anything is understood: tables of cells with where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .state import State


@dataclass(frozen=True, slots=True)
class RawCell:
    """value: as the file types it; where: "C7" or "row 7"; problem: why it cannot be taken."""

    value: str | Decimal | date | bool | None = None
    where: str = ""
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        empty = self.value is None or (isinstance(self.value, str) and not self.value.strip())
        return empty and not self.problem


@dataclass(frozen=True, slots=True)
class RawRow:
    """id: of our row, "" for one that people added. cells: in the order of the heads."""

    id: str
    number: int
    cells: Sequence[RawCell]


@dataclass(slots=True)
class RawTable:
    """A table that carries our mark. name: of the sheet, or of the table in the document.

    more: it holds further columns of rows that stand in another table; it adds none.
    """

    section: str
    name: str
    heads: list[str]
    more: bool = False
    rows: list[RawRow] = field(default_factory=list)


@dataclass(slots=True)
class RawFile:
    """left: the design as it was when the file was made; language: which it was made in.

    written: whether numbers and days stand in it as words of that language (a document).
    passed: what people put where nothing of ours stands, a few words each.
    """

    left: State
    language: str
    tables: list[RawTable]
    written: bool = False
    passed: list[str] = field(default_factory=list)


class FileRefused(ValueError):
    """The file as a whole cannot be taken; its words say why and what to do."""
