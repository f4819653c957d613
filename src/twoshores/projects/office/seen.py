"""Tables that a file shows and nobody changes in it: what was changed there is told, not taken."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from .columns import SEEN_SECTIONS
from .found import Reading, at, shown
from .raw import RawCell, RawTable
from .state import Row

type AsLeft = Callable[[Row, str, RawCell], bool]


def check_seen(table: RawTable, places: dict[str, int], reading: Reading, as_left: AsLeft) -> None:
    """A trouble for every cell that was changed, every row that was added or is missing."""
    missing = {row.id: row for row in reading.left.of(table.section)}
    for raw in table.rows:
        row = missing.pop(raw.id, None)
        first = next((cell for cell in raw.cells if not cell.is_blank), RawCell())
        if row is None:
            if not first.is_blank:
                words = _("Nothing can be added here: note it in the project, then it stands here.")
                where = first.where or str(raw.number)
                reading.trouble(table, where, shown(first)[:60], "", words)
            continue
        for key in places:
            cell = at(raw.cells, places, key)
            if not as_left(row, key, cell):
                words = _("This comes from what was noted in the project, and is changed there. "
                          "It was left as it is.")  # fmt: skip
                where = cell.where or str(raw.number)
                reading.trouble(table, where, name_of(row), reading.head(table.section, key), words)
    for row in missing.values():
        words = _("This row is missing in the file. It stays as it is.")
        reading.trouble(table, "", name_of(row), "", words)


def name_of(row: Row) -> str:
    """The words that a row of figures is known by."""
    return row.fields.get("text", "")[:60] or row.fields.get("currency", "")


def is_seen_only(section: str) -> bool:
    return section in SEEN_SECTIONS
