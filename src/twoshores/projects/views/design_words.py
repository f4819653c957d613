"""A design kept as tables, in words: for reading, and beside another state of it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from twoshores.catalogue.selectors import blocks_for_design
from twoshores.common.formatting import format_day, format_number, join_words
from twoshores.common.territories import country_name
from twoshores.engines.comparison import TableChanges, compare_all

from ..design_parts import PARTS, Column
from ..selectors.design import Tables
from .basics import reader_language

BETWEEN = " · "


def sections(tables: Tables) -> list[dict[str, Any]]:
    """Each part that has rows: its label, and each row's title with what else is said of it.

    Targets stand under their indicator, amounts under their line, doers under their activity.
    """
    (tables,) = _named(tables)
    below = _below(tables)
    return [
        {
            "label": PARTS[key].label,
            "rows": [
                {
                    "title": title(key, identity, tables),
                    "facts": _facts(key, row, tables) + below.get((key, identity), []),
                }
                for identity, row in table.items()
            ],
        }
        for key, table in tables.items()
        if table and not PARTS[key].under
    ]


def not_kept(*states: Tables) -> list[str]:
    """Labels of the parts that one of the states does not know: nobody kept them then, which is
    not to say that there was nothing."""
    return [
        str(part.label) for key, part in PARTS.items() if any(key not in state for state in states)
    ]


def _named(*states: Tables) -> list[Tables]:
    """The same, building blocks by their titles in the reader's language. At most two queries."""
    keys = {row["block"] for state in states for row in state.get("blocks", {}).values()}
    if not keys:
        return list(states)
    known = blocks_for_design(sorted(keys), reader_language())
    titles = {key: known[key].title if key in known else key for key in keys}
    return [
        state
        | {
            "blocks": {
                identity: row | {"block": titles[row["block"]]}
                for identity, row in state.get("blocks", {}).items()
            }
        }
        for state in states
    ]


def _below(tables: Tables) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(part, identity) -> facts that rows of other parts say of it."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key, table in tables.items():
        part = PARTS[key]
        if not part.under:
            continue
        host, named = part.title
        for row in table.values():
            said = [value for _label, value in _facts(key, row, tables)]
            label = words(part.columns[named], row[named], tables)
            found[part.columns[host].of, row[host]].append((label, join_words(said)))
    return found


def _facts(key: str, row: dict[str, Any], tables: Tables) -> list[tuple[str, str]]:
    part = PARTS[key]
    return [
        (str(column.label), words(column, row[name], tables))
        for name, column in part.columns.items()
        if name not in part.title and row.get(name) is not None
    ]


def title(key: str, identity: str, tables: Tables) -> str:
    """What a row is called: the words of its part's title columns."""
    row = tables.get(key, {}).get(identity)
    if row is None:
        return "–"
    part = PARTS[key]
    said = [words(part.columns[name], row.get(name), tables) for name in part.title]
    return BETWEEN.join(text for text in said if text)


def words(column: Column, value: Any, tables: Tables) -> str:
    """A value for the reader; "" for nothing."""
    if value is None:
        return ""
    made = {
        "choice": lambda: str(column.choices.get(value, value)),
        "choices": lambda: join_words(column.choices.get(one, one) for one in value),
        "country": lambda: country_name(value),
        "day": lambda: format_day(date.fromisoformat(value)),
        "number": lambda: format_number(Decimal(value)),
        "yes_no": lambda: _("Yes") if value else _("No"),
        "row": lambda: title(column.of, value, tables),
    }
    return made[column.kind]() if column.kind in made else str(value)


def changes(before: Tables, now: Tables) -> list[dict[str, Any]]:
    """Each part that differs: titles added and taken out, and what changed, label by label."""
    found = compare_all(before, now)
    before, now = _named(before, now)
    return [_changed(key, made, before, now) for key, made in found.items()]


def _changed(key: str, made: TableChanges, before: Tables, now: Tables) -> dict[str, Any]:
    columns = PARTS[key].columns
    return {
        "label": PARTS[key].label,
        "added": [title(key, identity, now) for identity in made.added],
        "removed": [title(key, identity, before) for identity in made.removed],
        "changed": [
            {
                "title": title(key, one.row, now),
                "label": columns[one.column].label,
                "before": words(columns[one.column], one.before, before),
                "now": words(columns[one.column], one.now, now),
            }
            for one in made.changed
            if one.column in columns
        ],
    }
