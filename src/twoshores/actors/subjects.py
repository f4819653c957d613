"""What an introduction is about: higher apps register how to show their records here."""

from collections.abc import Callable
from dataclasses import dataclass

from twoshores.accounts.models import User


@dataclass(frozen=True, slots=True)
class Subject:
    """Title and text in the original language, and the page for those who may open it."""

    title: str
    language: str
    text: str
    url: str


type Resolver = Callable[[str], Subject | None]
type Guard = Callable[[User, str], bool]
_RESOLVERS: dict[str, tuple[Resolver, Guard]] = {}


def register(kind: str, resolver: Resolver, may_ask: Guard) -> None:
    """kind is a model label; resolver reads one record; may_ask says who may ask about it."""
    _RESOLVERS[kind] = (resolver, may_ask)


def resolve(kind: str, subject_id: str) -> Subject | None:
    entry = _RESOLVERS.get(kind)
    return entry[0](subject_id) if entry else None


def may_ask_about(user: User, kind: str, subject_id: str) -> bool:
    entry = _RESOLVERS.get(kind)
    return bool(entry and entry[1](user, subject_id))
