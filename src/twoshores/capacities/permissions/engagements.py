"""Who reads and writes an engagement: its two sides."""

from django.utils.translation import gettext_lazy as _

from twoshores.accounts.models import User
from twoshores.actors.permissions.people import writes_for_actor
from twoshores.common.decisions import YES, Decision, no

from ..models import Engagement, Side


def side_of(user: User | None, engagement: Engagement) -> str | None:
    """Which side a user speaks for, if any."""
    introduction = engagement.introduction
    if writes_for_actor(user, introduction.asking):
        return Side.ORGANISATION
    if writes_for_actor(user, introduction.asked):
        return Side.PERSON
    return None


def can_write_engagement(user: User | None, engagement: Engagement, side: str) -> Decision:
    """A user speaks for their own side only; a signed link (user None) for the person's."""
    if user is None and side == Side.PERSON:
        return YES
    if user is not None and side_of(user, engagement) == side:
        return YES
    return no(_("Only the two sides of an engagement write in it, each for itself."))
