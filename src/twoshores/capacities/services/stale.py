"""Offers that nobody confirms are asked about, then sink, then sleep.

The handbook's rosters were "created and abandoned": a list that nobody tends is out of date in
a year. Counted from the day an offer was last confirmed (saving confirms it too):

- after 6 months the person gets a mail with one question: does it still hold?
- after 7 months it is shown after those that were confirmed (state SUNK),
- after 9 months it is not shown at all (state ASLEEP), until the person confirms it.

Nothing is deleted: consents end by their own dates.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from twoshores.actors.models import Person
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.actors.selectors.own import person_token
from twoshores.common import audit, mail
from twoshores.common.links import absolute

from ..matching.roster_index import note_changes
from ..models import Profile

ASK_AFTER = timedelta(days=183)
SINK_AFTER = timedelta(days=213)
SLEEP_AFTER = timedelta(days=274)

State = Profile.State
# (state after, age since the last confirmation, states before): the oldest rule first, so that
# a roster that was left alone for a year takes one step, not three.
RULES = (
    (State.ASLEEP, SLEEP_AFTER, (State.ACTIVE, State.ASKED, State.SUNK)),
    (State.SUNK, SINK_AFTER, (State.ACTIVE, State.ASKED)),
    (State.ASKED, ASK_AFTER, (State.ACTIVE,)),
)
BATCH = 500


def ask_stale_profiles() -> int:
    """Move every offer to where its age puts it; mail those not asked yet. Returns how many moved.

    Idempotent; each batch commits on its own, so a worker that dies resumes. Run daily.
    """
    return sum(_apply(state, age, before) for state, age, before in RULES)


def _apply(state: str, age: timedelta, before: tuple[str, ...]) -> int:
    moved = 0
    while batch := _batch(state, age, before):
        moved += batch
    return moved


@transaction.atomic
def _batch(state: str, age: timedelta, before: tuple[str, ...]) -> int:
    now = timezone.now()
    due = list(
        Profile.objects.select_for_update()
        .filter(state__in=before, confirmed_at__lte=now - age, person__erased_at=None)
        .order_by("number")[:BATCH]
    )
    for profile in due:
        profile.state = state
        if profile.asked_to_confirm_at is None:
            profile.asked_to_confirm_at = now
            _ask(profile)
    Profile.objects.bulk_update(due, ["state", "asked_to_confirm_at"])
    note_changes([profile.number for profile in due])
    return len(due)


def _ask(profile: Profile) -> None:
    from ..tasks import mail_confirm  # tasks import services

    key = str(profile.pk)
    audit.record("profile.ask", profile, by=None, about=profile.person)
    transaction.on_commit(lambda: mail_confirm.enqueue(key))


def confirm_mail(person_id: str) -> None:
    """Ask somebody whether their offer still holds. Silent if they were erased since."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        return
    link = absolute("person_link_confirm", person_token(person))
    context = {"person": person, "link": link}
    mail.send_all(inboxes_of(person), template="capacities/mail/confirm.txt", context=context)
