"""What higher apps ask to be told, inside the same transaction. Filled in AppConfig.ready()."""

from collections.abc import Callable

from .models import Introduction, Person

PERSON_CHANGED: list[Callable[[Person], None]] = []
"""Consent, facts or existence changed in a way that matching reads."""

PERSON_ERASED: list[Callable[[Person], None]] = []
"""Everything that a higher app holds about the person must go now."""

PERSON_MERGED: list[Callable[[Person, Person], None]] = []
"""(kept, dropped): what hangs on the dropped record moves to the kept one."""

INTRODUCTION_ACCEPTED: list[Callable[[Introduction], None]] = []


def person_changed(person: Person) -> None:
    for tell in PERSON_CHANGED:
        tell(person)
