"""The audit trail as its subjects and stewards read it.

The kernel knows ids and verbs only. Apps above tell it, in AppConfig.ready(), whose history a
reader may open (`SCOPES`), what a subject is called (`NAMES`), who somebody was (`WHO`) and
what a field is called (`FIELD_WORDS`). Each is asked once a page, for all its rows. A user is
a model row here, since accounts stand above.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .formatting import join_phrases
from .models import AuditEvent
from .verbs import verb_words


@dataclass(frozen=True, slots=True)
class Scope:
    """A history that somebody may open: the id events are about, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a subject is called for anybody who reads its history: never a person's name."""

    text: str
    href: str = ""


SCOPES: list[Callable[[Any], Sequence[Scope]]] = []
NAMES: dict[str, Callable[[Collection[str]], Mapping[str, Named]]] = {}
WHO: list[Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, str]]] = []
FIELD_WORDS: dict[str, str | Promise] = {}


def add_field_words(words: Mapping[str, str | Promise]) -> None:
    FIELD_WORDS.update(words)


def scopes_of(user: models.Model) -> list[Scope]:
    """Whose history a reader may open: their own person's, their organisations'."""
    return [scope for find in SCOPES for scope in find(user)]


def events_about(key: str) -> QuerySet[AuditEvent]:
    """What was done about one actor, newest first. The caller has checked `scopes_of`."""
    return AuditEvent.objects.filter(about_id=key).order_by("-at", "-pk")


def events_all() -> QuerySet[AuditEvent]:
    """Everything, for stewards: ids and field names, with pseudonyms for people."""
    return AuditEvent.objects.order_by("-at", "-pk")


def events_with(key: str) -> QuerySet[AuditEvent]:
    """What was done to or about one record of any kind, newest first, for stewards."""
    if not key:
        return AuditEvent.objects.none()
    found = AuditEvent.objects.filter(models.Q(about_id=key) | models.Q(subject_id=key))
    return found.order_by("-at", "-pk")


def rows(
    events: Iterable[AuditEvent],
    reader: models.Model,
    *,
    offices: bool,
    words_of: Callable[[AuditEvent], Mapping[str, str | Promise]] = lambda _event: {},
) -> list[dict[str, Any]]:
    """Events for a page. One query for each kind of subject, and some for who.

    offices says whether to name the office of whoever acted. Never in the stewards' view of
    everything: there, somebody's office beside their own pseudonym would say who they are.
    words_of: words for an event's fields that go before `FIELD_WORDS`.
    """
    listed = list(events)
    names = _names(listed)
    who = _who(listed, reader, offices)
    return [
        {
            "when": event.at,
            "who": who.get(event.by_id, "") if event.by_id else _("the site, or a signed link"),
            "text": event_words(event, words_of(event)),
            "subject": names.get((event.subject_kind, event.subject_id)),
        }
        for event in listed
    ]


def event_words(event: AuditEvent, fields: Mapping[str, str | Promise] | None = None) -> str:
    """What was done and, in brackets, to which fields, in the words of the reader.

    fields: words that go before `FIELD_WORDS`, where a record calls its fields in its own way.
    What is new has all its fields: none is named.
    """
    if not event.fields or event.verb.endswith(".create"):
        return str(verb_words(event.verb))
    known = FIELD_WORDS | dict(fields or {})
    words = dict.fromkeys(str(known.get(name, name.replace("_", " "))) for name in event.fields)
    return f"{verb_words(event.verb)} ({join_phrases(words)})"


def offices_of(ids: Iterable[uuid.UUID | None], reader: models.Model) -> dict[uuid.UUID, str]:
    """Who users are, by their offices, never by name; "you" for the reader."""
    return _offices({pk for pk in ids if pk}, reader, True)


def _names(events: Sequence[AuditEvent]) -> dict[tuple[str, str], Named]:
    ids: dict[str, set[str]] = defaultdict(set)
    for event in events:
        ids[event.subject_kind].add(event.subject_id)
    found: dict[tuple[str, str], Named] = {}
    for kind, keys in ids.items():
        if kind in NAMES:
            found |= {(kind, key): named for key, named in NAMES[kind](keys).items()}
    return found


def _who(events: Sequence[AuditEvent], reader: models.Model, offices: bool) -> dict[uuid.UUID, str]:
    return _offices({event.by_id for event in events if event.by_id}, reader, offices)


def _offices(users: set[uuid.UUID], reader: models.Model, offices: bool) -> dict[uuid.UUID, str]:
    ids = users - {reader.pk}
    found = dict.fromkeys(ids, _("somebody who is signed in"))
    if ids and offices:
        for name in WHO:
            found |= name(ids)
    return found | {reader.pk: _("you")}
