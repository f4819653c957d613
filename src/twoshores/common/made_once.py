"""Queries whose SQL Django makes once a process, for pages that ask the same of many records.

A union of ten queries takes Django ten times longer to write than SQLite to answer. What is asked
is always the same but for the key of one record, so that the text can be kept and the key put in.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet


def day_of(value: date | str | None) -> date | None:
    """A day as PostgreSQL or SQLite has it."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def flag_of(value: bool | int | None) -> bool | None:
    """Yes, no or nothing as PostgreSQL or SQLite has it."""
    return None if value is None else bool(value)


class MadeOnce[M: Model]:
    """rows(pk): what `make` asks of the record with that key, as plain tuples of the database.

    make: builds the query out of a record that has a key and nothing else, and may ask for nothing
    else of the record. Nothing is converted: texts and whole numbers are the same everywhere, days
    and yes or no come as the database has them (`day_of`, `flag_of`). With a variant, the query
    may differ by that text.
    """

    def __init__(self, model: type[M], make: Callable[[M, str], QuerySet[Any, Any]]) -> None:
        self._model, self._make = model, make
        self._made: dict[tuple[str, str], tuple[str, tuple[Any, ...]]] = {}

    def rows(self, pk: Any, variant: str = "") -> list[tuple[Any, ...]]:
        """One query. The key stands where the stand-in's stood when the text was made."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept = (connection.vendor, variant)
        if kept not in self._made:
            self._made[kept] = self._text(connection, variant)
        sql, params = self._made[kept]
        key = self._key(pk, connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, [key if value is _HERE else value for value in params])
            return list(cursor.fetchall())

    def _text(self, connection: Any, variant: str) -> tuple[str, tuple[Any, ...]]:
        stand_in = self._model(pk=_STAND_IN)
        asked = self._make(stand_in, variant).query
        sql, params = asked.get_compiler(connection=connection).as_sql()
        key = self._key(_STAND_IN, connection)
        assert key in params, "a query that does not ask for the record"
        return sql, tuple(_HERE if value == key else value for value in params)

    def _key(self, pk: Any, connection: Any) -> Any:
        return self._model._meta.pk.get_db_prep_value(pk, connection, prepared=False)


_STAND_IN = "5eed5eed-5eed-4eed-8eed-5eed5eed5eed"
_HERE = object()
