"""How an introduction shows the call that it is about."""

from uuid import UUID

from django.urls import reverse

from twoshores.actors.subjects import Subject

from .models import Call


def call_subject(pk: str) -> Subject | None:
    return call_subjects([pk]).get(pk)


def call_subjects(ids: list[str]) -> dict[str, Subject]:
    """Many calls at once, for lists of introductions. One query."""
    rows = Call.objects.filter(pk__in=[UUID(pk) for pk in ids])
    return {
        str(row.pk): Subject(
            row.title, row.language, row.summary, reverse("call_partners", args=[row.code])
        )
        for row in rows
    }
