"""Events and papers of a programme, for those who work for it and for its grantees."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership

from ..models import Office, Programme, ProgrammeEvent, ProgrammePaper, Proposal
from ..permissions.leaving import present_in


def _near(user: User) -> QuerySet[Programme]:
    """Programmes that a reader works for, or that a project of theirs was proposed to. Whoever left
    the project is not invited any more (see `permissions.leaving`)."""
    own = Membership.objects.filter(user=user).values("organisation")
    offices = Office.objects.filter(user=user, ended_on__isnull=True, programme=OuterRef("pk"))
    proposals = Proposal.objects.filter(call__programme=OuterRef("pk")).filter(
        Q(project__owner__in=own) | Q(project__partners__in=present_in(own))
    )
    return Programme.objects.filter(Q(organisation__in=own) | Exists(offices) | Exists(proposals))


def events_to_come(programmes: Sequence[Programme]) -> QuerySet[ProgrammeEvent]:
    """Events of some programmes that have not ended, the next one first."""
    rows = ProgrammeEvent.objects.filter(programme__in=programmes, ends_at__gte=timezone.now())
    return rows.order_by("starts_at")


def papers_of(programmes: Sequence[Programme]) -> QuerySet[ProgrammePaper]:
    """Papers of some programmes, as they were added."""
    return ProgrammePaper.objects.filter(programme__in=programmes)


def event_or_404(user: User, pk: Any) -> ProgrammeEvent:
    """One event that the reader is near, or Http404."""
    rows = ProgrammeEvent.objects.filter(programme__in=_near(user)).select_related("programme")
    try:
        return rows.get(pk=pk)
    except ProgrammeEvent.DoesNotExist as error:
        raise Http404 from error


def paper_or_404(user: User, pk: Any) -> ProgrammePaper:
    """One paper that the reader is near, or Http404."""
    try:
        return ProgrammePaper.objects.filter(programme__in=_near(user)).get(pk=pk)
    except ProgrammePaper.DoesNotExist as error:
        raise Http404 from error


def path_of(paper: ProgrammePaper) -> str:
    """Where its bytes lie in the storage: named by ids, never by what somebody chose."""
    return f"programmes/{paper.programme_id}/{paper.pk}"
