"""What a page of a shortlist shows: filters, order, and the words of the entries on it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from twoshores.common.filters import most_first

from ..matching.shortlist import Entry, Shortlist

FACETS: dict[str, Callable[[Entry], Iterable[str]]] = {
    "mode": lambda entry: entry.found.modes,
    "lives": lambda entry: [entry.found.country],
    "tie": lambda entry: [
        bonus.detail for bonus in entry.match.bonuses if bonus.bonus == "tie" and bonus.detail
    ],
    "time": lambda entry: entry.found.times,
    "terms": lambda entry: [entry.found.terms],
}
MOST_VALUES = 8


def _nearness(entry: Entry) -> int:
    return sum(bonus.hundredths for bonus in entry.match.bonuses if bonus.bonus == "tie")


ORDERS: dict[str, Callable[[Entry], tuple[int, ...]]] = {
    "score": lambda entry: (0,),
    "nearness": lambda entry: (-_nearness(entry),),
    "freshness": lambda entry: (-entry.found.confirmed_at.toordinal(),),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its values with how many entries each leaves, and the chosen one."""

    name: str
    chosen: str
    values: list[tuple[str, int]]


@dataclass(slots=True)
class Narrowed:
    """A shortlist after its filters. Ranks count within what is left."""

    entries: list[Entry]
    facets: list[Facet] = field(default_factory=list)
    order: str = "score"


def narrow(shortlist: Shortlist, chosen: dict[str, str], order: str = "score") -> Narrowed:
    """Apply filters and an order; unknown names and values are ignored.

    Each facet counts what the other filters leave, so that no link leads to an empty page.
    Those marked unsuitable are left out.
    """
    pool = [entry for entry in shortlist.entries if entry.verdict != "unsuitable"]
    chosen = {name: value for name, value in chosen.items() if name in FACETS and value}
    facets = []
    for name, values_of in FACETS.items():
        others = {key: value for key, value in chosen.items() if key != name}
        counts = Counter(
            value for entry in _passing(pool, others) for value in set(values_of(entry)) if value
        )
        facets.append(Facet(name, chosen.get(name, ""), most_first(counts, MOST_VALUES)))
    order = order if order in ORDERS else "score"
    entries = sorted(_passing(pool, chosen), key=ORDERS[order])  # stable: keeps the rank
    return Narrowed(entries, facets, order)


def _passing(pool: list[Entry], chosen: dict[str, str]) -> list[Entry]:
    return [
        entry
        for entry in pool
        if all(value in FACETS[name](entry) for name, value in chosen.items())
    ]
