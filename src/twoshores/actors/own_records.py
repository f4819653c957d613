"""What higher apps add to somebody's own page and to the file of their own data."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .hooks import NextStep
from .models import Person

type Address = Callable[[str], str]
"""The address of one of the person's own pages by its short name ("offer"), however they came."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the own page: what stands there, in words, and where to change it."""

    title: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    links: list[NextStep] = field(default_factory=list)


SECTIONS: list[Callable[[Person, Address, bool], Section | None]] = []
"""Makers of sections; True for whoever came by a link, without a login."""
EXPORTS: dict[str, Callable[[Person], Any]] = {}
"""Name in the file -> what an app holds about the person, as JSON can say it."""


def sections_of(person: Person, address: Address, *, by_link: bool) -> list[Section]:
    found = (make(person, address, by_link) for make in SECTIONS)
    return [section for section in found if section is not None]
