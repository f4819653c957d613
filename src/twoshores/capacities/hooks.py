"""What this app does when a person changes in the actors app: the index hears of it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.actors.hooks import NextStep
from twoshores.actors.models import Introduction, Person
from twoshores.common.models import Place

from .matching.roster_index import NOBODY, note_changes
from .models import DigestSubscription, Engagement, EngagementEvent, Feedback, Profile, Side
from .selectors.engagements import engagement_token
from .services.offer_texts import index_offer_texts
from .services.phrases import phrases_follow_people, phrases_let_go


def person_changed(person: Person) -> None:
    """Consent or facts changed: matching and search must read the profile again."""
    numbers = list(Profile.objects.filter(person=person).values_list("number", flat=True))
    # Without an offer they still count among those of a region, which lists name from five on.
    note_changes(numbers or [NOBODY])
    if numbers:
        index_offer_texts([person.pk])
        phrases_follow_people([person.pk])


def places_merged(kept: Place, _dropped: Place) -> None:
    """Who lives there or is tied to it is read again; lists that named the other name it anew."""
    at_it = Q(person__residence=kept) | Q(person__residence__parent=kept)
    at_it |= Q(person__ties__place=kept) | Q(person__ties__place__parent=kept)
    numbers = Profile.objects.filter(at_it).values_list("number", flat=True).distinct()
    note_changes([*numbers, NOBODY])


def taxonomy_changed() -> None:
    """What shortlists call a skill, and what answers it, may be different."""
    note_changes([NOBODY])


def person_erased(person: Person) -> None:
    """The offer goes; the number stays in the change log, so that the index drops it at once.

    Of engagements the organisation keeps what it wrote; what the person wrote goes.
    """
    person_changed(person)
    Profile.objects.filter(person=person).delete()
    index_offer_texts([person.pk])
    phrases_let_go()
    DigestSubscription.objects.filter(person=person).delete()
    theirs = {"side": Side.PERSON, "engagement__introduction__asked": person}
    EngagementEvent.objects.filter(**theirs).update(text="", by=None)
    Feedback.objects.filter(**theirs).update(text="")


def introduction_next(introduction: Introduction, by_link: bool) -> NextStep | None:
    """After a yes about a need: the terms of reference, by the door the reader came through."""
    engagement = (
        Engagement.objects.filter(introduction=introduction).select_related("introduction").first()
    )
    if engagement is None:
        return None
    if by_link:
        href = reverse("engagement_link", args=[engagement_token(engagement)])
    else:
        href = reverse("engagement", args=[engagement.pk])
    return NextStep(_("Write down what you agree on"), href)


def person_merged(keep: Person, drop: Person) -> None:
    """The kept record keeps its own offer; if it has none, it takes the other's."""
    if not Profile.objects.filter(person=keep).exists():
        dropped = Profile.objects.filter(person=drop).first()
        if dropped is not None:
            _move_profile(dropped, keep)
    person_changed(keep)


def _move_profile(dropped: Profile, keep: Person) -> None:
    """The person is the primary key, so the row is written anew and its lines follow."""
    skills, languages = list(dropped.skills.all()), list(dropped.languages.all())
    number = dropped.number
    dropped.delete()
    dropped.pk = keep.pk
    dropped.person = keep
    dropped.number = number
    dropped._state.adding = True
    dropped.save(force_insert=True)
    for line in (*skills, *languages):
        line.pk = None
        line.profile = dropped  # type: ignore[attr-defined]
        line.save(force_insert=True)
