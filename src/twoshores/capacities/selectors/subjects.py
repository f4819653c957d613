"""How an introduction shows the need that it is about."""

from uuid import UUID

from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.permissions.people import writes_for
from twoshores.actors.subjects import Subject

from ..models import Need


def need_subject(pk: str) -> Subject | None:
    need = Need.objects.filter(pk=UUID(pk)).first()
    if need is None:
        return None
    return Subject(need.title, need.language, need.description, reverse("need", args=[need.pk]))


def may_ask_about_need(user: User, pk: str) -> bool:
    """Officers of the organisation, while the need is open."""
    need = Need.objects.filter(pk=UUID(pk), state=Need.State.OPEN).first()
    return need is not None and writes_for(user, need.organisation)
