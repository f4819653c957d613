"""Every read of needs, scoped to the reader."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from twoshores.accounts.models import User
from twoshores.accounts.readers import Reader
from twoshores.actors.models import Membership
from twoshores.actors.permissions.people import WRITERS

from ..models import Need, NeedRequirement

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
    office = Membership.objects.filter(
        user=user, organisation=OuterRef("organisation"), role__in=WRITERS
    )
    return (
        Need.objects.filter(organisation__in=own)
        .annotate(reader_writes=Exists(office))
        .select_related("organisation", "place__parent__parent")
    )


def reader_writes(need: Need) -> bool:
    """Whether the reader whom `needs_owned_by` was asked for acts for the need's organisation.

    For links only: what a reader may do is decided in permissions.
    """
    return bool(getattr(need, "reader_writes", False))


def need_or_404(user: Reader, pk: object) -> Need:
    """One need that the reader may see, or Http404."""
    need = with_lines(needs_visible_to(user)).filter(pk=str(pk)).first()
    if need is None:
        raise Http404
    return need


def own_need_or_404(user: User, pk: object) -> Need:
    """One need of an organisation that the reader is a member of, or Http404."""
    need = with_lines(needs_owned_by(user)).filter(pk=str(pk)).first()
    if need is None:
        raise Http404
    return need


def with_lines(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with everything that a page and the matching read of each: two more queries."""
    lines = NeedRequirement.objects.select_related("concept")
    return needs.prefetch_related(Prefetch("requirements", lines), "beneficiaries")
