"""What people change where a file takes nothing back: told, so that no work is lost unsaid.

Our numbers of rows, totals, the order of rows, activities that the logframe only shows, columns
and rows that went missing, and words beside our tables.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from twoshores.common.folding import fold
from twoshores.common.formatting import isolated, join_words
from twoshores.engines.roundtrip.readings import plain_digits

from .columns import AMOUNT, LOGFRAME, SECTIONS, Kind, base_of, column_of, head_words
from .found import Reading, at, shown
from .layout import SEEN_ONLY
from .raw import RawCell, RawRow, RawTable
from .state import Row, clean_text

MOST_PASSED, MOST_LETTERS = 8, 60
type SeenAs = Callable[[Row, RawTable, str, RawCell], bool]


def check_own(
    table: RawTable, raw: RawRow, places: Mapping[str, int], row_id: str, reading: Reading
) -> None:
    """A trouble for a number of ours or a total in a row that somebody typed over."""
    for key in places:
        kind, cell = column_of(table.section, key).kind, at(raw.cells, places, key)
        if cell.is_blank or cell.problem:
            continue
        known = row_id in reading.left.rows
        number = reading.numbers.get(row_id, "")
        if kind == Kind.OWN and known and fold(plain_digits(shown(cell))) != fold(number):
            words = _("This row keeps its number: other cells refer to it by %(number)s.")
            _tell(table, cell, raw, number, key, words % {"number": isolated(number)}, reading)
        elif kind == Kind.SUM and cell.value != _sum(raw, places):
            _tell(table, cell, raw, number, key, _not_added(), reading)


def check_total(table: RawTable, raw: RawRow, places: Mapping[str, int], reading: Reading) -> None:
    """A trouble for a row of totals in which numbers stand that no formula made."""
    sums = {AMOUNT, "total"}
    typed = [
        cell
        for key in places
        if base_of(key) in sums
        and not (cell := at(raw.cells, places, key)).is_blank
        and not cell.problem
    ]
    if typed:
        name = shown(at(raw.cells, places, "text"))[:MOST_LETTERS]
        where = typed[0].where or str(raw.number)
        reading.trouble(table, where, name, "", _not_added())


def _not_added() -> str:
    return _("Totals are added up from the lines. What is typed over one is not taken.")


def _sum(raw: RawRow, places: Mapping[str, int]) -> Decimal:
    cells = (at(raw.cells, places, key).value for key in places if base_of(key) == AMOUNT)
    return sum((value for value in cells if isinstance(value, Decimal)), Decimal(0))


def _tell(
    table: RawTable, cell: RawCell, raw: RawRow, row: str, key: str, words: str, reading: Reading
) -> None:
    head = reading.head(table.section, key)
    reading.trouble(table, cell.where or str(raw.number), row, head, words)


def note_order(table: RawTable, reading: Reading) -> None:
    """Sorting is welcome, and moves nothing."""
    ours = [raw.id for raw in table.rows if raw.id in reading.left.rows]
    there = list(dict.fromkeys(ours))
    here = [row.id for row in reading.left.of(table.section) if row.id in set(there)]
    if here != there:
        words = _("%(table)s: the rows stand in another order. No file changes the order: rows "
                  "are moved in the project.")  # fmt: skip
        reading.notes.append(words % {"table": isolated(table.name)})


def check_shown(
    table: RawTable, places: Mapping[str, int], reading: Reading, seen_as: SeenAs
) -> None:
    """Activities in the logframe: a trouble for every cell that was changed there."""
    for raw in table.rows:
        row = reading.left.rows.get(raw.id.removeprefix(SEEN_ONLY))
        if not raw.id.startswith(SEEN_ONLY) or row is None:
            continue
        for key in places:
            cell = at(raw.cells, places, key)
            if not seen_as(row, table, key, cell):
                head = head_words(LOGFRAME, "text") if key == "text" else None
                words = _("Activities are changed in the work plan; this one was left as it is.")
                reading.trouble(
                    table,
                    cell.where or str(raw.number),
                    reading.numbers.get(row.id, ""),
                    head or reading.head(LOGFRAME, key),
                    words,
                )


def note_shown_missing(tables: Iterable[RawTable], reading: Reading) -> None:
    """Activities taken out of the logframe that still stand in the work plan."""
    shown_in = [table for table in tables if table.section == LOGFRAME and not table.more]
    there = {raw.id for table in shown_in for raw in table.rows}
    gone = [
        reading.numbers.get(key, "")
        for key, row in reading.left.rows.items()
        if row.kind == "activity" and key in reading.kinds and SEEN_ONLY + key not in there
    ]
    if shown_in and gone:
        words = _("%(table)s: activities that are missing there stay, as they stand in the work "
                  "plan: %(rows)s")  # fmt: skip
        named = join_words(isolated(number) for number in gone)
        table = isolated(str(SECTIONS[LOGFRAME]))
        reading.notes.append(words % {"table": table, "rows": named})


def note_passed(passed: Iterable[str], reading: Reading) -> None:
    """Words, sheets, comments and pictures beside our tables."""
    found = [" ".join(clean_text(words).split())[:MOST_LETTERS] for words in passed]
    if found:
        named = join_words(isolated(words) for words in found[:MOST_PASSED])
        more = " …" if len(found) > MOST_PASSED else ""
        words = _("This stands beside the tables and was not read: %(words)s")
        reading.notes.append(words % {"words": named + more})
