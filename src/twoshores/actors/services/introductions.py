"""Every write of an introduction (house rule: nobody's name before a yes).

The state table is `introduction_states.MACHINE`. Mails go out after the commit, by tasks.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from .. import hooks, subjects
from ..introduction_states import MACHINE, OPEN_STATES
from ..models import Actor, Introduction, IntroductionMessage, Person
from ..permissions.introductions import (
    can_answer_introduction,
    can_ask_introduction,
    can_follow_introduction,
)
from .mails import sides_told

REMIND_AFTER_DAYS = (5, 11)
MOST_ASKS = 2  # of one actor, by one actor, about one thing


@transaction.atomic
def introduction_ask(
    *,
    by: User,
    asking: Actor,
    asked: Actor,
    subject_kind: str,
    subject_id: str,
    message: str,
    language: str,
) -> Introduction:
    """Ask an actor for an introduction about a subject.

    Raises PermissionDenied (not allowed, no consent to be asked, too many open asks) and
    ValidationError (empty message, a second ask while one is open or after a no).
    """
    # One writer at a time per asked actor, so that the limit holds under concurrent asks.
    Actor.objects.select_for_update().get(pk=asked.pk)
    require(can_ask_introduction(by, asking, asked))
    if not subjects.may_ask_about(by, subject_kind, subject_id):
        raise ValidationError(_("You cannot ask about this."))
    if not message.strip():
        raise ValidationError({"message": _("Write what you would like to ask.")})
    _refuse_repetition(asking, asked, subject_kind, subject_id)
    introduction = Introduction.objects.create(
        asking=asking,
        asked=asked,
        asked_by=by,
        subject_kind=subject_kind,
        subject_id=subject_id,
        message=message.strip(),
        message_language=language,
        expires_at=timezone.now() + timedelta(days=settings.INTRODUCTION_DAYS),
    )
    _tell(introduction, "asked")
    audit.record("introduction.ask", introduction, by=by, about=asked)
    return introduction


def _refuse_repetition(asking: Actor, asked: Actor, kind: str, subject_id: str) -> None:
    """Once more after an ask that ran out or was taken back, then never again."""
    earlier = Introduction.objects.filter(
        asking=asking, asked=asked, subject_kind=kind, subject_id=subject_id
    ).values_list("state", flat=True)
    unanswered = {Introduction.State.EXPIRED, Introduction.State.WITHDRAWN}
    if len(earlier) >= MOST_ASKS or not unanswered.issuperset(earlier):
        raise ValidationError(_("You have asked this person about this already."))


def _move(introduction: Introduction, move: str) -> Introduction:
    """Lock the row, check the move against the table, and set the new state (unsaved)."""
    locked = Introduction.objects.select_for_update().get(pk=introduction.pk)
    locked.state = MACHINE.after(move, locked.state)
    if move in {"accept", "decline", "question"} and locked.expires_at <= timezone.now():
        raise ValidationError(_("This ask has expired. The organisation may ask again."))
    return locked


@transaction.atomic
def introduction_accept(*, by: User | None, introduction: Introduction) -> Introduction:
    """The asked side says yes: from now on both sides see each other's contacts."""
    require(can_answer_introduction(by, introduction))
    moved = _move(introduction, "accept")
    moved.answered_at = timezone.now()
    moved.save(update_fields=["state", "answered_at"])
    for hook in hooks.INTRODUCTION_ACCEPTED:
        hook(moved)
    _tell(moved, "accepted")
    audit.record("introduction.accept", moved, by=by, about=moved.asked)
    return moved


@transaction.atomic
def introduction_decline(
    *, by: User | None, introduction: Introduction, reason: str = ""
) -> Introduction:
    """The asked side says no; a reason may be given and is passed on as written."""
    require(can_answer_introduction(by, introduction))
    moved = _move(introduction, "decline")
    moved.answered_at = timezone.now()
    moved.reason = reason.strip()[:500]
    moved.save(update_fields=["state", "answered_at", "reason"])
    _tell(moved, "declined")
    audit.record("introduction.decline", moved, by=by, about=moved.asked)
    return moved


@transaction.atomic
def introduction_question(
    *, by: User | None, introduction: Introduction, text: str, language: str
) -> IntroductionMessage:
    """The asked side asks back, still under its pseudonym."""
    require(can_answer_introduction(by, introduction))
    return _say(introduction, "question", by, text, language)


@transaction.atomic
def introduction_answer(
    *, by: User, introduction: Introduction, text: str, language: str
) -> IntroductionMessage:
    """The asking side answers a question."""
    require(can_follow_introduction(by, introduction))
    return _say(introduction, "answer", by, text, language)


def _say(
    introduction: Introduction, move: str, by: User | None, text: str, language: str
) -> IntroductionMessage:
    if not text.strip():
        raise ValidationError({"text": _("Write something first.")})
    moved = _move(introduction, move)
    moved.save(update_fields=["state"])
    message = IntroductionMessage.objects.create(
        introduction=moved,
        from_asked=move == "question",
        text=text.strip(),
        language=language,
    )
    _tell(moved, move)
    audit.record(f"introduction.{move}", moved, by=by, about=moved.asked)
    return message


@transaction.atomic
def introduction_withdraw(*, by: User, introduction: Introduction) -> Introduction:
    """The asking side takes its ask back."""
    require(can_follow_introduction(by, introduction))
    moved = _move(introduction, "withdraw")
    moved.answered_at = timezone.now()
    moved.save(update_fields=["state", "answered_at"])
    _tell(moved, "withdrawn")
    audit.record("introduction.withdraw", moved, by=by, about=moved.asked)
    return moved


@transaction.atomic
def introductions_expire() -> int:
    """Close asks nobody answered in time. Idempotent; returns how many. Run hourly."""
    due = Introduction.objects.select_for_update().filter(
        state__in=OPEN_STATES, expires_at__lte=timezone.now()
    )
    count = 0
    for introduction in due:
        introduction.state = MACHINE.after("expire", introduction.state)
        introduction.save(update_fields=["state"])
        _tell(introduction, "expired")
        audit.record("introduction.expire", introduction, by=None, about=introduction.asked)
        count += 1
    return count


@transaction.atomic
def introductions_remind() -> int:
    """Remind those who have not answered, on day 5 and day 11. Returns how many. Run daily.

    Idempotent. If it did not run for a while, one mail stands for all reminders that are due.
    Who does not want to be asked any more may still answer, but is left alone.
    """
    count = 0
    willing = Person.objects.filter(erased_at=None, asked_until__gt=timezone.now())
    waiting = Introduction.objects.select_for_update().filter(
        Q(asked__kind=Actor.Kind.ORGANISATION) | Q(asked__in=willing.values("pk")),
        state=Introduction.State.ASKED,
        reminders_sent__lt=len(REMIND_AFTER_DAYS),
    )
    for introduction in waiting:
        waited = timezone.now() - introduction.asked_at
        due = sum(timedelta(days=days) <= waited for days in REMIND_AFTER_DAYS)
        if due > introduction.reminders_sent:
            introduction.reminders_sent = due
            introduction.save(update_fields=["reminders_sent"])
            _tell(introduction, "reminder")
            count += 1
    return count


def _tell(introduction: Introduction, what: str) -> None:
    """One job for each side that hears of it: the mail of one cannot hold up the other's."""
    from ..tasks import mail_introduction  # tasks import services

    key = str(introduction.pk)

    def enqueue() -> None:
        for side in sides_told(what):
            mail_introduction.enqueue(key, what, side)

    transaction.on_commit(enqueue)
