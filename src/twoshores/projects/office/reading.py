"""Raw tables as rows of canonical texts, with what could not be read, is unclear, or was passed by.

1. Columns by their heads, in any of the languages; extra ones are named and passed over.
2. Rows by their ids; an id that stands twice is a row that somebody copied: a new one.
3. Cells by the kind of their column. A cell that stands as it left is what it was, however
   unclear it would be if somebody had typed it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from twoshores.common.folding import fold
from twoshores.common.formatting import isolated, join_words

from .cells import Known, Unclear, Unreadable, read_cell
from .columns import (
    COLUMNS,
    LOGFRAME,
    PLAN,
    SECTIONS,
    Kind,
    RowKind,
    base_of,
    codes_of,
    column_of,
    head_words,
    heads_in_all_languages,
    is_total,
    period_heads_in_all_languages,
    period_of,
)
from .layout import SEEN_ONLY, TOTAL, has_field
from .raw import RawCell, RawFile, RawRow, RawTable
from .state import Row, State, clean_text
from .wording import Wording
from .written import written

NEW = "new:"
RESULT_KINDS = ("goal", "outcome", "output", "indicator", "assumption")


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
    """What a file says. rows: id -> canonical fields; kinds: of every row; notes: in words."""

    left: State
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    sections: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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

    def read(self) -> None:
        mains = [table for table in self._raw.tables if not table.more]
        self._note_sections(mains)
        found = [each for table in self._raw.tables for each in self._rows(table)]
        self._know(found)
        for each in found:
            self._read_row(each)
        self._drop_rows_without_words()

    def _note_sections(self, mains: list[RawTable]) -> None:
        counts = Counter(table.section for table in mains)
        for section, words in SECTIONS.items():
            if counts[section] == 1:
                self.reading.sections.add(section)
            elif counts[section] > 1:
                self._note(_("“%(table)s” stands several times in this file. None is read."), words)
            else:
                self._note(_("“%(table)s” is not in this file. Nothing is changed there."), words)
        self._raw.tables = [t for t in self._raw.tables if t.section in self.reading.sections]

    def _note(self, words: str, table: object) -> None:
        self.reading.notes.append(words % {"table": isolated(str(table))})

    # 1. Columns

    def _columns(self, table: RawTable) -> dict[str, int]:
        """Key -> place of its column in a table."""
        heads = dict(heads_in_all_languages(table.section))
        for period, name in self._raw.left.periods.items():
            for head, base in period_heads_in_all_languages(name).items():
                heads[head] = f"{base}:{period}"
        found: dict[str, list[int]] = {}
        strange = []
        for place, head in enumerate(table.heads):
            key = heads.get(fold(head), "")
            if key and base_of(key) in self._bases(table.section):
                found.setdefault(key, []).append(place)
            elif head or any(not row.cells[place].is_blank for row in table.rows):
                strange.append(head or _("without a head"))
        self._note_columns(table, strange, found)
        return {key: places[0] for key, places in found.items() if len(places) == 1}

    @staticmethod
    def _bases(section: str) -> set[str]:
        return {column.key for column in COLUMNS[section]} | (
            {"quantity"} if section == "budget" else set()
        )

    def _note_columns(
        self, table: RawTable, strange: list[str], found: dict[str, list[int]]
    ) -> None:
        twice = [table.heads[places[0]] for places in found.values() if len(places) > 1]
        for heads, words in (
            (strange, _("%(table)s: these columns are not ours and were passed over: %(heads)s")),
            (twice, _("%(table)s: these columns stand twice and were not read: %(heads)s")),
            (self._missing(table, found), _("%(table)s: these columns are missing, so nothing "
                                            "changes in them: %(heads)s")),
        ):  # fmt: skip
            if heads:
                shown = join_words(isolated(head[:60]) for head in heads)
                self.reading.notes.append(words % {"table": isolated(table.name), "heads": shown})

    def _missing(self, table: RawTable, found: dict[str, list[int]]) -> list[str]:
        if table.more or self._raw.written:
            return []  # a document spreads its columns over several tables
        wanted = [
            key
            for column in COLUMNS[table.section]
            if column.kind not in {Kind.OWN, Kind.SUM}
            for key in self._expanded(column.key)
        ]
        periods = self._raw.left.periods
        return [
            head_words(table.section, key, periods.get(period_of(key), ""))
            for key in wanted
            if key not in found
        ]

    def _expanded(self, key: str) -> list[str]:
        if key in {"target", "amount"}:
            return [f"{key}:{period}" for period in self._raw.left.periods]
        return [key]

    # 2. Rows

    def _rows(self, table: RawTable) -> Iterator[_Found]:
        places = self._places[id(table)] = self._columns(table)
        for raw in table.rows:
            text = _shown(self._at(raw, places, "text"))
            if raw.id == TOTAL or (not raw.id and is_total(text)):
                continue
            if raw.id.startswith(SEEN_ONLY):
                self._check_seen(table, raw, places)
                continue
            known = self._raw.left.rows.get(raw.id)
            if known is not None and known.section == table.section:
                if table.more:
                    yield _Found(raw.id, raw, table)
                    continue
                if raw.id not in self.reading.kinds:
                    self.reading.kinds[raw.id] = known.kind
                    yield _Found(raw.id, raw, table)
                    continue
            if not self._only_number(raw, places) and (found := self._new(table, raw, places)):
                yield found

    @staticmethod
    def _only_number(raw: RawRow, places: dict[str, int]) -> bool:
        own = {places.get("number"), places.get("total")}
        return all(cell.is_blank for place, cell in enumerate(raw.cells) if place not in own)

    def _new(self, table: RawTable, raw: RawRow, places: dict[str, int]) -> _Found | None:
        """A row that people added, with its kind; None, with a trouble, where that is not said."""
        where = self._at(raw, places, "text").where or str(raw.number)
        if table.more:
            self._trouble(table, where, "", "", _("Add new rows in the table of their own first."))
            return None
        kind = {PLAN: "activity", LOGFRAME: ""}.get(table.section, "line")
        if not kind:
            word = _shown(self._at(raw, places, "level"))
            kind = codes_of(RowKind).get(fold(word), "")
            if kind == "activity":
                self._trouble(table, where, word, "", _("Add activities in the work plan."))
                return None
            if kind not in RESULT_KINDS:
                labels = join_words(RowKind(each).label for each in RESULT_KINDS)
                self._trouble(
                    table, where, "", head_words(LOGFRAME, "level"),
                    _("Say what this row is: %(allowed)s.") % {"allowed": labels},
                )  # fmt: skip
                return None
        row_id = f"{NEW}{table.section}:{raw.number}"
        self.reading.kinds[row_id] = kind
        typed = _shown(self._at(raw, places, "number"))
        taken = {fold(number) for number in self.reading.numbers.values()}
        if typed and fold(typed) not in taken:
            self.reading.numbers[row_id] = typed[:12]
        return _Found(row_id, raw, table)

    def _check_seen(self, table: RawTable, raw: RawRow, places: dict[str, int]) -> None:
        """An activity that the logframe only shows: what is changed there is not lost unsaid."""
        row = self._raw.left.rows.get(raw.id.removeprefix(SEEN_ONLY))
        cell = self._at(raw, places, "text")
        if row is not None and clean_text(_shown(cell)) != row.fields.get("text", ""):
            self._trouble(
                table, cell.where, self.reading.numbers.get(row.id, ""),
                head_words(LOGFRAME, "text"),
                _("Activities are changed in the work plan; this one was left as it is."),
            )  # fmt: skip

    @staticmethod
    def _at(raw: RawRow, places: dict[str, int], key: str) -> RawCell:
        place = places.get(key)
        return raw.cells[place] if place is not None and place < len(raw.cells) else RawCell()

    def _know(self, found: list[_Found]) -> None:
        left = self._raw.left
        rows = {fold(number): row_id for row_id, number in self.reading.numbers.items()}
        partners = {name.casefold(): key for key, name in left.partners.items()}
        self._known = Known(rows, partners)

    # 3. Cells

    def _read_row(self, found: _Found) -> None:
        places = self._places[id(found.table)]
        fields = self.reading.rows.setdefault(found.id, {})
        row = self._raw.left.rows.get(found.id)
        kind = self.reading.kinds.get(found.id, row.kind if row else "")
        # The kind of an indicator first: its values are read by it.
        for key in sorted(places, key=lambda key: key != "kind"):
            column = column_of(found.table.section, key)
            if column.kind in {Kind.OWN, Kind.SUM}:
                continue
            cell = self._at(found.raw, places, key)
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
        if row is not None and not cell.problem and self._is_as_left(row, key, cell):
            fields[key] = row.fields.get(key, "")
            return
        column = column_of(found.table.section, key)
        try:
            value = read_cell(cell, column, kind, self._known, indicator_kind)
        except Unreadable as error:
            self._cell_trouble(found, key, cell, " ".join(error.messages))
        except Unclear as unclear:
            self.reading.questions.append(
                Question(
                    found.id, key, found.table.name, cell.where, _shown(cell)[:60], unclear.readings
                )
            )
        else:
            if key == "level" and value != kind:
                words = _("What a row is stays. Add another row, and take this one out.")
                self._cell_trouble(found, key, cell, words)
                return
            fields[key] = value

    def _is_as_left(self, row: Row, key: str, cell: RawCell) -> bool:
        with override(self._language):
            typed = self._wording.typed(row, key)
            if self._raw.written:
                typed = written(typed, self._language)
        if isinstance(typed, str) and isinstance(cell.value, str):
            return clean_text(typed) == clean_text(cell.value)
        return cell.is_blank if typed is None else cell.value == typed

    def _drop_rows_without_words(self) -> None:
        # A row that stands only where its further columns are was taken out of its own table.
        kept = self.reading.kinds
        for row_id in [key for key in self.reading.rows if key not in kept]:
            del self.reading.rows[row_id]
        for row_id in [key for key in self.reading.rows if key.startswith(NEW)]:
            if not self.reading.rows[row_id].get("text"):
                _new, section, number = row_id.split(":")
                table = next(t for t in self._raw.tables if t.section == section and not t.more)
                words = _("A new row needs words here. It was not taken.")
                own = self.reading.numbers.get(row_id, "")
                self._trouble(table, number, own, head_words(section, "text"), words)
                del self.reading.rows[row_id], self.reading.kinds[row_id]
        self.reading.questions = [q for q in self.reading.questions if q.row in kept]

    def _cell_trouble(self, found: _Found, key: str, cell: RawCell, words: str) -> None:
        period = self._raw.left.periods.get(period_of(key), "")
        number = self.reading.numbers.get(found.id, "")
        head = head_words(found.table.section, key, period)
        self._trouble(found.table, cell.where or str(found.raw.number), number, head, words)

    def _trouble(self, table: RawTable, where: str, row: str, head: str, words: str) -> None:
        self.reading.troubles.append(Trouble(table.name, where, row, head, words))


def _shown(cell: RawCell) -> str:
    return "" if cell.value is None else str(cell.value).strip()
