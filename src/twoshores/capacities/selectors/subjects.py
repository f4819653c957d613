"""How an introduction shows the need that it is about."""

from uuid import UUID

from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.subjects import Subject

from ..models import Need


def need_subject(pk: str) -> Subject | None:
    return need_subjects([pk]).get(pk)


def need_subjects(ids: list[str]) -> dict[str, Subject]:
    """Many needs at once, for lists of introductions. One query."""
    rows = Need.objects.filter(pk__in=[UUID(pk) for pk in ids])
    return {str(need.pk): _subject(need) for need in rows}


def _subject(need: Need) -> Subject:
    return Subject(need.title, need.language, need.description, reverse("need", args=[need.pk]))


def may_ask_about_need(user: User, pk: str) -> bool:
    """Officers of the organisation, while the need is open."""
    need = Need.objects.filter(pk=UUID(pk), state=Need.State.OPEN).first()
    return need is not None and writes_for(user, need.organisation)
