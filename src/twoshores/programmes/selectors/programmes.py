"""Programmes that a reader may know of, and who works for one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.common.links import BadLink, read_token
from twoshores.common.models import Visibility
from twoshores.projects.models import Project

from ..models import Office, OfficeInvitation, Programme, Proposal

INVITATION = "office_invitation"
INVITATION_DAYS = 14


def _inside(user: User) -> Q:
    members = Membership.objects.filter(user=user, organisation=OuterRef("organisation"))
    offices = Office.objects.filter(user=user, ended_on__isnull=True, programme=OuterRef("pk"))
    return Q(Exists(members)) | Q(Exists(offices))


def programmes_visible_to(user: Reader) -> QuerySet[Programme]:
    """Those shown to everybody, or to everybody signed in; always those one works for."""
    shown = Q(visibility=Visibility.PUBLIC)
    if user.is_authenticated:
        shown |= Q(visibility=Visibility.MEMBERS) | _inside(user)
    return Programme.objects.filter(shown).select_related("organisation")


def programmes_worked_on_by(user: User) -> QuerySet[Programme]:
    """Programmes of the reader's organisations and those the reader has an office in."""
    found = Programme.objects.filter(_inside(user)).select_related("organisation")
    return found.annotate(call_count=Count("calls"))


def programme_or_404(user: User, pk: Any) -> Programme:
    """A programme that the reader works for, or Http404."""
    try:
        return programmes_worked_on_by(user).get(pk=pk)
    except (Programme.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def offices_of(programme: Programme) -> QuerySet[Office]:
    """Offices that last, with their users. The caller has asked `standing_with(...).reads`."""
    return programme.offices.filter(ended_on__isnull=True).select_related("user")


def invitation_by_token(token: str) -> OfficeInvitation:
    """The invitation of a link, or BadLink."""
    pk, nonce = read_token(INVITATION, token, max_days=INVITATION_DAYS)
    found = (
        OfficeInvitation.objects.filter(pk=pk, nonce=nonce)
        .select_related("programme__organisation")
        .first()
    )
    if found is None:
        raise BadLink.used()
    return found


def programmes_of_project(project: Project) -> QuerySet[Programme]:
    """Programmes to whose calls a project was proposed. The reader was let into the project."""
    proposed = Proposal.objects.filter(project=project).exclude(state=Proposal.State.WITHDRAWN)
    return Programme.objects.filter(calls__proposals__in=proposed).distinct()
