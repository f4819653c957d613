"""How an introduction shows the call that it is about."""

from uuid import UUID

from django.urls import reverse

from twoshores.actors.subjects import Subject
from twoshores.common.translations import Facing, facing_lists
from twoshores.projects.views.basics import reader_language

from .models import Call


def call_subject(pk: str) -> Subject | None:
    return call_subjects([pk]).get(pk)


def call_subjects(ids: list[str]) -> dict[str, Subject]:
    """Many calls at once, for lists of introductions, in the reader's language where it is there.
    One query, two where one is written in another."""
    rows = list(Call.objects.filter(pk__in=[UUID(pk) for pk in ids]))
    found = facing_lists(rows, ("title", "summary"), reader_language())
    return {str(row.pk): _subject(row, found[row.pk]) for row in rows}


def _subject(row: Call, facing: Facing) -> Subject:
    title, summary = facing.texts["title"], facing.texts["summary"]
    return Subject(title, facing.language, summary, reverse("call_partners", args=[row.code]))
