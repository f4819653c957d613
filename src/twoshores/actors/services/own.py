"""What somebody does with their own record besides consents and facts: login, links, mails."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit, mail

from .. import hooks
from ..models import Person
from ..selectors.own import people_at_address, records_at_address
from ..selectors.reading import reading_language
from .mails import person_link


@transaction.atomic
def person_bind(*, by: User, person: Person) -> Person:
    """Tie a record to the login of its owner. From then on their word outranks registrars'.

    The caller has shown that the record is theirs: it carries an address that they have proved,
    or they hold its link. Raises ValidationError when either side is bound already.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.user_id == by.pk:
        return person
    if person.user_id is not None or person.erased_at is not None:
        raise ValidationError(_("This record belongs to another login."))
    if Person.objects.filter(user=by, erased_at=None).exists():
        raise ValidationError(
            _("Your login has a record already. Ask a steward to make one of the two.")
        )
    person.user = by
    person.save(update_fields=["user"])
    hooks.person_changed(person)  # lists know who looks at themself
    audit.record("person.bind", person, by=by, about=person)
    return person


def person_bind_by_address(*, by: User, person_id: object) -> Person:
    """`person_bind` for a record that carries an address which the user has proved."""
    person = records_at_address(by).filter(pk=str(person_id)).first()
    if person is None:
        raise ValidationError(_("This record does not carry your address."))
    return person_bind(by=by, person=person)


@transaction.atomic
def person_link_renew(*, by: User | None, person: Person) -> None:
    """End every link that was ever sent to this person, and mail a new one.

    Also those to asks and to the engagements that came of them: each shows names and contacts.
    """
    person.link_nonce = uuid.uuid4()
    person.save(update_fields=["link_nonce"])
    person.introductions_in.update(nonce=uuid.uuid4())
    audit.record("person.link", person, by=by, about=person)
    from ..tasks import mail_person_link  # tasks import services

    key = str(person.pk)
    transaction.on_commit(lambda: mail_person_link.enqueue(key))


def person_links_request(*, email: str) -> None:
    """Mail the own-page links of whoever is registered under an address, if anybody is.

    The caller learns nothing: it takes the same path for an unknown address.
    """
    from ..tasks import mail_person_link  # tasks import services

    for person in people_at_address(email):
        mail_person_link.enqueue(str(person.pk))


LINK_MAILS = {"link", "welcome", "again"}


def link_mail(person_id: str, what: str = "link") -> None:
    """The mail with the link to somebody's own page. Silent if they were erased since.

    what: "link" (asked for), "welcome" (just registered), "again" (registered once more).
    """
    if what not in LINK_MAILS:
        raise ValueError(what)
    person = Person.objects.filter(pk=person_id, erased_at=None).select_related("identity").first()
    if person is None or not hasattr(person, "identity"):
        return
    mail.send(
        to=person.identity.email,
        language=reading_language(person),
        template=f"actors/mail/{what}.txt",
        context={"link": person_link(person), "person": person},
    )
