"""Who may ask, answer and read an introduction."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twoshores.accounts.readers import Reader
from twoshores.common.decisions import YES, Decision, no

from ..introduction_states import OPEN_STATES
from ..models import Actor, Introduction, Membership, Person
from .people import WRITERS, writes_for_actor


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


@dataclass(frozen=True, slots=True)
class Standing:
    """For which sides of an introduction a reader speaks; for neither: only looks on."""

    answers: bool
    follows: bool


def standing_in(user: Reader, introduction: Introduction) -> Standing:
    """Which sides a reader speaks for, in one query. The introduction holds its actors."""
    if not user.is_authenticated:
        return Standing(False, False)
    sides = (introduction.asked, introduction.asking)
    offices = set(
        Membership.objects.filter(
            user=user, role__in=WRITERS, organisation__in=[side.pk for side in sides]
        ).values_list("organisation_id", flat=True)
    )
    answers, follows = (
        side.person.user_id == user.pk if side.kind == Actor.Kind.PERSON else side.pk in offices
        for side in sides
    )
    return Standing(answers, follows)
