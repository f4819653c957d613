"""A design as a Word document that people like to write in, and that can come back.

Hidden in it: the id of each row before the words of its first cell, and at its end everything as
it left. Wide tables are spread over several, of which the first holds the words; a document adds
nothing up, so that sums are not in it.
"""

import base64
import io
import json
import unicodedata
import zlib
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .columns import SECTIONS, SEEN_SECTIONS, SUM_WORDS, Kind, base_of, column_of
from .layout import MARK, LaidTable, has_field, tables_of
from .state import State, clean_text, dump
from .written import written

STATE = "twoshores-state:"
MORE = "+"  # behind the mark of a table that holds further columns of the rows above
MARGIN = 1.5  # centimetres
PART = 30_000  # letters of a hidden paragraph
FIRST_COLUMNS, FURTHER_COLUMNS = 8, 7  # that fit on a page laid across


def docx_of(state: State, title: str, lead: str = "") -> bytes:
    """The document in the language of this thread; a report stands upright."""
    made = Document()
    page = made.sections[0]
    if not state.report:
        page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = (Cm(21), Cm(29.7)) if state.report else (Cm(29.7), Cm(21))
    page.left_margin = page.right_margin = Cm(MARGIN)
    made.styles["Normal"].font.size = Pt(9)
    made.core_properties.title = title[:255]
    _turned(made.add_heading(title, 0), title)
    if lead:
        _turned(made.add_paragraph(lead), lead)
    language = get_language() or "en"
    for table in tables_of(state):
        _turned(made.add_heading(str(SECTIONS[table.section]), 1))
        for number, part in enumerate(spread(table)):
            drawn = _table(made, part, language, is_more=number > 0)
            _set_widths(drawn, part, float(page.page_width.cm) - 2 * MARGIN)
            made.add_paragraph()
    said = [title, lead, *(str(SECTIONS[section]) for section in state.sections())]
    _carry(made, state, language, [clean_text(words) for words in said])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def spread(table: LaidTable) -> list[LaidTable]:
    """A table as several that fit on a page: its own first columns, then the others by number."""
    keys = [key for key in table.keys if column_of(table.section, key).kind != Kind.SUM]
    found = [table.only(tuple(keys[:FIRST_COLUMNS]))]
    rest = keys[FIRST_COLUMNS:]
    for start in range(0, len(rest), FURTHER_COLUMNS):
        part = rest[start : start + FURTHER_COLUMNS]
        kinds = frozenset(
            row.kind
            for row in table.rows
            if not row.seen_only and any(has_field(row.kind, key) for key in part)
        )
        # Without such a row too: somebody may add one.
        found.append(table.only((keys[0], *part), kinds))
    return found


def _set_widths(drawn: Any, table: LaidTable, room: float) -> None:
    """Share the page out as the columns need it, so that no head breaks. room: centimetres."""
    wanted = [min(max(column_of(table.section, key).width, 16), 56) for key in table.keys]
    if table.keys[0] == "number":
        wanted[0] = 10
    drawn.autofit = False
    for column, width in zip(drawn.columns, wanted, strict=True):
        column.width = Cm(room * width / sum(wanted))
    for row in drawn.rows:
        for cell, width in zip(row.cells, wanted, strict=True):
            cell.width = Cm(room * width / sum(wanted))


def _close(paragraph: Paragraph) -> None:
    """Put the shown words of a cell into a control whose content Word does not let be changed.

    Within the paragraph: of one around the whole table, other programs lose what is hidden in it.
    """
    shown = [run._r for run in paragraph.runs if run.text and not run.font.hidden]
    if not shown:
        return
    control, settings = OxmlElement("w:sdt"), OxmlElement("w:sdtPr")
    lock, content = OxmlElement("w:lock"), OxmlElement("w:sdtContent")
    lock.set(qn("w:val"), "sdtContentLocked")
    settings.append(lock)
    shown[0].addprevious(control)
    control.append(settings)
    control.append(content)
    for run in shown:
        content.append(run)


def _table(made: Any, table: LaidTable, language: str, *, is_more: bool) -> Any:
    drawn = made.add_table(rows=1, cols=len(table.keys))
    drawn.style = "Table Grid"
    if get_language_bidi():
        drawn._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))  # behind the style, as Word wants
    mark = MARK + table.section + (MORE if is_more else "")
    head = drawn.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    for place, (cell, words) in enumerate(zip(head.cells, table.heads, strict=True)):
        _write(cell, words, hidden=mark if place == 0 else "", bold=True)
    for row in table.rows:
        if is_more and row.seen_only:
            continue
        cells = drawn.add_row().cells
        for place, (cell, key, value) in enumerate(zip(cells, table.keys, row.cells, strict=True)):
            words = written(value, language)
            bold = base_of(key) == "text" and row.kind in {"goal", "outcome", *SUM_WORDS}
            _write(cell, words, hidden=row.id if place == 0 else "", bold=bold)
            if table.section in SEEN_SECTIONS:
                _close(cell.paragraphs[0])
    return drawn


def _write(cell: _Cell, words: str, *, hidden: str, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    if hidden:
        paragraph.add_run(hidden).font.hidden = True
    for number, line in enumerate(words.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.font.bold = bold
    _turned(paragraph, words)


def _turned(paragraph: Paragraph, words: str = "") -> None:
    """From right to left where the words are, or, for none and numbers, where the language is."""
    if is_rtl(words):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            run.font.rtl = True


def is_rtl(words: str) -> bool:
    """By the first letter that has a direction; "3 / 40" goes from left to right everywhere."""
    kinds = (unicodedata.bidirectional(letter) for letter in words)
    first = next((kind for kind in kinds if kind in {"L", "EN", "R", "AL"}), "")
    return first in {"R", "AL"} if first else get_language_bidi()


def _carry(made: Any, state: State, language: str, said: list[str]) -> None:
    """The state as it left, packed, in hidden paragraphs at the end. said: beside the tables."""
    carried = dump(state, language) | {"said": said}
    plain = json.dumps(carried, ensure_ascii=True, separators=(",", ":"))
    packed = base64.b64encode(zlib.compress(plain.encode(), 9)).decode()
    for start in range(0, len(packed), PART):
        run = made.add_paragraph().add_run(STATE + packed[start : start + PART])
        run.font.hidden = True
