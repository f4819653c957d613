"""A document that comes back, as raw tables. It is a stranger's file, whoever sent it.

Words that were struck out while changes were tracked are gone, words that were added are there.
What stands under a merged cell is not guessed, but for a merge within one column, whose value
holds for each of its rows.
"""

import base64
import binascii
import io
import json
import zlib
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from docx import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml.etree import LxmlError
from openpyxl.utils import get_column_letter

from twoshores.common.archives import check_archive, check_parts, damaged

from .columns import SECTIONS
from .docx_writer import MORE, STATE
from .layout import MARK
from .raw import FileRefused, RawCell, RawFile, RawRow, RawTable
from .state import clean_text
from .xlsx_in import MAX_UNPACKED, MOST_COLUMNS, MOST_ROWS, left_from, not_ours

MOST_STATE = 20_000_000  # bytes of the unpacked state
_FALSE = {"0", "false", "off"}


def read_docx(data: bytes) -> RawFile:
    """Raises FileRefused with words for the person whose file it is."""
    otherwise = _("This is no Word file of ours. Send the file that you downloaded here.")
    try:
        check_archive(data, "word/document.xml", MAX_UNPACKED, otherwise=otherwise, strict=True)
        check_parts(data)
        body = Document(io.BytesIO(data)).element.body
    except (OpcError, LxmlError, BadZipFile, KeyError, OSError) as error:
        raise FileRefused(damaged()) from error
    except ValueError as error:
        words = str(error) if type(error) is ValueError and error.__cause__ is None else ""
        raise FileRefused(words or damaged()) from error
    text = _state(body)
    left, language = left_from(text)
    drawn = list(body.iter(qn("w:tbl")))
    tables = [found for table in drawn if (found := _table(table)) is not None]
    return RawFile(left, language, tables, written=True, passed=list(_beside(body, text)))


def _state(body: Any) -> str:
    """What the hidden paragraphs say of how the file left, unpacked within bounds."""
    packed = "".join(
        hidden.removeprefix(STATE)
        for paragraph in body.iterchildren(qn("w:p"))
        if (hidden := _texts(paragraph)[0]).startswith(STATE)
    )
    unpacker = zlib.decompressobj()
    try:
        plain = unpacker.decompress(base64.b64decode(packed, validate=True), MOST_STATE)
        text = plain.decode()
    except (binascii.Error, zlib.error, UnicodeDecodeError) as error:
        raise FileRefused(not_ours()) from error
    if unpacker.unconsumed_tail or not text:
        raise FileRefused(not_ours())
    return text


def _beside(body: Any, text: str) -> Iterator[str]:
    """What people put beside our tables: paragraphs, tables, comments, pictures."""
    said = json.loads(text).get("said")
    if isinstance(said, list):  # files that left earlier do not tell our own words
        for paragraph in body.iterchildren(qn("w:p")):
            hidden, shown = _texts(paragraph)
            if shown and not hidden.startswith(STATE) and clean_text(shown) not in said:
                yield shown
    for table in body.iterchildren(qn("w:tbl")):
        if not _is_ours(table) and (words := " ".join(filter(None, _all_words(table)))):
            yield words
    if any(True for _each in body.iter(qn("w:commentReference"))):
        yield _("comments")
    if any(True for _each in body.iter(qn("w:drawing"), qn("w:pict"))):
        yield _("pictures")


def _all_words(table: Any) -> Iterator[str]:
    return (_texts(cell)[1] for cell in table.iter(qn("w:tc")))


def _is_ours(table: Any) -> bool:
    first = next(table.iter(qn("w:tc")), None)
    return first is not None and _texts(first)[0].startswith(MARK)


def _table(table: Any) -> RawTable | None:
    rows = [row for row in table.iterchildren(qn("w:tr")) if not _struck(row)]
    if not rows or not (cells := list(_cells(rows[0]))):
        return None
    section = _texts(cells[0][0])[0].removeprefix(MARK)
    is_more = section.endswith(MORE)
    section = section.removesuffix(MORE)
    if not _texts(cells[0][0])[0].startswith(MARK) or section not in SECTIONS:
        return None
    heads = [_texts(cell)[1] for cell, span in cells for _each in range(span)]
    # Cells that people added to a row have no head: what they hold is told.
    heads += [""] * (max(sum(span for _cell, span in _cells(row)) for row in rows) - len(heads))
    if len(rows) > MOST_ROWS or len(heads) > MOST_COLUMNS:
        raise FileRefused(_("This file has more cells than anybody fills. Delete the empty ones."))
    found = RawTable(section, str(SECTIONS[section]), heads, more=is_more)
    above: dict[int, RawCell] = {}
    for number, row in enumerate(rows[1:], start=2):
        raw = _row(row, number, above)
        if raw.id or not all(cell.is_blank for cell in raw.cells):
            raw.cells = [*raw.cells, *[RawCell()] * (len(heads) - len(raw.cells))]
            found.rows.append(RawRow(raw.id, number, raw.cells[: len(heads)]))
    return found


class _Row:
    def __init__(self) -> None:
        self.id = ""
        self.cells: list[RawCell] = []


def _row(row: Any, number: int, above: dict[int, RawCell]) -> _Row:
    """above: the cell that a merge within a column goes on with, by its place."""
    found = _Row()
    for cell, span in _cells(row):
        place = len(found.cells)
        where = f"{get_column_letter(place + 1)}{number}"
        hidden, shown = _texts(cell)
        if place == 0:
            found.id = hidden
        value = RawCell(shown or None, where)
        if _goes_on(cell):
            value = above.get(place, value)
        above[place] = value
        found.cells.append(value)
        words = _("It is merged with cells beside it: its own value cannot be told.")
        found.cells += [RawCell(None, where, words)] * (span - 1)
    return found


def _cells(row: Any) -> Iterator[tuple[Any, int]]:
    """Cells of a row and over how many columns each goes."""
    for cell in row.iterchildren(qn("w:tc")):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        number = span.get(qn("w:val"), "1") if span is not None else "1"
        yield cell, min(int(number), MOST_COLUMNS) if number.isdecimal() else 1


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the further part of one that began in a row above."""
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _struck(row: Any) -> bool:
    """A row that was taken out while changes were tracked."""
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _texts(block: Any) -> tuple[str, str]:
    """(hidden, shown) words of a paragraph or of a cell, with its line ends."""
    hidden: list[str] = []
    lines: list[str] = []
    paragraphs = [block] if block.tag == qn("w:p") else list(block.iter(qn("w:p")))
    for paragraph in paragraphs:
        shown: list[str] = []
        for run in paragraph.iter(qn("w:r")):
            if _was_moved(run):
                continue
            (hidden if _is_hidden(run) else shown).append(_words(run))
        lines.append("".join(shown))
    return "".join(hidden).strip(), "\n".join(lines).strip()


def _was_moved(run: Any) -> bool:
    """Whether it stands where tracked words were before they were moved."""
    return next(run.iterancestors(qn("w:moveFrom")), None) is not None


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in _FALSE


def _words(run: Any) -> str:
    """A run's words: struck ones stand under another tag (w:delText) and are not there."""
    marks = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(
        (part.text or "") if part.tag == qn("w:t") else marks.get(part.tag, "") for part in run
    )
