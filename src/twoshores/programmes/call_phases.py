"""Where a published call stands by the clock, and how long is left."""

from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from twoshores.common.formatting import format_number, join_words

from .models import Call


class Phase(StrEnum):
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


WORDS: dict[Phase, str | Promise] = {
    Phase.OPEN: gettext_lazy("Open"),
    Phase.COMING: gettext_lazy("Coming"),
    Phase.CLOSED: pgettext_lazy("call", "Closed"),
    Phase.CANCELLED: gettext_lazy("Called off"),
}
TAGS = {
    Phase.OPEN: "go",
    Phase.COMING: "mind",
    Phase.CLOSED: "unknown",
    Phase.CANCELLED: "bad",
}


def phase_of(call: Call, now: datetime) -> Phase:
    """Open from the second of its opening up to, and without, the second of its deadline."""
    if call.state == Call.State.CANCELLED:
        return Phase.CANCELLED
    if call.state != Call.State.PUBLISHED or (call.deadline and now >= call.deadline):
        return Phase.CLOSED
    if call.opens_at and now < call.opens_at:
        return Phase.COMING
    return Phase.OPEN


def next_moment(call: Call, now: datetime) -> tuple[str, datetime] | None:
    """What happens next ("opens", "concepts", "proposals") and when; None once it is closed."""
    phase = phase_of(call, now)
    if phase == Phase.COMING and call.opens_at:
        return "opens", call.opens_at
    if phase != Phase.OPEN:
        return None
    two = call.stages == Call.Stages.TWO  # a day for concepts may have been left from before
    if two and call.concept_deadline and now < call.concept_deadline:
        return "concepts", call.concept_deadline
    return ("proposals", call.deadline) if call.deadline else None


def time_left(moment: datetime, now: datetime) -> str:
    """How long until a moment, in words, rounded down: nobody is told more than there is.

    Days from two days on, hours and minutes below, seconds in the last minute.
    """
    seconds = max(0, int((moment - now).total_seconds()))
    minutes, days = seconds // 60, seconds // 86_400
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": format_number(days)}
    if not minutes:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": format_number(seconds)}
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": format_number(hours)})
    if rest:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": format_number(rest)})
    return join_words(parts)


def left_words(call: Call, now: datetime) -> str:
    """ "Proposals are taken for 12 days more." """
    following = next_moment(call, now)
    if following is None:
        return ""
    what, moment = following
    left = {"left": time_left(moment, now)}
    if what == "opens":
        return _("It opens in %(left)s.") % left
    if what == "concepts":
        return _("Time left for concepts: %(left)s.") % left
    return _("Time left for proposals: %(left)s.") % left
