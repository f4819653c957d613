"""What example projects are called and where their pages stand.

The catalogue keeps codes only. Projects, a layer above, fill `FINDERS` in AppConfig.ready().
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """An example project in the reader's language."""

    code: str
    title: str
    language: str  # of the title
    href: str


FINDERS: list[Callable[[Collection[str], str], Mapping[str, Example]]] = []


def examples_of(codes: Collection[str], language: str) -> dict[str, Example]:
    """Example projects by code, in the given order; codes that nobody knows are left out."""
    found: dict[str, Example] = {}
    for find in FINDERS:
        found |= find(codes, language)
    return {code: found[code] for code in codes if code in found}
