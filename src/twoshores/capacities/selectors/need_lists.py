"""The list of needs: filters, search, counts for the filters, in a handful of queries."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, QuerySet, Sum

from twoshores.accounts.readers import Reader
from twoshores.common import search
from twoshores.common.models import AuditEvent

from ..models import Need
from .needs import needs_visible_to

FACETS = {"country": "place__country", "language": "language", "terms": "terms"}
# What a list and its table say of each need: descriptions are long, and not among it.
LISTED = (
    *("title", "language", "state", "is_demo", "opened_at", "starts", "ends", "terms"),
    *("organisation__name", "organisation__name_language"),
    *("place__kind", "place__country", "place__name", "place__names"),
)
MOST_KEPT = 8  # states of the table, of two lists
type Combinations = list[tuple[tuple[str | None, ...], int]]


@dataclass(frozen=True, slots=True)
class NeedFilters:
    """What a reader chose. Empty means any."""

    query: str = ""
    country: str = ""
    language: str = ""
    terms: str = ""
    state: str = Need.State.OPEN

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "NeedFilters":
        """From an address; what is not understood is left out."""
        state = given.get("state", "")
        return cls(
            query=given.get("q", "").strip()[:200],
            country=given.get("country", "").upper()[:2],
            language=given.get("language", "")[:8],
            terms=given.get("terms", "")[:10],
            state=state if state == Need.State.FILLED else Need.State.OPEN,
        )


@dataclass(frozen=True, slots=True)
class NeedsFound:
    filters: NeedFilters
    needs: QuerySet[Need]
    total: int
    facets: dict[str, list[tuple[str, int]]]


def needs_listed(user: Reader, filters: NeedFilters) -> NeedsFound:
    """Published needs that pass the filters, newest first, with counts per filter value."""
    base = needs_visible_to(user).filter(state=filters.state)
    if filters.query:
        base = base.filter(pk__in=search.find("need", filters.query))
        combinations = _combinations(base)
    else:
        combinations = _kept_combinations(filters.state)
    facets = {name: _counts(combinations, filters, name) for name in FACETS}
    rows = _narrow(base, filters).select_related(None).select_related("organisation", "place")
    ordered = rows.only(*LISTED).order_by("-opened_at", "pk")
    return NeedsFound(filters, ordered, _total(combinations, filters), facets)


def _narrow(rows: QuerySet[Need], filters: NeedFilters) -> QuerySet[Need]:
    for name, lookup in FACETS.items():
        value = getattr(filters, name)
        if value:
            rows = rows.filter(**{lookup: value})
    return rows


_kept: dict[tuple[object, ...], Combinations] = {}


def _kept_combinations(state: str) -> Combinations:
    """How many needs of a public state have which country, language and terms.

    Kept by this process until something is written. They are counted as nobody in particular
    sees them, so that no reader is told of what only another may see: both lists show public
    states alone, which are the same for all.
    """
    rows = needs_visible_to(AnonymousUser()).filter(state=state)
    key = (state, *_change(rows))
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _combinations(rows)
    return _kept[key]


def _change(rows: QuerySet[Need]) -> tuple[object, ...]:
    """Differs after every write: each leaves an audit event in its transaction.

    The needs themselves are looked at too: on PostgreSQL an event can become visible after one
    of a higher number, and the number alone would miss it.
    """
    events = AuditEvent.objects.aggregate(last=Max("pk"))
    needs = rows.order_by().aggregate(n=Count("*"), v=Sum("version"), last=Max("opened_at"))
    return (events["last"], needs["n"], needs["v"], needs["last"])


def _combinations(rows: QuerySet[Need]) -> Combinations:
    found = rows.order_by().values_list(*FACETS.values()).annotate(number=Count("pk"))
    return [(tuple(values), number) for *values, number in found]


def _fits(chosen: Sequence[str], values: Sequence[str | None]) -> bool:
    return all(not want or want == has for want, has in zip(chosen, values, strict=True))


def _total(combinations: Combinations, filters: NeedFilters) -> int:
    """How many needs pass all filters."""
    chosen = [getattr(filters, name) for name in FACETS]
    return sum(number for values, number in combinations if _fits(chosen, values))


def _counts(combinations: Combinations, filters: NeedFilters, name: str) -> list[tuple[str, int]]:
    """A facet counts what choosing one of its values would leave, with the other filters kept."""
    chosen = [getattr(filters, other) if other != name else "" for other in FACETS]
    place = list(FACETS).index(name)
    counts: Counter[str] = Counter()
    for values, number in combinations:
        value = values[place]
        if value and _fits(chosen, values):
            counts[value] += number
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
