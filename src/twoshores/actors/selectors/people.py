"""Every read of people, scoped to the reader first."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent

from ..models import (
    Consent,
    Introduction,
    Look,
    Membership,
    Person,
    PersonIdentity,
    Registration,
    Reveal,
)
from ..permissions.people import WRITERS


def people_listed_visible_to(user: User) -> QuerySet[Person]:
    """People whom this reader may see under their pseudonym: listed, now, to signed-in users."""
    if not user.is_authenticated:
        return Person.objects.none()
    return Person.objects.filter(erased_at=None, listed_until__gt=timezone.now())


def people_registered_visible_to(user: User) -> QuerySet[Person]:
    """People registered by organisations for which the reader is coordinator or officer."""
    live = Registration.objects.filter(
        person=OuterRef("pk"),
        ended_at=None,
        organisation__memberships__user=user,
        organisation__memberships__role__in=WRITERS,
    )
    return Person.objects.filter(Exists(live), erased_at=None)


def own_person(user: User) -> Person | None:
    """The record of the reader, if they have one."""
    return Person.objects.filter(user=user, erased_at=None).select_related("residence").first()


def identities_visible_to(user: User) -> QuerySet[PersonIdentity]:
    """The only way to a name: one's own, of people one's organisation registered while its
    consent lasts, and of the other side of an accepted introduction. Stewards get none."""
    if not user.is_authenticated:
        return PersonIdentity.objects.none()
    now = timezone.now()
    offices = Membership.objects.filter(user=user, role__in=WRITERS).values("organisation")
    registered = Registration.objects.filter(
        person=OuterRef("pk"), ended_at=None, organisation__in=offices
    ).filter(
        Exists(
            Consent.objects.filter(
                person=OuterRef("person"),
                registrar=OuterRef("organisation"),
                given=True,
                ended_at=None,
                expires_at__gt=now,
            )
        )
    )
    accepted = Introduction.objects.filter(state=Introduction.State.ACCEPTED)
    mine = Q(asking__in=offices) | Q(asked__in=offices)
    mine |= Q(asking__person__user=user) | Q(asked__person__user=user)
    other_side = accepted.filter(mine).filter(Q(asked=OuterRef("pk")) | Q(asking=OuterRef("pk")))
    return PersonIdentity.objects.filter(
        Q(person__user=user) | Exists(registered) | Exists(other_side)
    )


def identity_visible_to(user: User, person: Person) -> PersonIdentity | None:
    return identities_visible_to(user).filter(person=person).first()


def looks_at(person: Person) -> QuerySet[Look]:
    """Who saw this person, newest first; for the person's own page."""
    return person.looks.select_related("organisation").order_by("-day", "-id")


def reveals_of(person: Person) -> QuerySet[Reveal]:
    return person.reveals.order_by("-at")


def history_of(person: Person) -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(about_id=str(person.pk)).order_by("-at")


def persons_of_logins(users: Iterable[UUID]) -> dict[UUID, UUID]:
    """Person id -> id of the login that is this person, for those that are one. Ids only: for
    finding ties of somebody whose login is known. One query."""
    rows = Person.objects.filter(user__in=list(users))
    return {pk: user for pk, user in rows.values_list("pk", "user_id") if user is not None}
