"""Every write of consent, and the one rule that says what counts.

Rule (product.md, "Words"): a person's own latest word on a purpose outranks whatever their
registrars recorded, also when it has run out. Without a word of their own, the registrars'
count: one recorded no is a no, else the longest yes. (GDPR articles 6 and 7: freely given,
per purpose, provable, as easy to withdraw as to give.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit

from .. import hooks
from ..consent_texts import CURRENT_VERSION, REGION_VERSION, TEXTS
from ..models import Consent, ConsentPurpose, Organisation, Person, Registration

LONGEST = timedelta(days=366 * settings.CONSENT_MONTHS // 12)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a consent was given: channel, witness, and which text in which language."""

    channel: str
    text_language: str
    text_version: int = CURRENT_VERSION
    witness: str = ""
    at: datetime | None = None  # when it was given, if not now (paper)

    def check(self, *, by_registrar: bool) -> None:
        if self.text_version not in TEXTS:
            raise ValidationError(_("This version of the consent text is not known."))
        by_others = {Consent.Channel.PAPER, Consent.Channel.SPOKEN, Consent.Channel.FILE}
        if by_registrar and self.channel not in by_others:
            raise ValidationError(_("Say how the consent was given: on paper or spoken."))
        if by_registrar and self.channel == Consent.Channel.SPOKEN and not self.witness.strip():
            raise ValidationError(_("A spoken consent needs a witness. Write who was present."))
        if self.at and self.at > timezone.now() + timedelta(minutes=5):
            raise ValidationError(_("A consent cannot be dated in the future."))


def default_expiry(given_at: datetime | None = None) -> datetime:
    """Twelve months (settings.CONSENT_MONTHS) after it was given."""
    return (given_at or timezone.now()) + LONGEST - timedelta(days=1)


@transaction.atomic
def consent_record(
    *,
    by: User | None,
    person: Person,
    choices: Mapping[str, datetime | None],
    evidence: Evidence,
    registrar: Organisation | None = None,
) -> list[Consent]:
    """Record a yes (with its end) or a no (None) for each purpose named in `choices`.

    Earlier words of the same giver on these purposes end now. Raises ValidationError for an
    unknown purpose, an end in the past or further than the longest consent.
    """
    evidence.check(by_registrar=registrar is not None)
    given_at = evidence.at or timezone.now()
    check_choices(choices, given_at)
    Consent.objects.filter(
        person=person, registrar=registrar, purpose__in=list(choices), ended_at=None
    ).update(ended_at=timezone.now())
    rows = Consent.objects.bulk_create(consent_rows(person, choices, evidence, registrar))
    refresh_consents(person)
    audit.record("consent.record", person, by=by, about=person, fields=choices)
    return rows


def consent_rows(
    person: Person,
    choices: Mapping[str, datetime | None],
    evidence: Evidence,
    registrar: Organisation | None,
) -> list[Consent]:
    """The rows of a checked word on consent, not yet saved."""
    return [
        Consent(
            person=person,
            purpose=purpose,
            given=until is not None,
            registrar=registrar,
            channel=evidence.channel,
            witness=evidence.witness.strip()[:120],
            text_version=evidence.text_version,
            text_language=evidence.text_language,
            at=evidence.at or timezone.now(),
            expires_at=until,
        )
        for purpose, until in choices.items()
    ]


def check_choices(choices: Mapping[str, datetime | None], given_at: datetime) -> None:
    """Raise ValidationError for an unknown purpose or an end that no consent may have."""
    for purpose, until in choices.items():
        _check_choice(purpose, until, given_at)


def _check_choice(purpose: str, until: datetime | None, given_at: datetime) -> None:
    if purpose not in ConsentPurpose.values:
        raise ValidationError(_("This purpose is not known."))
    if until is None:
        return
    if until <= timezone.now():
        raise ValidationError(_("The end of a consent must lie in the future."))
    if until > given_at + LONGEST:
        raise ValidationError(_("A consent lasts twelve months at most, then it is asked again."))


@transaction.atomic
def consent_withdraw(
    *, by: User | None, person: Person, purposes: Iterable[str], evidence: Evidence
) -> None:
    """The person's own no. It counts at once, in every list and every worker process."""
    consent_record(
        by=by, person=person, choices=dict.fromkeys(purposes), evidence=evidence, registrar=None
    )


@transaction.atomic
def consent_withdraw_registration(
    *, by: User | None, person: Person, organisation: Organisation
) -> None:
    """End what an organisation recorded: it no longer reads the name, its word counts no more."""
    now = timezone.now()
    Consent.objects.filter(person=person, registrar=organisation, ended_at=None).update(
        ended_at=now
    )
    Registration.objects.filter(person=person, organisation=organisation, ended_at=None).update(
        ended_at=now
    )
    refresh_consents(person)
    audit.record("registration.end", person, by=by, about=person)


def effective_until(rows: Iterable[Consent]) -> dict[str, datetime | None]:
    """Until when each purpose is consented to, from a person's rows (see the rule above)."""
    rows = list(rows)
    return {
        purpose: max(
            (row.expires_at for row in effective_rows(rows, purpose) if row.expires_at),
            default=None,
        )
        for purpose in ConsentPurpose.values
    }


def effective_rows(rows: Iterable[Consent], purpose: str) -> list[Consent]:
    """The words that make up the yes to a purpose; none where it is a no, or nothing was said."""
    said = [row for row in rows if row.ended_at is None and row.purpose == purpose]
    own = [row for row in said if row.registrar_id is None]
    if own:
        latest = max(own, key=lambda row: row.at)
        return [latest] if latest.given else []
    return said if all(row.given for row in said) else []


def set_ends(person: Person, rows: Iterable[Consent]) -> None:
    """Put the effective ends onto the person, without saving it."""
    until = effective_until(rows)
    person.listed_until = until[ConsentPurpose.LISTED]
    person.matched_until = until[ConsentPurpose.MATCHED]
    person.asked_until = until[ConsentPurpose.ASKED]
    person.statistics_until = until[ConsentPurpose.STATISTICS]
    listed = effective_rows(rows, ConsentPurpose.LISTED)
    person.region_may_be_named = bool(listed) and all(
        row.text_version >= REGION_VERSION for row in listed
    )


def refresh_consents(person: Person) -> None:
    """Write the effective ends onto the person and tell those who match."""
    set_ends(person, person.consents.all())
    person.save(update_fields=[*ENDS, "region_may_be_named"])
    hooks.person_changed(person)


ENDS = ("listed_until", "matched_until", "asked_until", "statistics_until")


@transaction.atomic
def consents_expire() -> int:
    """Tell matching of people whose consent to something has run out; lists already leave them
    out by the date. Returns how many. Idempotent; run hourly.

    The rows of consent stay as they are: a word of one's own outranks the registrars' also when
    it has run out, so it must not look ended.
    """
    now = timezone.now()
    past = Q()
    for end in ENDS:
        past |= Q(**{f"{end}__lte": now})
    people = list(Person.objects.select_for_update().filter(past))
    for person in people:
        over = [end for end in ENDS if (until := getattr(person, end)) and until <= now]
        for end in over:
            setattr(person, end, None)
        person.save(update_fields=over)
        hooks.person_changed(person)
    return len(people)
