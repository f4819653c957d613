"""The two file formats behind `tables.read_table`: rows of cells out of bytes.

Every ValueError raised here carries words for the person whose file it is.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from .archives import check_archive, damaged

if TYPE_CHECKING:
    from openpyxl import Workbook

# What openpyxl raises, with words for programmers, when a workbook is not as it should be. Its own
# exception (InvalidFileException) is raised for names of files only; here bytes are read.
UNREADABLE = (
    *(KeyError, TypeError, AttributeError, ValueError, ParseError),
    *(zipfile.BadZipFile, DefusedXmlException, OverflowError),
)

type Record = tuple[int, Sequence[Any]]
DELIMITERS = ",;\t|"
# Three accented letters in a row occur in no language written in Windows-1252.
_OTHER_CODE_PAGE = re.compile("[\u00c0-\u00ff]{3}")
_UTF8_LETTERS = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SEP_LINE = re.compile(r"sep=(.)\r?\n")


def looks_like_xlsx(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def refuse_other_formats(data: bytes) -> None:
    """Raise ValueError for what is neither CSV nor XLSX, with a word on how to save it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(
            _("This is an old Excel file or one with a password. Save it as .xlsx or .csv.")
        )
    if data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"<!DOCTYPE", b"<html")):
        raise ValueError(_("This is not a table. Send a .csv or .xlsx file."))


def cells_of_csv(data: bytes) -> Iterator[Record]:
    """(row number from 1, cells) of a CSV in any of the encodings and delimiters we read."""
    text = _decode(data)
    if "\x00" in text:
        raise ValueError(_("This is not a table. Send a .csv or .xlsx file."))
    found = _SEP_LINE.match(text)
    delimiter = found.group(1) if found else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ValueError(
                _("Row %(row)s cannot be read: check its quotation marks.") % {"row": number}
            ) from error
        if not (found and number == 1):
            yield number, cells


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(data, "cp1252")
    if _OTHER_CODE_PAGE.search(text) or _is_mixed(data):
        raise ValueError(_unreadable())
    return text


def _is_mixed(data: bytes) -> bool:
    """Whether most letters beyond ASCII are UTF-8 in a file that as a whole is not."""
    beyond = sum(byte > 0x7F for byte in data)
    return 2 * sum(map(len, _UTF8_LETTERS.findall(data))) > beyond


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValueError(_unreadable()) from error


def _unreadable() -> str:
    return _("The letters of this file cannot be read for certain. Save it as “CSV UTF-8”.")


def _delimiter(text: str) -> str:
    """The one that cuts the first filled line into most cells."""
    line = next((line for line in text.splitlines() if line.strip()), "")

    def cells(delimiter: str) -> int:
        return len(next(csv.reader([line], delimiter=delimiter), []))

    return max(DELIMITERS, key=lambda d: (cells(d), -DELIMITERS.index(d)))


def open_workbook(data: bytes, *, read_only: bool = False) -> "Workbook":
    """A workbook with its formulas, without what it links to. Raises what is in UNREADABLE."""
    # Read with the first file, not while a process starts.
    from openpyxl import load_workbook
    from openpyxl.xml import DEFUSEDXML

    # openpyxl parses with defusedxml if it is there; without it a file could grow without end.
    assert DEFUSEDXML, "defusedxml must be installed"
    return load_workbook(io.BytesIO(data), read_only=read_only, data_only=False, keep_links=False)


def cells_of_xlsx(data: bytes, max_unpacked: int, max_columns: int) -> Iterator[Record]:
    """(row number from 1, cells as text) of the first visible sheet. Formulas stay formulas.

    One column more than max_columns is read, so that the caller sees that there are too many.
    """
    not_a_table = _("This is not a table. Send a .csv or .xlsx file.")
    check_archive(data, "xl/workbook.xml", max_unpacked, otherwise=not_a_table)
    try:
        book = open_workbook(data, read_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except UNREADABLE as error:
        raise ValueError(damaged()) from error
    if not sheets:
        raise ValueError(_("This workbook has no visible sheet."))
    sheets[0].reset_dimensions()
    rows = sheets[0].iter_rows(max_col=max_columns + 1)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except UNREADABLE as error:
            raise ValueError(damaged()) from error
        yield number, [_shown(cell.value) for cell in row]


def _shown(value: Any) -> str:
    """A cell as people would type it: 5 for 5.0, ISO dates, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return str(getattr(value, "text", value))  # array formulas carry their text
