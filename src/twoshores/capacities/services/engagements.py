"""Every write of an engagement. Its moves are `engagement_states.MACHINE`.

The terms of reference have a version; each side agrees to one version, and the engagement is
agreed when both agreed to the present one. A change of terms asks both again.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version

from ..engagement_states import MACHINE
from ..models import Engagement, EngagementEvent, Feedback, Material, Need, Side
from ..permissions.engagements import can_write_engagement

TERM_FIELDS = (
    "tasks",
    "deliverables",
    "mode",
    "starts",
    "ends",
    "terms",
    "compensation_amount",
    "compensation_currency",
    "compensation_note",
)
NEED_KIND = "capacities.need"


def engagement_open(introduction: Introduction) -> None:
    """Hook of an accepted introduction about a need: the terms of reference begin.

    They start from what the need says, so that both sides correct instead of invent.
    """
    if introduction.subject_kind != NEED_KIND:
        return
    need = Need.objects.filter(pk=introduction.subject_id).first()
    if need is None:
        return
    engagement, made = Engagement.objects.get_or_create(
        introduction=introduction,
        defaults={
            "need": need,
            "language": need.language,
            "tasks": need.description[:4000],
            "mode": need.modes[0] if len(need.modes) == 1 else "",
            "starts": need.starts,
            "ends": need.ends,
            "terms": need.terms,
            "compensation_note": need.offered,
            "is_demo": need.is_demo,
        },
    )
    if made:
        audit.record("engagement.open", engagement, by=None, about=introduction.asked)


@transaction.atomic
def engagement_terms_save(
    *,
    by: User | None,
    side: str,
    engagement: Engagement,
    opened_version: int,
    terms: Mapping[str, Any],
) -> Engagement:
    """Write the terms of reference. Whoever writes them agrees to what they wrote.

    Terms that are sent as they stand are agreed to by whoever sent them.

    Raises StaleVersion if the other side wrote in the meantime, ValidationError for terms that
    contradict themselves, WrongState once the work has begun.
    """
    require(can_write_engagement(by, engagement, side))
    unknown = set(terms) - set(TERM_FIELDS)
    if unknown:
        raise ValueError(f"not terms of reference: {sorted(unknown)}")
    MACHINE.after("rewrite", engagement.state)
    stands = Engagement.objects.select_for_update().get(pk=engagement.pk)
    if stands.version == opened_version and _says(stands, terms):
        return _agree_as_they_stand(by, side, stands)
    changed = save_version(engagement, terms, opened_version=opened_version)
    _check_terms(engagement)
    engagement.state = MACHINE.after("rewrite", engagement.state)
    engagement.organisation_agreed_version = None
    engagement.person_agreed_version = None
    engagement.agreed_at = None
    _agree(engagement, side)
    engagement.save()
    _tell(engagement, "terms", side)
    audit.record("engagement.terms", engagement, by=by, about=_person(engagement), fields=changed)
    return engagement


def _says(engagement: Engagement, terms: Mapping[str, Any]) -> bool:
    return all(getattr(engagement, name) == value for name, value in terms.items())


def _agree_as_they_stand(by: User | None, side: str, engagement: Engagement) -> Engagement:
    """Agreed to, unless this side has done so already. A new version would undo what the other
    side agreed to."""
    own = (
        engagement.organisation_agreed_version
        if side == Side.ORGANISATION
        else engagement.person_agreed_version
    )
    if own == engagement.version:
        return engagement
    return engagement_agree(by=by, side=side, engagement=engagement, version=engagement.version)


def _check_terms(engagement: Engagement) -> None:
    errors: dict[str, str] = {}
    if engagement.starts and engagement.ends and engagement.ends < engagement.starts:
        errors["ends"] = _("The end lies before the beginning.")
    amount, currency = engagement.compensation_amount, engagement.compensation_currency
    if amount is not None and not currency:
        errors["compensation_currency"] = _("Say in which currency.")
    if amount is not None and amount < Decimal(0):
        errors["compensation_amount"] = _("An amount cannot be below zero.")
    if errors:
        raise ValidationError(errors)


def _agree(engagement: Engagement, side: str) -> None:
    if side == Side.ORGANISATION:
        engagement.organisation_agreed_version = engagement.version
    else:
        engagement.person_agreed_version = engagement.version


@transaction.atomic
def engagement_agree(
    *, by: User | None, side: str, engagement: Engagement, version: int
) -> Engagement:
    """Agree to a version of the terms. When both agreed to the present one, it is agreed.

    Raises ValidationError if the terms changed since they were read or lack what an agreement
    needs: tasks, how, and dates.
    """
    require(can_write_engagement(by, engagement, side))
    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    if engagement.version != version:
        raise ValidationError(_("The terms have changed since you read them. Read them again."))
    after = MACHINE.after("agree", engagement.state)
    missing = [name for name in ("tasks", "mode", "starts") if not getattr(engagement, name)]
    if missing:
        raise ValidationError(
            {name: _("Both sides need to know this before they agree.") for name in missing}
        )
    _agree(engagement, side)
    if engagement.organisation_agreed_version == engagement.person_agreed_version == version:
        engagement.state = after
        engagement.agreed_at = timezone.now()
    engagement.save()
    _tell(engagement, "agreed" if engagement.agreed_at else "terms", side)
    audit.record("engagement.agree", engagement, by=by, about=_person(engagement))
    return engagement


@transaction.atomic
def engagement_move(*, by: User | None, side: str, engagement: Engagement, move: str) -> Engagement:
    """begin, finish or end."""
    require(can_write_engagement(by, engagement, side))
    if move not in {"begin", "finish", "end"}:
        raise ValidationError(_("This cannot be done with an engagement."))
    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    engagement.state = MACHINE.after(move, engagement.state)
    engagement.save(update_fields=["state"])
    _tell(engagement, move, side)
    audit.record(f"engagement.{move}", engagement, by=by, about=_person(engagement))
    return engagement


@transaction.atomic
def engagement_note(
    *,
    by: User | None,
    side: str,
    engagement: Engagement,
    text: str,
    language: str,
    done_percent: int | None = None,
) -> EngagementEvent:
    """A note of progress. done_percent is 0..100, or None when it cannot be said."""
    require(can_write_engagement(by, engagement, side))
    if engagement.state not in {Engagement.State.AGREED, Engagement.State.RUNNING}:
        raise ValidationError(_("Progress is noted between the agreement and the end."))
    if not text.strip():
        raise ValidationError({"text": _("Write something first.")})
    if done_percent is not None and not 0 <= done_percent <= 100:
        raise ValidationError({"done_percent": _("A share lies between 0 and 100 per cent.")})
    note = EngagementEvent.objects.create(
        engagement=engagement,
        side=side,
        by=by,
        text=text.strip()[:2000],
        language=language,
        done_percent=done_percent,
    )
    audit.record("engagement.note", engagement, by=by, about=_person(engagement))
    return note


@transaction.atomic
def feedback_give(
    *,
    by: User | None,
    side: str,
    engagement: Engagement,
    rating: int,
    text: str,
    language: str,
) -> Feedback:
    """What one side says of the other, once, when the work is over. rating is 1 to 5."""
    require(can_write_engagement(by, engagement, side))
    if engagement.state not in {Engagement.State.DONE, Engagement.State.ENDED}:
        raise ValidationError(_("Feedback comes when the work is over."))
    if not 1 <= rating <= 5:
        raise ValidationError({"rating": _("Choose from 1 to 5.")})
    if Feedback.objects.filter(engagement=engagement, side=side).exists():
        raise ValidationError(_("You have given your feedback already."))
    feedback = Feedback.objects.create(
        engagement=engagement,
        side=side,
        rating=rating,
        text=text.strip()[:2000],
        language=language,
    )
    audit.record("engagement.feedback", engagement, by=by, about=_person(engagement))
    return feedback


@transaction.atomic
def material_add(
    *,
    by: User | None,
    side: str,
    engagement: Engagement,
    title: str,
    language: str,
    licence: str,
    url: str = "",
    note: str = "",
) -> Material:
    """What stays when the person has gone: title, language and licence are a must."""
    require(can_write_engagement(by, engagement, side))
    if engagement.state == Engagement.State.TERMS:
        raise ValidationError(_("Materials come once the terms are agreed."))
    material = Material(
        engagement=engagement, title=title, language=language, licence=licence, url=url, note=note
    )
    material.full_clean()
    material.save()
    audit.record("engagement.material", engagement, by=by, about=_person(engagement))
    return material


def _person(engagement: Engagement) -> Any:
    return engagement.introduction.asked


def _tell(engagement: Engagement, what: str, side: str) -> None:
    from ..tasks import mail_engagement  # tasks import services

    key = str(engagement.pk)
    transaction.on_commit(lambda: mail_engagement.enqueue(key, what, str(side)))
