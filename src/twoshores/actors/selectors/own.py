"""What somebody reads of their own record, signed in or by their link."""

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet

from twoshores.accounts.models import User
from twoshores.common.links import BadLink, make_token, read_token

from ..models import Consent, Introduction, Person, Registration

LINK_PURPOSE = "person"
LINK_DAYS = 366


def person_token(person: Person) -> str:
    """The signed token of somebody's own page; it ends with the person's nonce."""
    return make_token(LINK_PURPOSE, person.pk, str(person.link_nonce))


def person_by_token(token: str) -> Person:
    """The person of an own-page link, or BadLink."""
    pk, nonce = read_token(LINK_PURPOSE, token, max_days=LINK_DAYS)
    person = (
        Person.objects.filter(pk=pk, link_nonce=nonce, erased_at=None)
        .select_related("residence__parent", "identity")
        .first()
    )
    if person is None:
        raise BadLink.used()
    return person


def records_at_address(user: User) -> QuerySet[Person]:
    """Records without a login that carry the address which this user has proved to be theirs.

    An association may have registered them before they ever signed in. Unproved addresses find
    nothing: anybody could type them.
    """
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    match = Q(pk__in=[])
    for address in proved:
        match |= Q(identity__email__iexact=address)
    return Person.objects.filter(match, user=None, erased_at=None)


def people_at_address(email: str) -> QuerySet[Person]:
    """Records with an address, for mails to that address only; never to be shown."""
    if not email.strip():
        return Person.objects.none()
    return Person.objects.filter(identity__email__iexact=email.strip(), erased_at=None)


def own_introductions(person: Person) -> QuerySet[Introduction]:
    """Asks to and from this person, newest first."""
    return (
        Introduction.objects.filter(Q(asked=person) | Q(asking=person))
        .select_related(
            "asking__organisation", "asking__person", "asked__organisation", "asked__person"
        )
        .order_by("-asked_at")
    )


def own_consents(person: Person) -> list[Consent]:
    """The words on consent that count now, the person's own and those of registrars."""
    return list(person.consents.filter(ended_at=None).select_related("registrar").order_by("-at"))


def own_registrations(person: Person) -> list[Registration]:
    """Associations that keep this person registered, oldest first."""
    return list(
        person.registrations.filter(ended_at=None).select_related("organisation").order_by("at")
    )
