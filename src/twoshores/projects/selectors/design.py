"""The whole design of a project that the reader was let into, as tables of plain values."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Expression, F, QuerySet, TextField, Value
from django.db.models.functions import Cast, JSONObject

from ..design_parts import PARTS, Column, Part
from ..models import Project

type Tables = dict[str, dict[str, dict[str, Any]]]
_KEY, _ORDER = "~key", "~order"


def design_of(project: Project) -> Tables:
    """Part -> identity of a row -> column -> value. One query, whatever the size of the design.

    Values: text, None for nothing (blank too), True or False, lists of words; days as ISO text,
    numbers as the shortest decimal text, related rows by their identity.
    """
    first, *rest = [_query(key, part, project) for key, part in PARTS.items()]
    raw: dict[str, list[dict[str, Any]]] = {key: [] for key in PARTS}
    for key, body in first.union(*rest, all=True).order_by():
        raw[key].append(body)
    return {key: _table(part, raw[key]) for key, part in PARTS.items()}


def _query(key: str, part: Part, project: Project) -> QuerySet[Any, Any]:
    body = {name: _expression(name, column) for name, column in part.columns.items()}
    body[_KEY] = Cast("pk", TextField())
    rows = part.model._default_manager.filter(**{part.to_project: project.pk}).order_by()
    return rows.values_list(
        Value(key, output_field=CharField()), JSONObject(**body, **{_ORDER: F(part.order)})
    )


def _expression(name: str, column: Column) -> Expression | F:
    path = column.path or name
    # As text: a database's own JSON would round numbers, and write keys in its own manner.
    if column.kind in {"number", "row"}:
        return Cast(f"{path}_id" if column.kind == "row" else path, TextField())
    return F(path)


def _table(part: Part, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    ordered = sorted(rows, key=lambda row: (row[_ORDER], row[_KEY]))
    found = {}
    for raw in ordered:
        row = {name: _plain(column, raw[name]) for name, column in part.columns.items()}
        names = [str(row[name]) for name in part.identity]
        found[":".join(names) or _key(raw[_KEY])] = row
    return found


def _plain(column: Column, value: Any) -> Any:
    """The same value, whichever database it came from."""
    if value is None or value == "":
        return None
    if column.kind == "yes_no":
        return bool(value)
    if column.kind == "number":
        return f"{Decimal(value).normalize():f}"
    if column.kind == "row":
        return _key(value)
    if column.kind == "choices":
        return list(json.loads(value) if isinstance(value, str) else value) or None
    return str(value)


def _key(value: str) -> str:
    """A key as text; one of 128 bits as its 32 hexadecimal digits."""
    return value.replace("-", "")


def tables_in(snapshot: Mapping[str, Any]) -> Tables:
    """The tables of a stored snapshot, rows in the order in which they were written."""
    return {
        key: {row["id"]: {k: v for k, v in row.items() if k != "id"} for row in rows}
        for key, rows in snapshot["parts"].items()
        if key in PARTS
    }
