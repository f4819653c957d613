"""What may stand in a cell: our own codes, or the words for them in any of the five languages."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from twoshores.actors.models import Consent, Person
from twoshores.common.folding import fold
from twoshores.common.languages import UI_LANGUAGES, language_choices, language_name, own_name

from ..matching.codes import LANGUAGE_ORDER
from ..models import ProfileSkill, Terms, Time, WorkMode

# Names of choices -> their (value, label) pairs; columns.py says which column takes which.
CHOICES: dict[str, Iterable[tuple[object, str | Promise]]] = {
    "mode": WorkMode.choices,
    "time": Time.choices,
    "terms": Terms.choices,
    "level": ProfileSkill.Level.choices,
    "sex": Person.Sex.choices,
    "age_band": Person.AgeBand.choices,
    "channel": [
        (channel.value, channel.label)
        for channel in (Consent.Channel.PAPER, Consent.Channel.SPOKEN)
    ],
}


@lru_cache(maxsize=16)
def words_of(name: str) -> dict[str, str]:
    """Folded word -> code, of one of `CHOICES`: the code itself and its label in each language."""
    found: dict[str, str] = {}
    for code, label in CHOICES[name]:
        found[fold(str(code))] = str(code)
        for language in dict(settings.LANGUAGES):
            with override(language):
                found.setdefault(fold(str(label)), str(code))
    return found


def codes_of(name: str) -> list[tuple[str, str]]:
    """(code, label in the reader's language), for the page that explains the columns."""
    return [(str(code), str(label)) for code, label in CHOICES[name]]


@lru_cache(maxsize=1)
def language_words() -> dict[str, str]:
    """Folded name -> code: the code, the language's own name, its name in five languages."""
    offered = [code for code, _name in language_choices("en")]
    found: dict[str, str] = {}
    for code in dict.fromkeys([*offered, *LANGUAGE_ORDER]):
        for word in (code, own_name(code), *(language_name(code, ui) for ui in UI_LANGUAGES)):
            found.setdefault(fold(word), code)
    return found


def nearest(text: str, known: Iterable[str]) -> str:
    """The known word that is written most like a text, or nothing."""
    found = difflib.get_close_matches(fold(text), list(known), n=1, cutoff=0.7)
    return found[0] if found else ""
