"""What a page of a shortlist shows: filters, order, and the words of the entries on it."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from twoshores.common.drawn import columns
from twoshores.common.filters import most_first
from twoshores.taxonomy.linking import current_index

from ..matching.marks import Mark, marks_of
from ..matching.moment import Moment, roster_moment
from ..matching.shortlist import Entry, Shortlist
from ..models import Need
from .needs import reader_writes

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


@dataclass(frozen=True, slots=True)
class ListState:
    """What the list of a need depends on besides the address. Equal states show the same.

    asked: the need and its lines, every column as it was read. marks: what its organisation
    thought and asked of people. writes: whether the reader may change the need, by a link.
    """

    moment: Moment
    today: date
    labels: str  # which label index says what is near in meaning
    asked: Hashable
    marks: tuple[tuple[UUID, Mark], ...]
    writes: bool


def list_state(need: Need) -> ListState:
    """Of now, for the reader for whom the need was fetched. Two queries."""
    labels = current_index()
    return ListState(
        moment=roster_moment(),
        today=timezone.localdate(),
        labels=labels.hash if labels else "",
        asked=(columns(need), *map(columns, need.requirements.all())),
        marks=tuple(marks_of(need).items()),
        writes=reader_writes(need) and need.state != Need.State.CLOSED,
    )


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
    pool = [entry for entry in shortlist.entries if entry.mark.verdict != "unsuitable"]
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
