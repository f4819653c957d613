"""What stewards read of people: pseudonyms and facts that do not identify, never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from twoshores.accounts.models import User
from twoshores.common.languages import parse_digits

from ..models import Person


@dataclass(frozen=True, slots=True)
class Known:
    """One record, so that a steward can tell two of them apart before making them one."""

    person: Person
    has_login: bool
    registrars: Sequence[str]
    since: datetime
    listed_until: datetime | None


def person_by_pseudonym(user: User, code: str) -> Person | None:
    """The living record of a pseudonym, as it may be typed; None for anybody but stewards."""
    if not user.is_steward:
        return None
    bare = parse_digits(code).strip().upper()
    return Person.objects.filter(pseudonym=bare, erased_at=None).first()


def known_of(person: Person) -> Known:
    """Facts about a record. The caller has checked that the reader is a steward."""
    live = person.registrations.filter(ended_at=None).order_by("organisation__name")
    return Known(
        person=person,
        has_login=person.user_id is not None,
        registrars=list(live.values_list("organisation__name", flat=True)),
        since=person.created_at,
        listed_until=person.listed_until,
    )
