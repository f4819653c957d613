"""Early signs of the threats that partnerships face.

The kinds of threats and that they show early in how partners work together are the handbook's
(section 6.4). The bounds are ours, each a constant below with its reason; docs/algorithms/
early-signs.md lists them. What is not known is never a sign.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

# A partner without a word for so many weeks is called silent, on every page: a monthly meeting
# and a half was missed.
SILENT_WEEKS = 6
# Of the last three meetings with a note of who came, two missed: once is chance.
LAST_MEETINGS, MISSED = 3, 2
# One partner with so great a part of the money decides alone, whatever is written.
GREAT_SHARE = Fraction(7, 10)
# A quarter without a meeting, while the project is under way.
NO_MEETING_DAYS = 92
# A step so long overdue was not simply late: nobody carries it.
STEP_DAYS = 14
# So long unanswered, a question is an answer.
UNANSWERED_DAYS = 14
# So long before it ends there is time to renew an agreement.
ENDING_DAYS = 60


@dataclass(frozen=True, slots=True)
class Partner:
    """What is known of one partner.

    late: reports due before today and not handed in. sent_back_on: the days on which reports were
    sent back that still wait for it. silent_weeks: whole weeks since it was last in touch, None
    where nothing was ever noted. share: of the planned money, 0 to 1; None where no money is
    planned or currencies cannot be compared. in_writing: whether its role is signed, None where
    nobody said. hand_overs: open ones, since a signatory or coordinator changed.
    """

    id: str
    late: int = 0
    sent_back_on: tuple[date, ...] = ()
    silent_weeks: int | None = None
    share: Fraction | None = None
    in_writing: bool | None = None
    hand_overs: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was held: who came, by partner; a partner of whom nothing was noted is out."""

    on: date
    came: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """A next step that is not done. partner: None where nobody has it."""

    due_on: date
    partner: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """running_since: None while the project is a design. asked_on: days on which a mediation was
    asked for that nobody has taken. ends_on: days on which signed agreements end."""

    running_since: date | None
    partners: tuple[Partner, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    steps: tuple[Step, ...] = ()
    asked_on: tuple[date, ...] = ()
    ends_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign. key: which; threat: the key of the catalogue's threat that it points at;
    partner: whom it is about, empty for the partnership; number: what was counted."""

    key: str
    threat: str
    partner: str = ""
    number: int = 0


def early_signs(facts: Facts, today: date) -> list[Sign]:
    """All signs, those of the whole partnership first, then partner by partner in their order.

    1. Of the partnership: no meeting for a quarter while under way; steps long overdue;
       agreements about to end; a mediation that nobody has taken.
    2. Of each partner: late reports; reports sent back and not answered; silence; meetings
       missed; the greater part of the money; nothing in writing while under way; a hand-over
       that is due.
    """
    found = list(_of_the_whole(facts, today))
    for partner in facts.partners:
        found += _of_one(partner, facts, today)
    return found


def _of_the_whole(facts: Facts, today: date) -> Iterable[Sign]:
    if facts.running_since is not None and len(facts.partners) > 1:
        last = max([row.on for row in facts.meetings if row.on <= today], default=None)
        quiet = today - max(last or facts.running_since, facts.running_since)
        if quiet > timedelta(days=NO_MEETING_DAYS):
            yield Sign("no-meeting", "no-shared-vision", number=quiet.days // 7)
    overdue = [row for row in facts.steps if today - row.due_on > timedelta(days=STEP_DAYS)]
    if overdue:
        yield Sign("steps-overdue", "no-shared-vision", number=len(overdue))
    ending = [day for day in facts.ends_on if day - today <= timedelta(days=ENDING_DAYS)]
    if ending:
        yield Sign("agreement-ends", "unclear-shares", number=len(ending))
    waiting = [day for day in facts.asked_on if _long_ago(day, today)]
    if waiting:
        yield Sign("mediation-waits", "mistrust", number=len(waiting))


def _of_one(partner: Partner, facts: Facts, today: date) -> Iterable[Sign]:
    if partner.late:
        yield Sign("late-reports", "thin-organisation", partner.id, partner.late)
    unanswered = [day for day in partner.sent_back_on if _long_ago(day, today)]
    if unanswered:
        yield Sign("unanswered", "unequal-experience", partner.id, len(unanswered))
    if partner.silent_weeks is not None and partner.silent_weeks >= SILENT_WEEKS:
        yield Sign("silent", "mistrust", partner.id, partner.silent_weeks)
    missed = _missed(partner.id, facts.meetings)
    if missed >= MISSED:
        yield Sign("meetings-missed", "thin-organisation", partner.id, missed)
    if partner.share is not None and len(facts.partners) > 1 and partner.share >= GREAT_SHARE:
        yield Sign("holds-the-money", "talking-down", partner.id, int(partner.share * 100))
    if partner.in_writing is False and facts.running_since is not None:
        yield Sign("nothing-in-writing", "unclear-shares", partner.id)
    if partner.hand_overs:
        yield Sign("hand-over", "people-change", partner.id, partner.hand_overs)


def _missed(partner: str, meetings: Iterable[Meeting]) -> int:
    noted = [row for row in sorted(meetings, key=lambda row: row.on) if partner in row.came]
    return sum(not row.came[partner] for row in noted[-LAST_MEETINGS:])


def _long_ago(day: date, today: date) -> bool:
    return today - day > timedelta(days=UNANSWERED_DAYS)
