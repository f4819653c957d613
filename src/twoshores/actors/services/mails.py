"""The mails of this app. They carry links and pseudonyms, never names or contacts."""

from twoshores.common import mail
from twoshores.common.links import absolute, make_token

from ..models import Actor, Introduction, Person
from ..selectors.introductions import inboxes_of, introduction_token, shown_name
from ..subjects import resolve

TO_ASKED = {"asked", "reminder", "answer", "withdrawn"}
TO_BOTH = {"accepted", "expired"}
ASKED, ASKING = "asked", "asking"


def sides_told(what: str) -> list[str]:
    """Which sides a step of an introduction is told to."""
    if what in TO_BOTH:
        return [ASKED, ASKING]
    return [ASKED] if what in TO_ASKED else [ASKING]


def introduction_mail(introduction_id: str, what: str, side: str = "") -> None:
    """Tell one side, or ("") all whom this concerns. Silent if the record was erased since."""
    introduction = (
        Introduction.objects.filter(pk=introduction_id)
        .select_related("asking__organisation", "asked__organisation", "asked__person")
        .first()
    )
    if introduction is None:
        return
    told = [side] if side else sides_told(what)
    if ASKED in told:
        link = absolute("introduction_link", introduction_token(introduction))
        _send(introduction, introduction.asked, introduction.asking, what, link)
    if ASKING in told:
        link = absolute("introduction_detail", introduction.pk)
        _send(introduction, introduction.asking, introduction.asked, what, link)


def _send(introduction: Introduction, to: Actor, other: Actor, what: str, link: str) -> None:
    context = {
        "introduction": introduction,
        "subject": resolve(introduction.subject_kind, introduction.subject_id),
        "other": shown_name(other),
        "link": link,
        "to_asked": to.pk == introduction.asked_id,
    }
    mail.send_all(inboxes_of(to), template=f"actors/mail/{what}.txt", context=context)


def person_link(person: Person) -> str:
    """The address of somebody's own page, for mails: no password, ends with the nonce."""
    return absolute("person_link", make_token("person", person.pk, str(person.link_nonce)))


def reveal_mail(person_id: str) -> None:
    """Tell a person that a steward opened their name."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        return
    context = {"link": person_link(person), "person": person}
    mail.send_all(inboxes_of(person), template="actors/mail/reveal.txt", context=context)
