"""Rows of many projects that are written together: one statement a table, not one a project."""

from collections import defaultdict
from typing import Any

from django.db.models import Model

from ..models import (
    Alignment,
    Indicator,
    Measurement,
    Period,
    Project,
    ProjectCountry,
    ProjectPartner,
    PublishedBudget,
    Result,
    Target,
    Transaction,
)

# What is pointed at stands before what points.
TABLES: tuple[type[Model], ...] = (
    *(Project, ProjectCountry, ProjectPartner, Alignment, Period, Result, Indicator),
    *(Target, Measurement, Transaction, PublishedBudget),
)


class Rows:
    """New rows, waiting. After `flush` each has its key, and nothing waits any more."""

    def __init__(self) -> None:
        self._waiting: dict[type[Any], list[Any]] = defaultdict(list)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self._waiting[type(row)].append(row)

    def flush(self) -> None:
        for model in TABLES:
            if rows := self._waiting.pop(model, None):
                model._default_manager.bulk_create(rows)
        assert not self._waiting, "a table that TABLES does not name"
