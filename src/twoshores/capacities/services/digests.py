"""The weekly digest: new people for owners of needs, needs for members. Stops with one click.

Mails carry pseudonyms, titles and links; nobody is told twice of the same.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from twoshores.actors.models import Person
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.common import audit, mail
from twoshores.common.links import BadLink, absolute, make_token, read_token

from ..matching.shortlist import Entry, shortlist_of
from ..models import DigestSubscription, Need

LOWEST_POINTS = 40
MOST_ENTRIES = 10
LINK_PURPOSE = "digest"
LINK_DAYS = 400


logger = logging.getLogger(__name__)


class DigestsNotSent(Exception):
    """Some digests did not leave. Raised when all others have: the job runs again for them."""


def send_weekly_digests() -> int:
    """Send what is new to every reader who has not stopped it; returns how many mails.

    Each reader's digest commits on its own: a worker that dies resumes where it stopped, and
    what was told stays told. A digest whose mail is refused keeps nobody else from theirs; at
    the end DigestsNotSent is raised, so that the job is tried again and stewards see it.
    """
    failed = 0

    def tell(one: Callable[[], int]) -> int:
        nonlocal failed
        try:
            return one()
        except mail.MailNotSent as error:
            failed += 1
            logger.warning("A digest was not sent: %s", error)
            return 0

    sent = _tell_all(tell)
    if failed:
        raise DigestsNotSent(f"{failed} of {sent + failed}")
    return sent


def _tell_all(tell: Callable[[Callable[[], int]], int]) -> int:
    fitting: dict[UUID, list[Need]] = defaultdict(list)
    sent = 0
    needs = Need.objects.filter(state=Need.State.OPEN).select_related(
        "organisation", "place__parent__parent", "digest"
    )
    for need in needs.order_by("-opened_at").iterator(200):
        entries = [entry for entry in shortlist_of(need).entries if _fits(entry)]
        for entry in entries:
            fitting[entry.profile.pk].append(need)
        sent += tell(partial(_tell_owner, need, entries))
    for person in Person.objects.filter(pk__in=fitting, erased_at=None).iterator(500):
        sent += tell(partial(_tell_member, person, fitting[person.pk]))
    return sent


def _fits(entry: Entry) -> bool:
    return entry.match.covered > 0 and entry.match.points >= LOWEST_POINTS


@transaction.atomic
def _tell_owner(need: Need, entries: list[Entry]) -> int:
    digest, _made = DigestSubscription.objects.get_or_create(
        kind=DigestSubscription.Kind.NEED, need=need
    )
    codes = [entry.profile.person.pseudonym for entry in entries]
    new = _new(digest, codes)
    if not new:
        return 0
    context = {"need": need, "codes": new, "link": absolute("need_who", need.pk)}
    sent = _mail(digest, inboxes_of(need.organisation), "capacities/mail/digest_need.txt", context)
    _remember(digest, new)
    return sent


@transaction.atomic
def _tell_member(person: Person, needs: list[Need]) -> int:
    digest, _made = DigestSubscription.objects.get_or_create(
        kind=DigestSubscription.Kind.MEMBER, person=person
    )
    by_id = {str(need.pk): need for need in needs}
    new = _new(digest, by_id)
    if not new:
        return 0
    items = [(by_id[key], absolute("need", key)) for key in new]
    sent = _mail(digest, inboxes_of(person), "capacities/mail/digest_member.txt", {"items": items})
    _remember(digest, new)
    return sent


def _new(digest: DigestSubscription, keys: Iterable[str]) -> list[str]:
    if digest.stopped_at is not None:
        return []
    told = set(digest.already_told)
    return [key for key in keys if key not in told][:MOST_ENTRIES]


def _mail(
    digest: DigestSubscription,
    inboxes: list[tuple[str, str]],
    template: str,
    context: dict[str, object],
) -> int:
    stop = stop_link(digest)
    context = context | {"stop": stop}
    return mail.send_all(inboxes, template=template, context=context, stop_link=stop)


def _remember(digest: DigestSubscription, keys: list[str]) -> None:
    digest.already_told = [*digest.already_told, *keys]
    digest.last_sent_at = timezone.now()
    digest.save(update_fields=["already_told", "last_sent_at"])


def stop_link(digest: DigestSubscription) -> str:
    return absolute("digest_stop", make_token(LINK_PURPOSE, digest.pk, str(digest.nonce)))


def digest_by_token(token: str) -> DigestSubscription:
    """The digest of a link, or BadLink."""
    pk, nonce = read_token(LINK_PURPOSE, token, max_days=LINK_DAYS)
    digest = DigestSubscription.objects.filter(pk=pk, nonce=nonce).first()
    if digest is None:
        raise BadLink.used()
    return digest


@transaction.atomic
def digest_set(*, digest: DigestSubscription, stopped: bool) -> None:
    """Stop a digest, or begin it again. Whoever holds the link may."""
    digest.stopped_at = timezone.now() if stopped else None
    digest.save(update_fields=["stopped_at"])
    verb = "digest.stop" if stopped else "digest.start"
    audit.record(verb, digest, by=None, about=digest.person)
