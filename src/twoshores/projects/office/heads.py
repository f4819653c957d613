"""Which column of a returned table is which: by heads in any language, wherever they stand."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from twoshores.common.folding import fold
from twoshores.common.formatting import isolated, join_words

from .columns import (
    AMOUNT,
    BUDGET,
    COLUMNS,
    TARGET,
    UNITS,
    Kind,
    base_of,
    heads_in_all_languages,
    period_heads_in_all_languages,
)
from .found import Reading
from .raw import RawTable


def columns_of(table: RawTable, reading: Reading, *, written: bool) -> dict[str, int]:
    """Key -> place of its column in a table; notes what is not ours, stands twice or is missing.

    written: the file is a document, which spreads its columns over several tables.
    """
    heads = dict(heads_in_all_languages(table.section))
    for period, name in reading.left.periods.items():
        for head, base in period_heads_in_all_languages(name).items():
            heads[head] = f"{base}:{period}"
    found: dict[str, list[int]] = {}
    strange = []
    for place, head in enumerate(table.heads):
        key = heads.get(fold(head), "")
        if key and base_of(key) in _bases(table.section):
            found.setdefault(key, []).append(place)
        elif head or any(not row.cells[place].is_blank for row in table.rows):
            strange.append(head or _("without a head"))
    twice = [table.heads[places[0]] for places in found.values() if len(places) > 1]
    missing = [] if table.more or written else _missing(table.section, reading, found)
    _note(table.name, reading, strange, twice, missing)
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def _bases(section: str) -> set[str]:
    keys = {column.key for column in COLUMNS[section]}
    return keys | {UNITS} if section == BUDGET else keys


def note_missing(section: str, name: str, reading: Reading, found: Collection[str]) -> None:
    """Of a document, whose columns are spread over several tables: those that none of them has."""
    _note(name, reading, [], [], _missing(section, reading, found))


def _note(
    name: str, reading: Reading, strange: list[str], twice: list[str], missing: list[str]
) -> None:
    for heads, words in (
        (strange, _("%(table)s: these columns are not ours and were passed over: %(heads)s")),
        (twice, _("%(table)s: these columns stand twice and were not read: %(heads)s")),
        (missing, _("%(table)s: these columns are missing, so nothing "
                    "changes in them: %(heads)s")),
    ):  # fmt: skip
        if heads:
            named = join_words(isolated(head[:60]) for head in heads)
            reading.notes.append(words % {"table": isolated(name), "heads": named})


def _missing(section: str, reading: Reading, found: Collection[str]) -> list[str]:
    wanted = [
        key
        for column in COLUMNS[section]
        if column.kind not in {Kind.OWN, Kind.SUM}
        for key in _expanded(column.key, reading)
    ]
    return [reading.head(section, key) for key in wanted if key not in found]


def _expanded(key: str, reading: Reading) -> list[str]:
    if key in {TARGET, AMOUNT}:
        return [f"{key}:{period}" for period in reading.left.periods]
    return [key]
