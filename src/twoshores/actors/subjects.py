"""What an introduction is about: higher apps register how to show their records here."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from twoshores.accounts.models import User


@dataclass(frozen=True, slots=True)
class Subject:
    """Title and text in the original language, and the page for those who may open it."""

    title: str
    language: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A subject on the page of its introduction, in the reader's language where a translation is
    there: what `components/record_header.html` and `components/facts.html` are given.
    """

    record: dict[str, Any]
    facts: list[tuple[str, str]]


type Resolver = Callable[[str], Subject | None]
type Guard = Callable[[User, str], bool]
type ListResolver = Callable[[list[str]], dict[str, Subject]]
_RESOLVERS: dict[str, tuple[Resolver, Guard]] = {}
type Shower = Callable[[str], Shown | None]
_LISTS: dict[str, ListResolver] = {}
_SHOWERS: dict[str, Shower] = {}


def register(
    kind: str,
    resolver: Resolver,
    may_ask: Guard,
    resolve_list: ListResolver | None = None,
    shower: Shower | None = None,
) -> None:
    """kind is a model label; resolver reads one record; may_ask says who may ask about it.

    resolve_list reads many records at once, for pages that list introductions. shower reads what
    somebody wants to know before they say yes or no: when, how, what is offered.
    """
    _RESOLVERS[kind] = (resolver, may_ask)
    if resolve_list is not None:
        _LISTS[kind] = resolve_list
    if shower is not None:
        _SHOWERS[kind] = shower


def resolve(kind: str, subject_id: str) -> Subject | None:
    entry = _RESOLVERS.get(kind)
    return entry[0](subject_id) if entry else None


def shown(kind: str, subject_id: str) -> Shown | None:
    """None where the record is gone, or its app has no more to say than `resolve` does."""
    shower = _SHOWERS.get(kind)
    return shower(subject_id) if shower else None


def resolve_many(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """Subjects by (kind, id), with one read per kind where its app can; the gone are left out."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, subject_id in keys:
        by_kind[kind].add(subject_id)
    found: dict[tuple[str, str], Subject] = {}
    for kind, ids in by_kind.items():
        if kind in _LISTS:
            found |= {(kind, key): value for key, value in _LISTS[kind](sorted(ids)).items()}
            continue
        for subject_id in ids:
            if subject := resolve(kind, subject_id):
                found[kind, subject_id] = subject
    return found


def may_ask_about(user: User, kind: str, subject_id: str) -> bool:
    entry = _RESOLVERS.get(kind)
    return bool(entry and entry[1](user, subject_id))
