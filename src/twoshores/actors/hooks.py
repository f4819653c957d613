"""What higher apps ask to be told, inside the same transaction. Filled in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from twoshores.accounts.models import User

from .models import Introduction, Organisation, Person

PERSON_CHANGED: list[Callable[[Person], None]] = []
"""Consent, facts or existence changed in a way that matching reads."""

PERSON_ERASED: list[Callable[[Person], None]] = []
"""Everything that a higher app holds about the person must go now."""

PERSON_MERGED: list[Callable[[Person, Person], None]] = []
"""(kept, dropped): what hangs on the dropped record moves to the kept one."""


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """Somebody's part in an organisation was another before. after: "" for whoever left."""

    user: User
    organisation: Organisation
    before: str
    after: str


MEMBERSHIP_CHANGED: list[Callable[[MembershipChange], None]] = []
"""A member left or got another role; the organisation is locked meanwhile."""

READS: list[Callable[[Person], list[str]]] = []
"""Codes of languages that a person said to read, best first, besides the one we write in."""

INTRODUCTION_ACCEPTED: list[Callable[[Introduction], None]] = []


@dataclass(frozen=True, slots=True)
class NextStep:
    """A link to what follows from an accepted introduction."""

    label: str
    href: str


ORGANISATION_TABS: list[tuple[str | Promise, str]] = []
"""(label, url name that takes the id): pages of an organisation for whoever sees it."""

OFFICER_TABS: list[tuple[str | Promise, str]] = []
"""(label, url name that takes the id): pages of an organisation for those who write for it."""

STEWARD_PAGES: list[tuple[str | Promise, str, Callable[[], int]]] = []
"""(label, url name, how many wait): what stewards do in a higher app, on their page."""

INTRODUCTION_NEXT: list[Callable[[Introduction, bool], NextStep | None]] = []
"""What comes after an accepted introduction; True for whoever holds a link, without a login."""


def next_step(introduction: Introduction, *, by_link: bool) -> NextStep | None:
    """The first step that an app offers, or None."""
    for offer in INTRODUCTION_NEXT:
        if step := offer(introduction, by_link):
            return step
    return None


def membership_changed(change: MembershipChange) -> None:
    for tell in MEMBERSHIP_CHANGED:
        tell(change)


def person_changed(person: Person) -> None:
    for tell in PERSON_CHANGED:
        tell(person)
