"""A design as a workbook that people like to work in, and that can come back.

Hidden in it: the id of each row in its first column, and a sheet with everything as it left. Sums
are formulas, only in rows and columns marked as totals; these are not read when the file returns.
"""

import io
import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ..models import BudgetLine
from .columns import (
    AMOUNT,
    BUDGET,
    GIVEN,
    LOGFRAME,
    SECTIONS,
    SEEN_SECTIONS,
    SUM_WORDS,
    Kind,
    base_of,
    column_of,
)
from .layout import MARK, TOTAL, LaidRow, LaidTable, tables_of
from .state import State, dump
from .wording import Typed

HIDDEN = "twoshores"  # the sheet with the state as it left
LISTS = "twoshores_lists"
PART = 30_000  # letters of a hidden cell; Excel takes 32,767
HEAD_ROW = 1
LINE_HEIGHT, HIGHEST = 15, 409  # points; no row of a sheet is higher
WIDE = 230  # letters that can still be read on one printed page
SPARE_ROWS = 300  # rows below ours in which lists are offered too
_HEAD = PatternFill("solid", fgColor="1F4E5F")
_SEEN = PatternFill("solid", fgColor="EFEFEF")
_LEVELS = {
    "goal": PatternFill("solid", fgColor="D5E5EA"),
    "outcome": PatternFill("solid", fgColor="E4EFF2"),
    "output": PatternFill("solid", fgColor="F2F7F9"),
}
_LINE = Border(bottom=Side("thin", color="C9C9C9"))
_FORMATS = {
    Kind.NUMBER: "#,##0.00",
    Kind.WHOLE: "0",
    Kind.VALUE: "#,##0.####",
    Kind.DAY: "mm-dd-yy",
}


def xlsx_of(state: State, title: str = "") -> bytes:
    """The workbook in the language of this thread. title: stands above every printed page."""
    book = Workbook()
    book.properties.title = title or None
    assert book.active is not None
    book.remove(book.active)
    tables = tables_of(state)
    sheets = [(table, book.create_sheet(sheet_title(table.section))) for table in tables]
    lists = _Lists(book, state, tables)
    for table, sheet in sheets:
        _fill(sheet, table)
        sheet.oddHeader.center.text = title.replace("&", "&&")[:200] or None
        lists.offer(sheet, table)
        if table.section == BUDGET:
            _total_rows(sheet, table)
    _carry(book, state)
    book.active = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_title(section: str) -> str:
    return str(SECTIONS[section])[:31]


def _fill(sheet: Worksheet, table: LaidTable) -> None:
    sheet.sheet_view.rightToLeft = get_language_bidi()
    mark = sheet.cell(HEAD_ROW, 1, MARK + table.section)
    mark.protection = Protection(locked=True)
    for place, (key, head) in enumerate(zip(table.keys, table.heads, strict=True), start=2):
        cell = sheet.cell(HEAD_ROW, place)
        put(cell, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="center", readingOrder=_order())
        width = column_of(table.section, key).width
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[HEAD_ROW].height = 44
    for number, row in enumerate(table.rows, start=HEAD_ROW + 1):
        _fill_row(sheet, table, number, row)
    frozen = "E" if table.section == LOGFRAME else "D" if len(table.keys) > 6 else "C"
    sheet.freeze_panes = f"{frozen}{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight = 0
    if sum(column_of(table.section, key).width for key in table.keys) > WIDE:
        sheet.page_setup.fitToWidth = 2
        sheet.print_title_cols = "B:D"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if table.section in SEEN_SECTIONS:
        _close(sheet)
    else:
        _lock_ids(sheet)


def _close(sheet: Worksheet) -> None:
    """Nothing can be typed; columns may still be made wider. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _order() -> int:
    """Reading order of Excel's cells: 2 from right to left, 0 by the text itself."""
    return 2 if get_language_bidi() else 0


def _fill_row(sheet: Worksheet, table: LaidTable, number: int, row: LaidRow) -> None:
    mark = sheet.cell(number, 1)
    put(mark, row.id)
    mark.protection = Protection(locked=True)
    if height := _height(table, row):
        sheet.row_dimensions[number].height = height
    for place, (key, value) in enumerate(zip(table.keys, row.cells, strict=True), start=2):
        cell, kind = sheet.cell(number, place), column_of(table.section, key).kind
        put(cell, value)
        cell.number_format = _format_of(kind, value)
        indent = row.depth if key == "text" else 0
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=indent, readingOrder=0)
        cell.protection = Protection(locked=table.section in SEEN_SECTIONS)
        cell.border = _LINE
        if row.kind in SUM_WORDS:
            cell.fill, cell.font = _SEEN, Font(bold=True)
        if row.seen_only:
            cell.fill, cell.font = _SEEN, Font(italic=True, color="555555")
        elif row.kind in _LEVELS:
            cell.fill = _LEVELS[row.kind]
            cell.font = Font(bold=key == "text" and row.kind != "output")
        if kind == Kind.SUM and not row.seen_only:
            cell.value = _row_sum(table, number)
            cell.number_format, cell.font = _FORMATS[Kind.NUMBER], Font(italic=True)


def _height(table: LaidTable, row: LaidRow) -> float | None:
    """Room for the words of a row in points, and for those to come in a report; None for one line.

    Not every program fits a row to its words by itself.
    """
    lines = 4 if table.section in GIVEN else 1
    for key, value in zip(table.keys, row.cells, strict=True):
        if isinstance(value, str):
            width = column_of(table.section, key).width
            lines = max(lines, sum(1 + len(line) // width for line in value.split("\n")))
    return min(LINE_HEIGHT * lines, HIGHEST) if lines > 1 else None


def put(cell: Cell | Any, value: Typed) -> None:
    """Write a value so that a spreadsheet never runs it: text stays text."""
    cell.value = value
    if isinstance(value, str) and cell.data_type != "s":
        cell.data_type = "s"
        cell.quotePrefix = True


def _format_of(kind: Kind, value: Typed) -> str:
    if kind == Kind.VALUE and isinstance(value, Decimal) and value == value.to_integral_value():
        return "#,##0"  # with places that may lack, a spreadsheet would write "50."
    if isinstance(value, Decimal | date) or (
        value is None and kind in {Kind.NUMBER, Kind.WHOLE, Kind.DAY}
    ):
        return _FORMATS[kind]
    return "@"  # typed text stays as typed: "3 / 40" would become a day


def _row_sum(table: LaidTable, number: int) -> str:
    letters = [
        get_column_letter(place)
        for place, key in enumerate(table.keys, start=2)
        if base_of(key) == AMOUNT
    ]
    return "=" + ("+".join(f"N({letter}{number})" for letter in letters) or "0")


def _total_rows(sheet: Worksheet, table: LaidTable) -> None:
    """One row for each currency and kind of money: what is unlike is never added."""
    # With an empty row behind the last: who adds a line there stays within the sums.
    first, last = HEAD_ROW + 1, HEAD_ROW + len(table.rows) + 1
    places = {key: get_column_letter(place) for place, key in enumerate(table.keys, start=2)}
    at = {key: table.keys.index(key) for key in ("currency", "source")}
    groups = dict.fromkeys(
        (row.cells[at["currency"]], row.cells[at["source"]]) for row in table.rows
    )
    money = str(BudgetLine.Source.MONEY.label)
    for offset, (currency, source) in enumerate(groups, start=1):
        number = last + offset
        put(sheet.cell(number, 1), TOTAL)
        what = f"{currency}" if source == money else f"{currency}, {source}"
        put(sheet[f"{places['text']}{number}"], f"{_('Total')}: {what}")
        put(sheet[f"{places['currency']}{number}"], currency)
        for key, letter in places.items():
            cell = sheet[f"{letter}{number}"]
            cell.font, cell.fill = Font(bold=True), _SEEN
            if base_of(key) in {AMOUNT, "total"}:
                conditions = "".join(
                    f',${places[name]}${first}:${places[name]}${last},"{_quoted(value)}"'
                    for name, value in (("currency", currency), ("source", source))
                )
                cell.value = f"=SUMIFS({letter}${first}:{letter}${last}{conditions})"
                cell.number_format = _FORMATS[Kind.NUMBER]


def _quoted(value: Typed) -> str:
    return str(value).replace('"', '""')


def _lock_ids(sheet: Worksheet) -> None:
    """Nobody types into the ids by mistake; rows can still be added, moved and taken out."""
    never = DataValidation(
        type="custom",
        formula1="FALSE",
        allow_blank=False,
        showErrorMessage=True,
        errorTitle=_("Not here"),
        error=_(
            "These marks tell the rows apart when the file comes back. Leave them as they are."
        ),
    )
    never.add("A1:A5000")
    sheet.add_data_validation(never)


class _Lists:
    """Lists to choose from, on a hidden sheet. Another word is warned of, not refused."""

    def __init__(self, book: Workbook, state: State, tables: Sequence[LaidTable]) -> None:
        self._sheet = book.create_sheet(LISTS)
        self._sheet.sheet_state = "hidden"
        self._book, self._known = book, {}  # type: ignore[var-annotated]
        self._partners = list(state.partners.values())
        numbers = state.numbers()
        self._rows = {
            "parent": [numbers[r.id] for r in state.rows.values() if r.id.startswith("result:")],
            "activity": [numbers[r.id] for r in state.rows.values() if r.kind == "activity"],
        }

    def offer(self, sheet: Worksheet, table: LaidTable) -> None:
        for place, key in enumerate(table.keys, start=2):
            column = column_of(table.section, key)
            if table.section in SEEN_SECTIONS or key == "part":
                continue
            if column.kind == Kind.CHOICE and column.choices is not None:
                left_out = {"activity", "line"} if key == "level" else set()
                words = [str(w) for code, w in column.choices.choices if code not in left_out]
            elif column.kind == Kind.YES_NO:
                words = [_("Yes"), _("No")]
            elif column.kind == Kind.PARTNER:
                words = self._partners
            elif column.kind == Kind.ROW:
                words = self._rows[key]
            else:
                continue
            if words:
                self._validate(sheet, get_column_letter(place), tuple(words), len(table.rows))

    def _validate(self, sheet: Worksheet, letter: str, words: tuple[str, ...], rows: int) -> None:
        if words not in self._known:
            place = len(self._known) + 1
            for number, word in enumerate(words, start=1):
                put(self._sheet.cell(number, place), word)
            column = get_column_letter(place)
            name = f"twoshores_list_{place}"
            area = f"{quote_sheetname(LISTS)}!${column}$1:${column}${len(words)}"
            self._book.defined_names[name] = DefinedName(name, attr_text=area)
            self._known[words] = name
        listed = DataValidation(
            type="list",
            formula1=f"={self._known[words]}",
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="warning",
            error=_(
                "This word is not in the list. It may not be understood when the file returns."
            ),
        )
        listed.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + rows + SPARE_ROWS}")
        sheet.add_data_validation(listed)


def _carry(book: Workbook, state: State) -> None:
    """The state as it left, in parts that a cell can hold."""
    sheet = book.create_sheet(HIDDEN)
    sheet.sheet_state = "veryHidden"
    text = json.dumps(dump(state, get_language() or "en"), ensure_ascii=True, separators=(",", ":"))
    for number, start in enumerate(range(0, len(text), PART), start=1):
        put(sheet.cell(number, 1), text[start : start + PART])
