"""How much of a project leaves in a file: all of it, or what its public page shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from twoshores.engines.iati.ordering import parse_fragment

from ..public_parts import PARTS

# Published elements that belong to a part of the public page; addresses of people to none.
MONEY = {"budget", "planned-disbursement", "capital-spend", "transaction", "country-budget-items"}
BY_PART = {"budget": MONEY, "indicators": {"result"}}
NEVER_PUBLIC = {"contact-info"}


@dataclass(frozen=True, slots=True)
class Scope:
    """parts: keys of `public_parts`. is_public: for everybody; only what was confirmed goes."""

    parts: frozenset[str]
    is_public: bool = False

    def shows(self, part: str) -> bool:
        return part in self.parts

    def _hidden(self) -> set[str]:
        if not self.is_public:
            return set()
        closed = [tags for part, tags in BY_PART.items() if part not in self.parts]
        return NEVER_PUBLIC.union(*closed)

    def filtered(self, piece: str) -> str:
        """A kept activity without the elements that are not shown."""
        hidden = self._hidden()
        if not piece or not hidden:
            return piece
        element = parse_fragment(piece)
        for child in list(element):
            if child.tag in hidden:
                element.remove(child)
        return etree.tostring(element, encoding="unicode")

    def passes(self, piece: str) -> bool:
        """Whether a whole kept element may go."""
        return parse_fragment(piece).tag not in self._hidden()


ALL = Scope(frozenset(PARTS))


def public_scope(shown: Iterable[str]) -> Scope:
    return Scope(frozenset(shown), is_public=True)
