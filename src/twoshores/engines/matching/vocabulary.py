"""Numbers for the words of CSV tables: concepts, languages, places, without a database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from twoshores.engines.matching.problem import Kind

URI = re.compile(r"https?://\S+|urn:\S+")


class Linked(Protocol):
    """A suggestion of the linking engine."""

    @property
    def uri(self) -> str: ...


Linker = Callable[[str, str | None, str | None, int], Sequence[Linked]]
"""(text, language, kind, top) -> concepts, best first; ``LinkIndex.link`` is one."""


class Numbers:
    """Consecutive numbers for texts, from 1 in order of first sight; case does not count."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = [""]

    def of(self, text: str) -> int:
        key = " ".join(text.split()).casefold()
        if key not in self._numbers:
            self._numbers[key] = len(self._texts)
            self._texts.append(text)
        return self._numbers[key]

    def text(self, number: int) -> str:
        return self._texts[number]

    def mask(self, texts: Iterable[str]) -> int:
        """Bit mask with one bit per text."""
        found = 0
        for text in texts:
            found |= 1 << self.of(text)
        return found


class NoConcept(ValueError):
    """A text that stands for no concept."""


class Concepts:
    """Concept numbers of URIs and of free texts (each text is linked once)."""

    def __init__(self, linker: Linker | None = None) -> None:
        self.numbers = Numbers()
        self.linker = linker
        self._linked: dict[tuple[str, str | None, str | None], str | None] = {}

    def number(self, text: str, language: str | None, kind: str | None) -> int:
        """The concept of a URI or of free text. Raises NoConcept."""
        if URI.fullmatch(text):
            return self.numbers.of(text)
        return self.numbers.of(self._link(text, language, kind))

    def _link(self, text: str, language: str | None, kind: str | None) -> str:
        if self.linker is None:
            raise NoConcept(f"“{text[:60]}” is no URI, and there is no linking index")
        key = (text, language, kind)
        if key not in self._linked:
            found = self.linker(text, language, kind, 1)
            self._linked[key] = found[0].uri if len(found) else None
        uri = self._linked[key]
        if uri is None:
            raise NoConcept(f"no concept is found for “{text[:60]}”")
        return uri


class BroaderRelations:
    """Relations from each concept's broader ones: broader, narrower, same group."""

    def __init__(self, broader: Mapping[str, Sequence[str]], numbers: Numbers) -> None:
        self._broader, self._numbers = broader, numbers
        self._narrower: dict[str, list[str]] = {}
        for uri, parents in broader.items():
            for parent in parents:
                self._narrower.setdefault(parent, []).append(uri)

    def related(self, concept: int) -> Iterable[tuple[int, Kind]]:
        """See ``Relations``."""
        uri = self._numbers.text(concept)
        for narrower in self._narrower.get(uri, ()):
            yield self._numbers.of(narrower), Kind.NARROWER
        for parent in self._broader.get(uri, ()):
            yield self._numbers.of(parent), Kind.BROADER
            for sibling in self._narrower.get(parent, ()):
                if sibling != uri:
                    yield self._numbers.of(sibling), Kind.SAME_GROUP
