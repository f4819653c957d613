"""Let some people of the demo meet, by the same services that real people use.

Introductions stand in every state, and engagements too, so that what comes after "agreed" is
seen. Runs once, after the words of needs and offers have been read.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Person
from twoshores.actors.services import introductions
from twoshores.capacities.matching.shortlist import shortlist_of
from twoshores.capacities.models import Engagement, Need, Side
from twoshores.capacities.services import engagements
from twoshores.capacities.services.engagements import NEED_KIND

from .story_words import ANSWER, ASK, FEEDBACK, MATERIAL, NOTE, QUESTION, REASON, TASKS, words

STATES = ("terms", "agreed", "running", "done", "ended")
ANSWERS = ("accepted", "asked", "question", "answered", "declined", "expired", "withdrawn")


def story_is_told() -> bool:
    return Introduction.objects.exists()


@transaction.atomic
def tell_story() -> bool:
    """Returns whether anything was done: once only, and only if somebody can be asked."""
    if story_is_told():
        return False
    pairs = _pairs()
    for state in STATES:
        pair = next(pairs, None)
        if pair is not None:
            _engage(*pair, state)
    for answer in ANSWERS:
        pair = next(pairs, None)
        if pair is not None:
            _ask_and_answer(*pair, answer)
    return True


def _pairs() -> Iterator[tuple[Need, Person, User]]:
    """(need, somebody near the top of its shortlist, its coordinator), each person once.

    The newest need is left alone: it is where a visitor begins.
    """
    used: set[object] = set()
    for need in Need.objects.filter(is_demo=True).order_by("-opened_at")[1:]:
        owner = User.objects.filter(memberships__organisation=need.organisation).first()
        if owner is None:
            continue
        for entry in shortlist_of(need, top=20).entries:
            person = entry.profile.person
            may_be_asked = person.asked_until is not None and person.asked_until > timezone.now()
            if person.pk not in used and may_be_asked:
                used.add(person.pk)
                yield need, person, owner
                break


def _ask(need: Need, person: Person, owner: User) -> Introduction:
    return introductions.introduction_ask(
        by=owner,
        asking=need.organisation,
        asked=person,
        subject_kind=NEED_KIND,
        subject_id=str(need.pk),
        message=words(ASK, need.language),
        language=need.language if need.language in ASK else "en",
    )


def _ask_and_answer(need: Need, person: Person, owner: User, answer: str) -> None:
    introduction = _ask(need, person, owner)
    language = person.language
    if answer == "accepted":
        introductions.introduction_accept(by=None, introduction=introduction)
    elif answer in {"question", "answered"}:
        text = words(QUESTION, language)
        introductions.introduction_question(
            by=None, introduction=introduction, text=text, language=language
        )
        if answer == "answered":
            introductions.introduction_answer(
                by=owner,
                introduction=introduction,
                text=words(ANSWER, need.language),
                language=need.language if need.language in ANSWER else "en",
            )
    elif answer == "declined":
        introductions.introduction_decline(
            by=None, introduction=introduction, reason=words(REASON, language)
        )
    elif answer == "expired":
        Introduction.objects.filter(pk=introduction.pk).update(
            expires_at=timezone.now() - timedelta(days=1)
        )
        introductions.introductions_expire()
    elif answer == "withdrawn":
        introductions.introduction_withdraw(by=owner, introduction=introduction)


def _engage(need: Need, person: Person, owner: User, state: str) -> None:
    introduction = _ask(need, person, owner)
    introductions.introduction_accept(by=None, introduction=introduction)
    engagement = Engagement.objects.get(introduction=introduction)
    if state == "terms":
        return
    engagement = _agree(engagement, owner, need)
    if state == "agreed":
        return
    engagement = engagements.engagement_move(
        by=None, side=Side.PERSON, engagement=engagement, move="begin"
    )
    engagements.engagement_note(
        by=None,
        side=Side.PERSON,
        engagement=engagement,
        text=words(NOTE, person.language),
        language=person.language,
        done_percent=60,
    )
    if state in {"done", "ended"}:
        move = "finish" if state == "done" else "end"
        engagement = engagements.engagement_move(
            by=owner, side=Side.ORGANISATION, engagement=engagement, move=move
        )
    if state == "done":
        _leave_behind(engagement, owner, person, need)


def _agree(engagement: Engagement, owner: User, need: Need) -> Engagement:
    engagement = engagements.engagement_terms_save(
        by=owner,
        side=Side.ORGANISATION,
        engagement=engagement,
        opened_version=engagement.version,
        terms={
            "tasks": words(TASKS, need.language),
            "mode": need.modes[0],
            "starts": need.starts or date(2027, 2, 1),
            "compensation_amount": Decimal("600.00"),
            "compensation_currency": "EUR",
        },
    )
    return engagements.engagement_agree(
        by=None, side=Side.PERSON, engagement=engagement, version=engagement.version
    )


def _leave_behind(engagement: Engagement, owner: User, person: Person, need: Need) -> None:
    engagements.material_add(
        by=None,
        side=Side.PERSON,
        engagement=engagement,
        title=words(MATERIAL, need.language),
        language=need.language if need.language in MATERIAL else "en",
        licence="CC BY 4.0",
    )
    for by, side, language in (
        (None, Side.PERSON, person.language),
        (owner, Side.ORGANISATION, need.language if need.language in FEEDBACK else "en"),
    ):
        engagements.feedback_give(
            by=by,
            side=side,
            engagement=engagement,
            rating=5,
            text=words(FEEDBACK, language),
            language=language,
        )
