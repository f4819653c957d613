"""Raw tables as rows of canonical texts, with what could not be read, is unclear, or was passed by.

1. Columns by their heads, in any of the languages; extra ones are named and passed over.
2. Rows by their ids; an id that stands twice is a row that somebody copied: a new one.
3. Cells by the kind of their column. A cell that stands as it left is what it was, however
   unclear it would be if somebody had typed it.
4. New rows come whole or not at all.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from twoshores.common.folding import fold
from twoshores.common.formatting import isolated

from .cells import Known, Unclear, Unreadable, read_cell
from .columns import (
    PLAN,
    SECTIONS,
    WORDS,
    Kind,
    ReportPart,
    RowKind,
    column_in,
    column_of,
    head_words,
    is_total,
)
from .found import Question, Reading, Trouble, at, shown
from .heads import columns_of, note_missing
from .layout import SEEN_ONLY, TOTAL, has_field, seen_cell
from .new_rows import NEW, new_row, only_whole
from .raw import RawCell, RawFile, RawRow, RawTable
from .seen import check_seen, is_seen_only
from .state import Row, clean_text
from .untaken import (
    check_own,
    check_shown,
    check_total,
    note_order,
    note_passed,
    note_shown_missing,
)
from .wording import Wording
from .written import written

__all__ = ["NEW", "Question", "Reading", "Trouble", "read_file"]


def read_file(raw: RawFile) -> Reading:
    """Understand a file. Every trouble is in the reader's language; nothing is guessed."""
    reader = _Reader(raw)
    reader.read()
    return reader.reading


@dataclass(slots=True)
class _Found:
    """A row of a table with the id that it goes by from here on."""

    id: str
    raw: RawRow
    table: RawTable


class _Reader:
    def __init__(self, raw: RawFile) -> None:
        self._raw = raw
        self.reading = Reading(raw.left, numbers=dict(raw.left.numbers()))
        language = raw.language if raw.language in dict(settings.LANGUAGES) else "en"
        self._language = language
        self._wording = Wording(raw.left)
        self._places: dict[int, dict[str, int]] = {}
        self._known = Known({}, {})
        self._broken: set[str] = set()

    def read(self) -> None:
        mains = [table for table in self._raw.tables if not table.more]
        self._note_sections(mains)
        found = [each for table in self._raw.tables for each in self._rows(table)]
        self._know()
        for each in found:
            self._read_row(each)
        self._note_untaken(mains)
        self._drop_rows_without_words()
        only_whole(self.reading, self._broken)

    def _note_sections(self, mains: list[RawTable]) -> None:
        counts = Counter(table.section for table in mains)
        for section in self._raw.left.sections():
            words = SECTIONS[section]
            if counts[section] == 1:
                self.reading.sections.add(section)
            elif counts[section] > 1:
                self._note(_("“%(table)s” stands several times in this file. None is read."), words)
            else:
                self._note(_("“%(table)s” is not in this file. Nothing is changed there."), words)
        self._raw.tables = [t for t in self._raw.tables if t.section in self.reading.sections]

    def _note_untaken(self, mains: list[RawTable]) -> None:
        """What was changed where nothing is taken back, and parts of a report that are missing."""
        reading = self.reading
        for table in mains:
            if table.section in reading.sections and not is_seen_only(table.section):
                note_order(table, reading)
        if PLAN in reading.sections:
            note_shown_missing(self._raw.tables, reading)
        if self._raw.written:
            for section in sorted(reading.sections):
                tables = [table for table in self._raw.tables if table.section == section]
                keys = {key for table in tables for key in self._places[id(table)]}
                note_missing(section, str(SECTIONS[section]), reading, keys)
        if WORDS in reading.sections:
            for row in reading.left.of(WORDS):
                if row.id not in reading.kinds:
                    words = _("This row is missing in the file. It stays as it is.")
                    label = str(ReportPart(row.fields["part"]).label)
                    reading.report(str(SECTIONS[WORDS]), "", label, "", words)
        note_passed(self._raw.passed, reading)

    def _note(self, words: str, table: object) -> None:
        self.reading.notes.append(words % {"table": isolated(str(table))})

    def _rows(self, table: RawTable) -> Iterator[_Found]:
        places = columns_of(table, self.reading, written=self._raw.written)
        self._places[id(table)] = places
        if is_seen_only(table.section):
            check_seen(table, places, self.reading, self._is_as_left)
            return
        check_shown(table, places, self.reading, self._is_as_shown)
        for raw in table.rows:
            text = shown(at(raw.cells, places, "text"))
            if raw.id == TOTAL or (not raw.id and is_total(text)):
                check_total(table, raw, places, self.reading)
            elif raw.id.startswith(SEEN_ONLY):
                continue
            elif (found := self._of_ours(table, raw)) or (found := self._added(table, raw, places)):
                yield found

    def _of_ours(self, table: RawTable, raw: RawRow) -> _Found | None:
        """A row that left with the file; of several copies, the first."""
        known = self._raw.left.rows.get(raw.id)
        if known is None or known.section != table.section:
            return None
        if not table.more:
            if raw.id in self.reading.kinds:
                return None
            self.reading.kinds[raw.id] = known.kind
        return _Found(raw.id, raw, table)

    def _added(self, table: RawTable, raw: RawRow, places: dict[str, int]) -> _Found | None:
        own = {places.get("number"), places.get("total")}
        if all(cell.is_blank for place, cell in enumerate(raw.cells) if place not in own):
            return None
        new = new_row(table, raw, places, self.reading)
        if new is None:
            return None
        row_id, self.reading.kinds[row_id] = new[0], new[1]
        return _Found(row_id, raw, table)

    def _know(self) -> None:
        rows = {fold(number): row_id for row_id, number in self.reading.numbers.items()}
        partners = {name.casefold(): key for key, name in self._raw.left.partners.items()}
        self._known = Known(rows, partners)

    def _read_row(self, found: _Found) -> None:
        places = self._places[id(found.table)]
        fields = self.reading.rows.setdefault(found.id, {})
        row = self._raw.left.rows.get(found.id)
        kind = self.reading.kinds.get(found.id, row.kind if row else "")
        check_own(found.table, found.raw, places, found.id, self.reading)
        # The kind of an indicator first: its values are read by it.
        for key in sorted(places, key=lambda key: key != "kind"):
            column = column_of(found.table.section, key)
            if column.kind in {Kind.OWN, Kind.SUM}:
                continue
            cell = at(found.raw.cells, places, key)
            if not has_field(kind, key):
                self._check_empty(found, key, cell, kind)
                continue
            indicator_kind = fields.get("kind") or (row.fields.get("kind", "") if row else "")
            self._read_cell(found, key, cell, kind, indicator_kind, row)

    def _check_empty(self, found: _Found, key: str, cell: RawCell, kind: str) -> None:
        if not cell.is_blank:
            words = _("A row of this kind (%(kind)s) has nothing there.")
            self._cell_trouble(found, key, cell, words % {"kind": RowKind(kind).label})

    def _read_cell(
        self,
        found: _Found,
        key: str,
        cell: RawCell,
        kind: str,
        indicator_kind: str,
        row: Row | None,
    ) -> None:
        fields = self.reading.rows[found.id]
        if row is not None and self._is_as_left(row, key, cell):
            fields[key] = row.fields.get(key, "")
            return
        column = column_in(kind, found.table.section, key)
        try:
            value = read_cell(cell, column, kind, self._known, indicator_kind)
        except Unreadable as error:
            self._cell_trouble(found, key, cell, " ".join(error.messages))
        except Unclear as unclear:
            self.reading.questions.append(
                Question(
                    found.id, key, found.table.name, cell.where, shown(cell)[:60], unclear.readings
                )
            )
        else:
            if (key == "level" and value != kind) or key == "part":
                words = _("What a row is stays. Add another row, and take this one out.")
                self._cell_trouble(found, key, cell, words)
                return
            fields[key] = value

    def _is_as_left(self, row: Row, key: str, cell: RawCell) -> bool:
        if cell.problem:
            return False
        with override(self._language):
            typed = self._wording.typed(row, key)
            if self._raw.written:
                typed = written(typed, self._language)
        if isinstance(typed, str) and isinstance(cell.value, str):
            return clean_text(typed) == clean_text(cell.value)
        return cell.is_blank if not typed and typed != 0 else cell.value == typed

    def _is_as_shown(self, row: Row, table: RawTable, key: str, cell: RawCell) -> bool:
        """Whether a cell of an activity stands in the logframe as it left."""
        if cell.problem:
            return False
        with override(self._language):
            typed = seen_cell(row, key, self._wording)
        return clean_text(shown(cell)) == clean_text(str(typed or ""))

    def _drop_rows_without_words(self) -> None:
        # A row that stands only where its further columns are was taken out of its own table.
        reading = self.reading
        for row_id in [key for key in reading.rows if key not in reading.kinds]:
            del reading.rows[row_id]
        for row_id, fields in reading.rows.items():
            if row_id.startswith(NEW) and not fields.get("text"):
                table, where = reading.wheres[row_id]
                head = head_words(row_id.split(":")[1], "text")
                number = reading.numbers.get(row_id, "")
                reading.report(table, where, number, head, _("A new row needs words here."))
                self._broken.add(row_id)
        reading.questions = [q for q in reading.questions if q.row in reading.kinds]

    def _cell_trouble(self, found: _Found, key: str, cell: RawCell, words: str) -> None:
        number = self.reading.numbers.get(found.id, "")
        head = self.reading.head(found.table.section, key)
        where = cell.where or str(found.raw.number)
        self.reading.trouble(found.table, where, number, head, words)
        if found.id.startswith(NEW):
            self._broken.add(found.id)
