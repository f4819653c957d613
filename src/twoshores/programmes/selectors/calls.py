"""Calls of a programme for those who work for it, and what of a call is published."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404

from ..models import Call, CallQuestion, CallVersion, Programme

FACTS = (
    *("code", "title", "language", "summary", "about", "stages", "time_zone"),
    *("opens_at", "concept_deadline", "deadline", "questions_until"),
    *("currency", "budget", "grant_least", "grant_most", "months_least", "months_most"),
)
# What is published of each part, by the name of the list in the body of a version.
PART_FACTS: dict[str, tuple[str, ...]] = {
    "themes": ("title", "about"),
    "criteria": ("level", "component", "title", "guidance", "weight", "most", "least"),
    "prompts": ("whom", "stage", "title", "help", "most_characters", "required"),
    "documents": ("title", "language", "file_name", "file_size", "file_sha256"),
}
_LISTS = {"themes": "themes", "criteria": "criterions", "prompts": "prompts"}


def calls_of(programme: Programme) -> QuerySet[Call]:
    """All calls, with `waiting` questions. The caller has asked `standing_with(...).reads`."""
    asked = Q(questions__state=CallQuestion.State.ASKED)
    return programme.calls.annotate(waiting=Count("questions", filter=asked, distinct=True))


def call_or_404(programme: Programme, pk: str | UUID) -> Call:
    """A call of a programme that the reader was let into."""
    try:
        found = programme.calls.get(pk=pk)
    except (Call.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    found.programme = programme
    return found


def parts_of(call: Call, name: str) -> list[Any]:
    """Themes, criteria, prompts or documents of a call, in their order. One query."""
    return list(getattr(call, _LISTS.get(name, name)).all())


def call_body(call: Call) -> dict[str, Any]:
    """What is published of a call, as JSON: facts, rules, themes, criteria, prompts, documents.

    Moments are in UTC, money and weights are text. Four queries.
    """
    body = _plain(call, FACTS) | {"rules": call.rules}
    for name, facts in PART_FACTS.items():
        body[name] = [{"id": str(row.pk)} | _plain(row, facts) for row in parts_of(call, name)]
    return body


def _plain(row: Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 5 and 5.00 are the same weight
    return value


def last_version(call: Call) -> CallVersion | None:
    return call.versions.order_by("-number").first()
