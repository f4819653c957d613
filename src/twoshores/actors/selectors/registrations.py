"""Whom an association registered, read by its officers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from twoshores.accounts.models import User

from ..models import Consent, ConsentPurpose, Organisation, Person, Registration
from .people import identities_visible_to, people_registered_visible_to


@dataclass(frozen=True, slots=True)
class Registered:
    """One person of the list. name, email, phone: "" once the association's consent has ended.

    counts: the purposes that count now, whoever said so last. until: the first end among the
    consents that the association itself recorded, None when none of them lasts.
    """

    registration: Registration
    person: Person
    name: str
    email: str
    phone: str
    until: datetime | None
    counts: Sequence[str]


def registrations_of(user: User, organisation: Organisation) -> QuerySet[Registration]:
    """Live registrations of an organisation that the reader writes for, newest first."""
    return (
        Registration.objects.filter(
            organisation=organisation,
            ended_at=None,
            person__in=people_registered_visible_to(user),
        )
        .select_related("person__residence")
        .order_by("-at", "-pk")
    )


def registered_person_or_404(user: User, organisation: Organisation, code: str) -> Person:
    """Somebody whom this organisation registers, by pseudonym; for others they do not exist."""
    found = registrations_of(user, organisation).filter(person__pseudonym=code).first()
    if found is None:
        raise Http404
    return found.person


def registered(
    user: User, organisation: Organisation, registrations: Sequence[Registration]
) -> list[Registered]:
    """What the list shows of some registrations. Two queries."""
    now = timezone.now()
    people = [row.person_id for row in registrations]
    ends: dict[UUID, list[datetime]] = defaultdict(list)
    said = Consent.objects.filter(
        person__in=people, registrar=organisation, given=True, ended_at=None, expires_at__gt=now
    )
    for person, end in said.values_list("person_id", "expires_at"):
        if end is not None:
            ends[person].append(end)
    readable = identities_visible_to(user).filter(person__in=list(ends))
    identities = {identity.person_id: identity for identity in readable}
    return [
        Registered(
            registration=row,
            person=row.person,
            name=identity.full_name if identity else "",
            email=identity.email if identity else "",
            phone=identity.phone if identity else "",
            until=min(ends[row.person_id], default=None),
            counts=[
                purpose
                for purpose in ConsentPurpose.values
                if (end := getattr(row.person, f"{purpose}_until")) is not None and end > now
            ],
        )
        for row in registrations
        for identity in (identities.get(row.person_id),)
    ]
