"""Reading people's CSV and XLSX files without trusting them, and writing CSV.

A file is read whole or refused whole: `read_table` raises `TableError` when it cannot be read as
a table at all, and lists every cell that cannot be taken in `Table.problems`. Whoever imports
adds problems of their own and saves nothing while there is one.

Limits (`Limits`) hold before anything is unpacked: bytes of the file, bytes unpacked (zip
bombs), rows, columns, letters in a cell.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from twoshores.engines.spreadsheets import is_formula

from .cells import safe_cell
from .folding import fold
from .table_files import cells_of_csv, cells_of_xlsx, looks_like_xlsx, refuse_other_formats

__all__ = ["Limits", "Problem", "Row", "Table", "TableError", "csv_response", "read_table"]


class TableError(ValidationError):
    """The file as a whole cannot be taken; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    bytes: int = field(default_factory=lambda: settings.UPLOAD_MAX_BYTES)
    unpacked_bytes: int = 60_000_000
    rows: int = 20_000
    columns: int = 100
    cell_letters: int = 10_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: the row as the spreadsheet numbers it, the column's title, the words."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """number is the spreadsheet's (the header is 1); cells: column key -> stripped text."""

    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Table:
    """columns are keys; titles maps each to the heading as it was written."""

    columns: list[str]
    titles: dict[str, str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, row: Row, column: str, message: str) -> None:
        """Add something to mend in a row; column is a key, or "" for the whole row."""
        self.problems.append(Problem(row.number, self.titles.get(column, column), message))


def read_table(
    file: IO[bytes],
    *,
    required: Iterable[str] = (),
    known: Iterable[str] | None = None,
    aliases: Mapping[str, str] | None = None,
    limits: Limits | None = None,
) -> Table:
    """Read a CSV (UTF-8, UTF-16, Windows-1252) or XLSX (first visible sheet).

    Headings become keys: folded, with "_" between words. aliases maps folded headings of other
    languages ("nom complet") to keys. required keys must be there; with known, no other may be.
    """
    limits = limits or Limits()
    data = file.read(limits.bytes + 1)
    if len(data) > limits.bytes:
        raise TableError(
            _("This file is too large. At most %(megabytes)s MB can be read; split it.")
            % {"megabytes": limits.bytes // 1_000_000}
        )
    try:
        refuse_other_formats(data)
        records = (
            cells_of_xlsx(data, limits.unpacked_bytes, limits.columns)
            if looks_like_xlsx(data)
            else cells_of_csv(data)
        )
        return _table(records, required, known, aliases or {}, limits)
    except ValueError as error:
        raise TableError(str(error)) from error


def _table(
    records: Iterable[tuple[int, Sequence[Any]]],
    required: Iterable[str],
    known: Iterable[str] | None,
    aliases: Mapping[str, str],
    limits: Limits,
) -> Table:
    filled = ((n, cells) for n, cells in records if any(_text(cell) for cell in cells))
    first = next(iter(filled), None)
    if first is None:
        raise ValueError(_("This file is empty."))
    table = _header(first[1], required, known, aliases, limits)
    for number, cells in filled:
        if len(table.rows) >= limits.rows:
            raise ValueError(
                _("This file has more than %(rows)s rows. Split it.") % {"rows": limits.rows}
            )
        _add_row(table, number, cells, limits)
    return table


def _header(
    cells: Sequence[Any],
    required: Iterable[str],
    known: Iterable[str] | None,
    aliases: Mapping[str, str],
    limits: Limits,
) -> Table:
    written = [_text(cell) for cell in cells]
    while written and not written[-1]:
        written.pop()
    if len(written) > limits.columns:
        raise ValueError(
            _("This file has more than %(columns)s columns.") % {"columns": limits.columns}
        )
    folded_aliases = {fold(alias): key for alias, key in aliases.items()}
    keys = [folded_aliases.get(fold(w), fold(w).replace(" ", "_")) for w in written]
    if "" in keys:
        raise ValueError(_("Column %(number)s has no heading.") % {"number": keys.index("") + 1})
    wanted = set(keys if known is None else known)
    for wrong, message in (
        ({k for k in keys if keys.count(k) > 1}, _("These columns stand twice: %(columns)s.")),
        (set(required) - set(keys), _("These columns are missing: %(columns)s.")),
        (set(keys) - wanted, _("These columns are not known: %(columns)s.")),
    ):
        if wrong:
            raise ValueError(message % {"columns": ", ".join(sorted(wrong))})
    return Table(keys, dict(zip(keys, written, strict=True)))


def _add_row(table: Table, number: int, cells: Sequence[Any], limits: Limits) -> None:
    texts = [_text(cell) for cell in cells]
    width = len(table.columns)
    row = Row(number, dict(zip(table.columns, [*texts, *[""] * width], strict=False)))
    table.rows.append(row)
    if any(texts[width:]):
        table.problem(row, "", _("This row has more cells than there are headings."))
    for key, text in row.cells.items():
        if is_formula(text):
            table.problem(row, key, _("This is a formula. Write the value itself."))
        elif text.startswith("#") and text in SPREADSHEET_ERRORS:
            table.problem(row, key, _("This is a spreadsheet's error. Write the value itself."))
        elif len(text) > limits.cell_letters:
            table.problem(
                row,
                key,
                _("This text is longer than %(letters)s letters.")
                % {"letters": limits.cell_letters},
            )


SPREADSHEET_ERRORS = frozenset(
    ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"]
)


def _text(cell: Any) -> str:
    return str(cell).strip(" \t\r\n\u00a0\u200e\u200f\ufeff") if cell is not None else ""


def csv_response(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A CSV to download, every cell through `safe_cell`.

    With a byte order mark: without one Excel shows Arabic and accents as noise.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    response = HttpResponse(
        out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
