"""Every read of introductions, scoped to the two sides."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from twoshores.accounts.models import User
from twoshores.common.links import BadLink, make_token, read_token

from ..models import Actor, Introduction, Membership, Organisation, PersonIdentity
from ..permissions.people import WRITERS
from .reading import reading_language

LINK_PURPOSE = "introduction"


def introductions_visible_to(user: User) -> QuerySet[Introduction]:
    """Those of the reader's own person and of organisations they are a member of."""
    if not user.is_authenticated:
        return Introduction.objects.none()
    offices = Membership.objects.filter(user=user).values("organisation")
    return (
        Introduction.objects.filter(
            Q(asking__in=offices)
            | Q(asked__in=offices)
            | Q(asking__person__user=user)
            | Q(asked__person__user=user)
        )
        .select_related(
            "asking__organisation", "asking__person", "asked__organisation", "asked__person"
        )
        .order_by("-asked_at")
    )


def organisations_asked_with(organisation: Organisation) -> set[UUID]:
    """Keys of whom this organisation asked for an introduction, or was asked by. One query."""
    asked = Introduction.objects.filter(Q(asking=organisation) | Q(asked=organisation))
    return {pk for pair in asked.values_list("asking", "asked") for pk in pair}


def introductions_about(
    own: Collection[UUID], subject_kind: str, subject_id: str
) -> dict[UUID, Introduction]:
    """Introductions of some actors about one thing, by the other side: an accepted one before all
    others, else the newest. The caller knows that the reader speaks for these actors. One query."""
    rows = Introduction.objects.filter(
        Q(asking__in=own) | Q(asked__in=own), subject_kind=subject_kind, subject_id=subject_id
    ).order_by("asked_at")
    found: dict[UUID, Introduction] = {}
    for row in rows:
        other = row.asked_id if row.asking_id in own else row.asking_id
        known = found.get(other)
        if known is None or known.state != Introduction.State.ACCEPTED:
            found[other] = row
    return found


def introduction_token(introduction: Introduction) -> str:
    """The signed token of the asked side's link."""
    return make_token(LINK_PURPOSE, introduction.pk, str(introduction.nonce))


def introduction_by_token(token: str) -> Introduction:
    """The introduction of a link, or BadLink. Readable for a year: the contacts stay there."""
    pk, nonce = read_token(LINK_PURPOSE, token, max_days=366)
    introduction = (
        Introduction.objects.filter(pk=pk, nonce=nonce)
        .exclude(asked__person__erased_at__isnull=False)
        .select_related(
            "asking__organisation", "asking__person", "asked__organisation", "asked__person"
        )
        .first()
    )
    if introduction is None:
        raise BadLink.used()
    return introduction


@dataclass(frozen=True, slots=True)
class Contact:
    """Name and contacts of one side, shown only once an introduction is accepted."""

    name: str
    email: str
    phone: str


def contact_of(actor: Actor, introduction: Introduction) -> Contact | None:
    """Contacts of a side of an accepted introduction, else None. The caller has been scoped."""
    if introduction.state != Introduction.State.ACCEPTED:
        return None
    if actor.kind == Actor.Kind.PERSON:
        identity = PersonIdentity.objects.filter(person_id=actor.pk).first()
        return Contact(identity.full_name, identity.email, identity.phone) if identity else None
    organisation = Organisation.objects.get(pk=actor.pk)
    email = organisation.contact_email
    if not email and introduction.asked_by_id and actor.pk == introduction.asking_id:
        email = introduction.asked_by.email if introduction.asked_by else ""
    return Contact(organisation.name, email, "")


def shown_name(actor: Actor) -> str:
    """What anybody may call an actor: an organisation's name, a person's pseudonym."""
    if actor.kind == Actor.Kind.ORGANISATION:
        return actor.organisation.name
    return actor.person.pseudonym


def inboxes_of(actor: Actor) -> list[tuple[str, str]]:
    """(address, language) of those who read mail for an actor. For mails only, never shown."""
    if actor.kind == Actor.Kind.PERSON:
        person = actor.person
        identity = PersonIdentity.objects.filter(person=person).first()
        return [(identity.email, reading_language(person))] if identity and identity.email else []
    members = Membership.objects.filter(organisation_id=actor.pk, role__in=WRITERS)
    return [(m.user.email, m.user.language) for m in members.select_related("user")]
