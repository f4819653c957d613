"""Mediations, scoped to their parties and their mediator."""

from django.db.models import Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS
from twoshores.projects.models import Project

from ..models import Mediation


def mediations_visible_to(user: User, project: Project | None = None) -> QuerySet[Mediation]:
    """Those that somebody is a party to or mediates: writers of a party, nobody else inside it."""
    offices = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    party = Mediation.parties.through.objects.filter(
        projectpartner__organisation__in=offices
    ).values("mediation")
    rows = Mediation.objects.filter(Q(pk__in=party) | Q(facilitator=user))
    return rows if project is None else rows.filter(project=project)


def mediation_or_404(user: User, pk: str) -> Mediation:
    """One mediation with its parties and what was said, or Http404."""
    found = (
        mediations_visible_to(user)
        .filter(pk=pk)
        .select_related("project", "asked_for_by")
        .prefetch_related("parties", "messages__partner", "project__partners")
        .first()
    )
    if found is None:
        raise Http404
    return found


def mediations_waiting() -> QuerySet[Mediation]:
    """For stewards: those that nobody mediates yet. What they are about is not shown."""
    return (
        Mediation.objects.filter(state=Mediation.State.ASKED)
        .defer("about", "outcome")
        .prefetch_related("project__countries")
        .select_related("project")
        .order_by("at")
    )


def mediations_mine(user: User) -> QuerySet[Mediation]:
    """For a steward: those that the steward mediates or mediated, newest first."""
    return Mediation.objects.filter(facilitator=user).select_related("project")
