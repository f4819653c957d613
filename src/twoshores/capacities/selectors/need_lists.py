"""The list of needs: filters, search, counts for the filters, in five queries."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet

from twoshores.accounts.readers import Reader
from twoshores.common import search

from ..models import Need
from .needs import needs_visible_to

FACETS = {"country": "place__country", "language": "language", "terms": "terms"}


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
    facets: dict[str, list[tuple[str, int]]]


def needs_listed(user: Reader, filters: NeedFilters) -> NeedsFound:
    """Published needs that pass the filters, newest first, with counts per filter value."""
    base = needs_visible_to(user).filter(state=filters.state)
    if filters.query:
        base = base.filter(pk__in=search.find("need", filters.query))
    facets = {name: _counts(_narrow(base, replace(filters, **{name: ""})), name) for name in FACETS}
    return NeedsFound(filters, _narrow(base, filters).order_by("-opened_at", "pk"), facets)


def _narrow(rows: QuerySet[Need], filters: NeedFilters) -> QuerySet[Need]:
    for name, lookup in FACETS.items():
        value = getattr(filters, name)
        if value:
            rows = rows.filter(**{lookup: value})
    return rows


def _counts(rows: QuerySet[Need], name: str) -> list[tuple[str, int]]:
    found = rows.order_by().values_list(FACETS[name]).annotate(number=Count("pk"))
    return sorted(((v, n) for v, n in found if v), key=lambda pair: (-pair[1], pair[0]))
