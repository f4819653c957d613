"""In which language somebody is written to, where ours is not written in theirs.

Somebody who reads Italian and works in French would rather be written to in French than in English.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q

from .. import hooks
from ..models import Actor, Organisation, Person


def shipped(languages: Iterable[str]) -> str:
    """The first of these that our texts are written in ("pt" for "pt-BR"), or ""."""
    written = dict(settings.LANGUAGES)
    plain = (code.split("-")[0] for code in languages)
    return next((code for code in plain if code in written), "")


def reading_language(person: Person) -> str:
    """The person's own language if our texts are written in it; no query then.

    Else what they said to read (`hooks.READS`: the language of their offer, then those they
    speak, best first), then what the associations that registered them work in, then the
    language of the instance.
    """
    if own := shipped([person.language]):
        return own
    said = (code for read in hooks.READS for code in read(person))
    return shipped(said) or shipped(_of_registrars(person)) or settings.LANGUAGE_CODE


def language_of(actor: Actor) -> str:
    """Of an actor: a person's as above; of an organisation the language of its name."""
    if actor.kind == Actor.Kind.PERSON:
        return reading_language(actor.person)
    return actor.organisation.name_language


def _of_registrars(person: Person) -> list[str]:
    """Latest registration first; of each association its languages, then that of its name."""
    live = Q(registrations__person=person, registrations__ended_at=None)
    found = Organisation.objects.filter(live).order_by("-registrations__pk")
    rows = found.values_list("languages", "name_language")
    return [code for languages, named in rows for code in (*languages, named)]
