"""Rows that people added: what they are, and that they come whole or not at all."""

from django.utils.translation import gettext as _

from twoshores.common.folding import fold
from twoshores.common.formatting import join_words

from .columns import (
    GIVEN,
    LOGFRAME,
    PLAN,
    SECTIONS,
    WORDS,
    Kind,
    RowKind,
    codes_of,
    column_of,
    head_words,
)
from .found import Reading, at, shown
from .raw import RawRow, RawTable

NEW = "new:"
RESULT_KINDS = ("goal", "outcome", "output", "indicator", "assumption")


def new_row(
    table: RawTable, raw: RawRow, places: dict[str, int], reading: Reading
) -> tuple[str, str] | None:
    """(id, kind) of a row without a mark; None, with a trouble, where it cannot be one.

    In a further table of a document, the new row of the first one with the same number.
    """
    where = at(raw.cells, places, "text").where or str(raw.number)
    typed = shown(at(raw.cells, places, "number"))
    if table.more:
        return _further(table, where, typed, reading)
    if table.section in GIVEN:
        words = (
            _("A report has these parts and no others.")
            if table.section == WORDS
            else _("The call asks these questions and no others.")
        )
        reading.trouble(table, where, "", "", words)
        return None
    kind = _kind(table, raw, places, reading, where)
    if kind is None:
        return None
    row_id = f"{NEW}{table.section}:{raw.number}"
    taken = {fold(number) for number in reading.numbers.values()}
    if typed and fold(typed) not in taken:
        reading.numbers[row_id] = typed[:12]
    reading.wheres[row_id] = table.name, where
    return row_id, kind


def _further(table: RawTable, where: str, typed: str, reading: Reading) -> tuple[str, str] | None:
    for row_id, kind in reading.kinds.items():
        own = reading.numbers.get(row_id, "")
        if typed and row_id.startswith(f"{NEW}{table.section}:") and fold(own) == fold(typed):
            return row_id, kind
    words = _("Add a new row in the table of its own first, with a number, and write that number "
              "before its further columns.")  # fmt: skip
    reading.trouble(table, where, typed[:12], "", words)
    return None


def _kind(
    table: RawTable, raw: RawRow, places: dict[str, int], reading: Reading, where: str
) -> str | None:
    if table.section != LOGFRAME:
        return "activity" if table.section == PLAN else "line"
    word = shown(at(raw.cells, places, "level"))
    kind = codes_of(RowKind).get(fold(word), "")
    if kind in RESULT_KINDS:
        return kind
    if kind == "activity":
        reading.trouble(table, where, word, "", _("Add activities in the work plan."))
    else:
        labels = join_words(RowKind(each).label for each in RESULT_KINDS)
        words = _("Say what this row is: %(allowed)s.") % {"allowed": labels}
        reading.trouble(table, where, "", head_words(LOGFRAME, "level"), words)
    return None


def only_whole(reading: Reading, broken: set[str]) -> None:
    """Take out new rows of which a cell could not be read, and what rests on them.

    broken: ids of the new rows that had a trouble. A row that stood before loses only the cell
    that refers to one of them.
    """
    gone: set[str] = set()
    while waiting := broken - gone:
        for row_id in sorted(waiting):
            _take_out(reading, row_id)
        gone |= waiting
        broken = broken | _resting_on(reading, gone)
    reading.questions = [q for q in reading.questions if q.row not in gone]


def _take_out(reading: Reading, row_id: str) -> None:
    if reading.rows.pop(row_id, None) is None:
        return
    del reading.kinds[row_id]
    table, where = reading.wheres[row_id]
    words = _("This new row was not taken: it comes whole or not at all. Mend it in the file.")
    reading.report(table, where, reading.numbers.get(row_id, ""), "", words)


def _resting_on(reading: Reading, gone: set[str]) -> set[str]:
    """New rows that refer to one that is gone. A row of ours loses that cell, and it is told."""
    found = set()
    for row_id, fields in reading.rows.items():
        for key, value in list(fields.items()):
            if not _refers(reading, row_id, key, value, gone):
                continue
            if row_id.startswith(NEW):
                found.add(row_id)
                continue
            section = reading.left.rows[row_id].section
            words = _("It refers to a new row that was not taken, so it was left as it is.")
            number, head = reading.numbers.get(row_id, ""), reading.head(section, key)
            reading.report(str(SECTIONS[section]), "", number, head, words)
            del fields[key]
    return found


def _refers(reading: Reading, row_id: str, key: str, value: str, gone: set[str]) -> bool:
    row = reading.left.rows.get(row_id)
    section = row.section if row else row_id.split(":")[1]
    if column_of(section, key).kind not in {Kind.ROW, Kind.ROWS}:
        return False
    return any(part.partition(" ")[0] in gone for part in value.split("\n"))
