"""Every read of engagements, scoped to their two sides."""

from django.db.models import Q, QuerySet

from twoshores.accounts.models import User
from twoshores.actors.models import Membership, Person
from twoshores.common.links import BadLink, make_token, read_token

from ..models import Engagement, Feedback, Side

LINK_PURPOSE = "engagement"


def engagements_visible_to(user: User) -> QuerySet[Engagement]:
    """Those of the reader's own person and of organisations they are a member of."""
    if not user.is_authenticated:
        return Engagement.objects.none()
    offices = Membership.objects.filter(user=user).values("organisation")
    return (
        Engagement.objects.filter(
            Q(introduction__asking__in=offices) | Q(introduction__asked__person__user=user)
        )
        .select_related(
            "need__place__parent__parent",
            "introduction__asking__organisation",
            "introduction__asked__person",
        )
        .order_by("-created_at")
    )


def engagements_with(person: Person, limit: int = 10) -> list[Engagement]:
    """Those of one person, newest first. The caller has been scoped to their own record."""
    rows = Engagement.objects.filter(introduction__asked=person)
    return list(rows.select_related("need", "introduction").order_by("-created_at")[:limit])


def engagement_token(engagement: Engagement) -> str:
    """The signed token of the person's link; it ends with the introduction's nonce."""
    return make_token(LINK_PURPOSE, engagement.pk, str(engagement.introduction.nonce))


def engagement_by_token(token: str) -> Engagement:
    """The engagement of a person's link, or BadLink."""
    pk, nonce = read_token(LINK_PURPOSE, token, max_days=366)
    engagement = (
        Engagement.objects.filter(
            pk=pk, introduction__nonce=nonce, introduction__asked__person__erased_at=None
        )
        .select_related(
            "need__place__parent__parent",
            "introduction__asking__organisation",
            "introduction__asked__person",
        )
        .first()
    )
    if engagement is None:
        raise BadLink.used()
    return engagement


def feedback_shown(engagement: Engagement, side: str) -> list[Feedback]:
    """One's own feedback; the other's once both have spoken, so that neither answers it."""
    given = list(engagement.feedback.all())
    if len(given) == len(Side.values):
        return given
    return [feedback for feedback in given if feedback.side == side]
