"""Everything we hold about a person, for that person to take away (GDPR articles 15 and 20)."""

from typing import Any

from django.db import models

from twoshores.common.models import AuditEvent

from ..models import Person
from ..own_records import EXPORTS
from .introductions import shown_name
from .own import own_introductions


def own_data(person: Person) -> dict[str, Any]:
    """Plain values by section, as JSON says them (DjangoJSONEncoder for dates and ids)."""
    identity = getattr(person, "identity", None)
    return {
        "person": _fields(person, "pseudonym", "language", "sex", "age_band", "created_at")
        | {"residence": str(person.residence or "")},
        "identity": _fields(identity, "full_name", "email", "phone") if identity else {},
        "ties": [
            _fields(tie, "kind", "direction", "since", "until", "strength", "note", "group")
            | {"place": str(tie.place or "")}
            for tie in person.ties.select_related("place")
        ],
        "consents": [
            _fields(
                row,
                *("purpose", "given", "channel", "witness", "text_version", "text_language"),
                *("at", "expires_at", "ended_at"),
            )
            | {"recorded_by": row.registrar.name if row.registrar else ""}
            for row in person.consents.select_related("registrar").order_by("at")
        ],
        "registrations": [
            _fields(row, "at", "ended_at") | {"organisation": row.organisation.name}
            for row in person.registrations.select_related("organisation")
        ],
        "looks": [
            _fields(row, "what", "day", "subject_kind", "subject_id")
            | {"by": row.organisation.name if row.organisation else row.viewer}
            for row in person.looks.select_related("organisation").order_by("day", "pk")
        ],
        "reveals": [_fields(row, "reason", "at") for row in person.reveals.order_by("at")],
        "introductions": _introductions(person),
        "history": [
            _fields(row, "at", "verb", "fields")
            for row in AuditEvent.objects.filter(about_id=str(person.pk)).order_by("at")
        ],
        **{name: export(person) for name, export in EXPORTS.items()},
    }


def _introductions(person: Person) -> list[dict[str, Any]]:
    rows = own_introductions(person).prefetch_related("messages")
    return [
        _fields(
            row,
            *("state", "message", "message_language", "reason", "asked_at", "answered_at"),
            *("expires_at", "subject_kind", "subject_id"),
        )
        | {
            "asking": shown_name(row.asking),
            "asked": shown_name(row.asked),
            "messages": [
                _fields(message, "from_asked", "text", "language", "at")
                for message in row.messages.all()
            ],
        }
        for row in rows
    ]


def _fields(row: models.Model, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
