"""Reading CSV tables strictly, row by row, and writing them so that no cell runs as a formula."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from twoshores.engines.spreadsheets import is_formula, marked

MOST_BYTES = 100_000_000
MOST_CELL = 10_000
YES = frozenset({"yes", "y", "true", "1", "oui", "sí", "si", "sim", "نعم"})
NO = frozenset({"no", "n", "false", "0", "non", "não", "nao", "لا", ""})


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one cell. ``row`` counts lines of the file from 1, 0 is the file."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.row}" if self.row else self.file
        return f"{where}{' ' + self.column if self.column else ''}: {self.message}"


class BadTable(ValueError):
    """A table that cannot be used; ``troubles`` says why, row by row."""

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__(f"{len(troubles)} rows or cells cannot be used")
        self.troubles = tuple(troubles)


@dataclass
class Reader:
    """One row at a time; collects all troubles instead of stopping at the first."""

    file: str
    troubles: list[Trouble] = field(default_factory=list)
    row: int = 0
    cells: Mapping[str, str] = field(default_factory=dict)

    def complain(self, column: str, message: str) -> None:
        self.troubles.append(Trouble(self.file, self.row, column, message))

    def text(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def items(self, column: str) -> list[str]:
        """Cells hold lists separated by a vertical bar."""
        return [item.strip() for item in self.text(column).split("|") if item.strip()]

    def weighted(self, column: str, default: int, least: int, most: int) -> list[tuple[str, int]]:
        """Items such as ``baker = 3``: the text and its number."""
        found = []
        for item in self.items(column):
            head, equals, tail = item.rpartition("=")
            if equals and tail.strip().isascii() and tail.strip().isdigit():
                text, number = head.strip(), int(tail)
            else:
                text, number = item, default
            if not text or not least <= number <= most:
                self.complain(column, f"“{item}” needs a text and a number {least} to {most}")
            else:
                found.append((text, number))
        return found

    def day(self, column: str, default: int) -> int:
        value = self.text(column)
        if not value:
            return default
        try:
            return date.fromisoformat(value).toordinal()
        except ValueError:
            self.complain(column, f"“{value}” is not a date written YYYY-MM-DD")
            return default

    def yes(self, column: str) -> bool:
        value = self.text(column).casefold()
        if value not in YES and value not in NO:
            self.complain(column, f"“{value}” is not yes or no")
        return value in YES

    def mask(self, column: str, names: Mapping[str, int]) -> int:
        found = 0
        for item in self.items(column):
            if item.casefold() not in names:
                self.complain(column, f"“{item}” is not one of {', '.join(names)}")
            found |= int(names.get(item.casefold(), 0))
        return found

    def whole(self, column: str, default: int, least: int, most: int) -> int:
        value = self.text(column)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()) or not least <= int(value) <= most:
            self.complain(column, f"“{value}” is not a whole number {least} to {most}")
            return default
        return int(value)


def read_rows[T](
    path: Path, required: Iterable[str], known: Iterable[str], parse: Callable[[Reader], T]
) -> list[T]:
    """Every row of a UTF-8 CSV through ``parse``; all or nothing.

    Raises BadTable with every trouble found: another encoding, missing, doubled or unknown
    columns, rows of another length, formulas, files over 100 MB, and whatever ``parse`` complains
    of.
    """
    reader = Reader(path.name)
    try:
        rows = list(_rows(path, reader, frozenset(required), frozenset(known), parse))
    except (UnicodeDecodeError, csv.Error) as error:
        reader.complain("", f"this is not a CSV file in UTF-8 ({error})")
    except OSError as error:
        reader.complain("", error.strerror or str(error))
    if reader.troubles:
        raise BadTable(reader.troubles)
    return rows


def _rows[T](
    path: Path,
    reader: Reader,
    required: frozenset[str],
    known: frozenset[str],
    parse: Callable[[Reader], T],
) -> Iterator[T]:
    if path.stat().st_size > MOST_BYTES:
        reader.complain("", f"the file is larger than {MOST_BYTES // 1_000_000} MB")
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.reader(file, strict=True)
        header = [name.strip().casefold() for name in next(table, [])]
        reader.row = 1
        if not _header_is_good(reader, header, required, known):
            return
        for cells in table:
            reader.row = table.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                reader.complain("", f"{len(cells)} cells where the header has {len(header)}")
                continue
            if max(map(len, cells)) > MOST_CELL:
                reader.complain("", f"a cell is longer than {MOST_CELL} characters")
                continue
            reader.cells = dict(zip(header, cells, strict=True))
            if formulas := [name for name, cell in reader.cells.items() if is_formula(cell)]:
                for name in formulas:
                    reader.complain(name, "this is a formula; write the value itself")
                continue
            yield parse(reader)


def _header_is_good(
    reader: Reader, header: list[str], required: frozenset[str], known: frozenset[str]
) -> bool:
    before = len(reader.troubles)
    for name in sorted(required - set(header)):
        reader.complain(name, "this column is missing")
    for name in sorted(set(header) - known):
        reader.complain(name, f"unknown column; known are {', '.join(sorted(known))}")
    for name in sorted({name for name in header if header.count(name) > 1}):
        reader.complain(name, "this column comes twice")
    return len(reader.troubles) == before


def check_writable(path: Path) -> None:
    """Raise BadTable if ``write_rows`` could not write there: asked before the work is done."""
    folder = path.parent
    if path.is_dir():
        raise BadTable([Trouble(str(path), 0, "", "this is a folder")])
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        raise BadTable([Trouble(str(path), 0, "", f"no file can be written into {folder}")])


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a UTF-8 CSV whole or not at all (a new file, put in place at the end)."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows([marked(str(cell)) for cell in row] for row in rows)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
