"""What a higher app adds to the design review: facts, the words of its findings, pages to mend.

Filled in `AppConfig.ready()`. The rules themselves are the engine's (`engines/review`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

from twoshores.engines.review import Design

from .models import Project
from .review_texts import TEXTS, Told

type Facts = Callable[[Project, Design], Design]


@dataclass(frozen=True, slots=True)
class Mended:
    """Where a fact is written. page: url name that takes the project's id. row: url name that
    takes the id of a row as well, for a finding about a single one; empty where there is none."""

    label: str | Promise
    page: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class _Added:
    facts: list[Facts] = field(default_factory=list)
    fields: dict[str, Mended] = field(default_factory=dict)


ADDED = _Added()


def add_to_review(facts: Facts, texts: Mapping[str, Told], fields: Mapping[str, Mended]) -> None:
    """facts: completes a design that was read, in a bounded number of queries. texts: by code of
    a finding. fields: by the first word of a finding's field."""
    ADDED.facts.append(facts)
    ADDED.fields.update(fields)
    TEXTS.update(texts)
