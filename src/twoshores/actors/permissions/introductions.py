"""Who may ask, answer and read an introduction."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.common.decisions import YES, Decision, no

from ..introduction_states import OPEN_STATES
from ..models import Actor, Introduction, Person
from .people import writes_for_actor


def can_ask_introduction(user: Reader, asking: Actor, asked: Actor) -> Decision:
    """For an actor one acts for; of somebody who agreed to be asked and has room for an ask."""
    if not writes_for_actor(user, asking):
        return no(_("Only coordinators and officers ask for an introduction."))
    if asking.pk == asked.pk:
        return no(_("You cannot ask yourselves."))
    if asked.kind == Actor.Kind.PERSON and not _may_be_asked(asked):
        return no(_("This person does not take asks at the moment."))
    open_asks = Introduction.objects.filter(asked=asked, state__in=OPEN_STATES).count()
    if open_asks >= settings.OPEN_INTRODUCTIONS_LIMIT:
        return no(
            _("This person already has as many open asks as they may get. Try again in some days.")
        )
    return YES


def _may_be_asked(asked: Actor) -> bool:
    return Person.objects.filter(
        pk=asked.pk, erased_at=None, asked_until__gt=timezone.now()
    ).exists()


def can_answer_introduction(user: Reader | None, introduction: Introduction) -> Decision:
    """The asked side. A signed link proves it instead of a user (user None)."""
    if user is None or writes_for_actor(user, introduction.asked):
        return YES
    return no(_("Only the one who was asked can answer."))


def can_follow_introduction(user: Reader, introduction: Introduction) -> Decision:
    """The asking side: answer a question, take the ask back."""
    if writes_for_actor(user, introduction.asking):
        return YES
    return no(_("Only the one who asked can do this."))
