"""Which open instalment, or which money that is to come back, a line of a statement may be."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .statement import Entry

AMOUNT, NUMBER, NAME = 50, 40, 20  # points of each reason
LEAST = 30  # a name alone, or an amount in another currency alone, is no suggestion
NEAR = Decimal("0.05")  # in another currency, so far from the amount at a rate
NEAR_POINTS = 20
_WORDS = re.compile(r"\w+")
_COMMON = 3  # words of a name that are shorter say nothing


@dataclass(frozen=True, slots=True)
class Open:
    """Something that a line may settle. is_out: the programme pays; else it is paid back.

    number: the contract's, as papers name it. name: the partner's, folded. worth: the amount in
    other currencies at a rate, by currency.
    """

    key: Hashable
    is_out: bool
    amount: Decimal
    currency: str
    number: str
    name: str
    worth: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """points of 110; each reason with its part: "amount", "near", "number", "name"."""

    key: Hashable
    points: int
    reasons: tuple[tuple[str, int], ...]


def suggestions(entry: Entry, folded: str, rows: Sequence[Open], most: int = 3) -> list[Suggestion]:
    """The likeliest first. folded: the entry's reference and text, folded as the names are.

    1. Only what goes in the line's direction.
    2. The same amount in the same currency: 50; in another, within 5 % of what it is worth: 20.
    3. The contract's number in reference or text, whatever stands between its signs: 40.
    4. Words of the partner's name in the text: their share of 20.
    5. Under 30 points it is none.
    """
    said = set(_WORDS.findall(folded))
    squeezed = _squeezed(f"{entry.reference} {entry.text}")
    found = []
    for row in rows:
        if row.is_out != (entry.amount < 0):
            continue
        reasons = _money(entry, row) + _words(row, said, squeezed)
        points = sum(part for _name, part in reasons)
        if points >= LEAST:
            found.append(Suggestion(row.key, points, tuple(reasons)))
    return sorted(found, key=lambda one: -one.points)[:most]


def _squeezed(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _money(entry: Entry, row: Open) -> list[tuple[str, int]]:
    amount = abs(entry.amount)
    if entry.currency == row.currency:
        return [("amount", AMOUNT)] if amount == row.amount else []
    worth = dict(row.worth).get(entry.currency)
    if worth and abs(amount - worth) <= worth * NEAR:
        return [("near", NEAR_POINTS)]
    return []


def _words(row: Open, said: set[str], squeezed: str) -> list[tuple[str, int]]:
    found = []
    number = _squeezed(row.number)
    if number and number in squeezed:
        found.append(("number", NUMBER))
    name = {word for word in _WORDS.findall(row.name) if len(word) > _COMMON}
    share = NAME * len(name & said) // len(name) if name else 0
    return found + ([("name", share)] if share else [])
