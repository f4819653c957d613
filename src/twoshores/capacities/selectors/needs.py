"""Every read of needs, scoped to the reader."""

from django.db.models import Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership

from ..models import Need

PUBLIC_STATES = (Need.State.OPEN, Need.State.FILLED)


def needs_visible_to(user: Reader) -> QuerySet[Need]:
    """Open and filled needs for everybody; drafts and closed ones for the organisation's own."""
    shown = Q(state__in=PUBLIC_STATES)
    if user.is_authenticated:
        own = Membership.objects.filter(user=user).values("organisation")
        shown |= Q(organisation__in=own)
    return Need.objects.filter(shown).select_related("organisation", "place__parent__parent")


def needs_owned_by(user: User) -> QuerySet[Need]:
    """Needs of the organisations that the reader is a member of."""
    own = Membership.objects.filter(user=user).values("organisation")
    return Need.objects.filter(organisation__in=own).select_related("organisation", "place")


def need_or_404(user: Reader, pk: object) -> Need:
    """One need that the reader may see, or Http404."""
    need = (
        needs_visible_to(user)
        .filter(pk=str(pk))
        .prefetch_related("requirements__concept", "beneficiaries")
        .first()
    )
    if need is None:
        raise Http404
    return need
