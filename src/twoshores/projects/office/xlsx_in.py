"""A workbook that comes back, as raw tables. It is a stranger's file, whoever sent it.

Found by marks, not by places: sheets may be renamed, columns moved or added, rows sorted, lines
written above the heads. What stands under a merged cell is not guessed, but for a merge within one
column, whose value holds for each of its rows.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from twoshores.common.archives import check_archive, check_parts, damaged
from twoshores.common.table_files import UNREADABLE, open_workbook
from twoshores.common.tables import SPREADSHEET_ERRORS

from .columns import SECTIONS
from .layout import MARK
from .raw import FileRefused, RawCell, RawFile, RawRow, RawTable
from .state import State, load
from .xlsx_writer import HIDDEN, LISTS

MAX_UNPACKED = 40_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 250
HEADS_WITHIN = 15  # rows in which the mark of a table is looked for


def read_xlsx(data: bytes) -> RawFile:
    """Raises FileRefused with words for the person whose file it is."""
    otherwise = _("This is no Excel workbook of ours. Send the file that you downloaded here.")
    try:
        check_archive(data, "xl/workbook.xml", MAX_UNPACKED, otherwise=otherwise, strict=True)
        check_parts(data)
        book = open_workbook(data)
        left, language = _left(book)
        tables, passed = _tables(book)
    except FileRefused:
        raise
    except UNREADABLE as error:
        words = str(error) if type(error) is ValueError and error.__cause__ is None else ""
        raise FileRefused(words or damaged()) from error
    return RawFile(left, language, tables, passed=passed)


def _left(book: Workbook) -> tuple[State, str]:
    """What the hidden sheet says of how the file left."""
    if HIDDEN not in book.sheetnames:
        raise FileRefused(not_ours())
    sheet = book[HIDDEN]
    parts = [row[0] for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=1, values_only=True)]
    return left_from("".join(str(part) for part in parts if part is not None))


def left_from(text: str) -> tuple[State, str]:
    try:
        return load(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise FileRefused(not_ours()) from error


def not_ours() -> str:
    return _(
        "The hidden part that says how this file left is missing or was changed, so that nobody "
        "can tell what you changed. Download the file anew and put your changes into that one."
    )


def _tables(book: Workbook) -> tuple[list[RawTable], list[str]]:
    """The tables with our mark, and what people put beside them: sheets, words, comments."""
    tables: list[RawTable] = []
    passed: list[str] = []
    for sheet in book.worksheets:
        marked = _mark(sheet)
        if marked is not None:
            tables.append(_table(sheet, *marked))
            passed += _beside(sheet, marked[1])
        elif sheet.title not in {HIDDEN, LISTS} and _holds_something(sheet):
            passed.append(sheet.title)
    return tables, passed


def _holds_something(sheet: Worksheet) -> bool:
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    return any(value is not None for row in rows for value in row)


def _beside(sheet: Worksheet, head_row: int) -> Iterator[str]:
    """Words above the heads, and comments anywhere."""
    for row in sheet.iter_rows(max_row=min(sheet.max_row, MOST_ROWS)):
        for cell in row:
            if (cell.row or 0) < head_row and cell.value is not None:
                yield f"{cell.coordinate} {cell.value}"
            if cell.comment is not None:
                yield f"{cell.coordinate} {cell.comment.text}"


def _table(sheet: Worksheet, section: str, head_row: int, id_column: int) -> RawTable:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise FileRefused(_("This file has more cells than anybody fills. Delete the empty ones."))
    merged = _merged(sheet)
    places = [place for place in range(1, sheet.max_column + 1) if place != id_column]
    heads = [_text(sheet.cell(head_row, place).value) for place in places]
    table = RawTable(section, sheet.title, heads)
    for number in range(head_row + 1, sheet.max_row + 1):
        cells = [_cell(sheet, number, place, merged) for place in places]
        row_id = _text(sheet.cell(number, id_column).value)
        if row_id or not all(cell.is_blank for cell in cells):
            table.rows.append(RawRow(row_id, number, cells))
    return table


def _mark(sheet: Worksheet) -> tuple[str, int, int] | None:
    """(section, row of the heads, column of the ids)."""
    rows = min(sheet.max_row, HEADS_WITHIN)
    for row in range(1, rows + 1):
        for column in range(1, min(sheet.max_column, MOST_COLUMNS) + 1):
            text = _text(sheet.cell(row, column).value)
            if text.startswith(MARK) and text.removeprefix(MARK) in SECTIONS:
                return text.removeprefix(MARK), row, column
    return None


type Merged = dict[tuple[int, int], tuple[int, int, bool]]


def _merged(sheet: Worksheet) -> Merged:
    """(row, column) under a merge -> where its value stands, and whether it is of one column."""
    found: Merged = {}
    for area in sheet.merged_cells.ranges:
        if area.size["rows"] * area.size["columns"] > 50_000 or len(found) > 200_000:
            raise FileRefused(damaged())
        one_column = area.min_col == area.max_col
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                found[row, column] = area.min_row, area.min_col, one_column
    return found


def _cell(sheet: Worksheet, row: int, column: int, merged: Merged) -> RawCell:
    where = f"{get_column_letter(column)}{row}"
    if under := merged.get((row, column)):
        first_row, first_column, one_column = under
        if not one_column and (row, column) != (first_row, first_column):
            return RawCell(
                None, where, _("It is merged with cells beside it: its own value cannot be told.")
            )
        row, column = first_row, first_column
    return _read(sheet.cell(row, column), where)


def _read(cell: Any, where: str) -> RawCell:
    value = cell.value
    if cell.data_type == "f" or not isinstance(value, _TAKEN):
        return RawCell(None, where, _("This is a formula. Write the value itself."))
    if cell.data_type == "e" or (isinstance(value, str) and value in SPREADSHEET_ERRORS):
        return RawCell(None, where, _("This is a spreadsheet's error. Write the value itself."))
    if isinstance(value, datetime):
        return RawCell(value.date(), where)
    if isinstance(value, time):
        return RawCell(None, where, _("This is a time of day, which has no place here."))
    if isinstance(value, float):
        # Fifteen digits are what a spreadsheet keeps; the rest is noise of its own sums.
        return RawCell(Decimal(f"{value:.15g}"), where)
    if isinstance(value, int) and not isinstance(value, bool):
        return RawCell(Decimal(value), where)
    return RawCell(value, where)


_TAKEN = (str, int, float, date, time, bool, type(None))


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
