"""Filters as links, for components/filters.html: one list's address with one thing changed."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import pgettext

if TYPE_CHECKING:
    from django.http.request import _ImmutableQueryDict


class Addressed(Protocol):
    """A request, or no more of it than its address (`common.drawn`)."""

    @property
    def GET(self) -> "_ImmutableQueryDict": ...


# What belongs to the page that is open and not to the list.
OF_THE_PAGE = ("page", "open")


def with_parameter(request: Addressed, name: str, value: str) -> str:
    """This list's address with one parameter changed ("" takes it off), from its first page."""
    query = request.GET.copy()
    for gone in (*OF_THE_PAGE, name):
        query.pop(gone, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"


def kept_filters(request: Addressed, names: Iterable[str]) -> list[tuple[str, str]]:
    """(name, value) of the chosen filters: a new search keeps them, in components/search.html."""
    return [(name, request.GET[name]) for name in names if request.GET.get(name)]


def most_first(counts: Mapping[str, int], most: int | None = None) -> list[tuple[str, int]]:
    """Values with their counts, most first; equal ones by value, the same in every process."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]


def filter_group(
    request: Addressed,
    *,
    name: str,
    title: str | Promise,
    values: Iterable[tuple[str, int]],
    chosen: str,
    words: Callable[[str], str],
) -> dict[str, Any] | None:
    """One filter: its values as links with counts, "Any" first once one is chosen.

    values: (value, how many there would be); None if there is nothing to choose from.
    """
    counted = list(values)
    options = [
        {
            "label": words(value),
            "href": with_parameter(request, name, value),
            "count": count,
            "current": value == chosen,
        }
        for value, count in counted
    ]
    if chosen:
        everything = {
            "label": pgettext("any value of a filter", "Any"),
            "href": with_parameter(request, name, ""),
            "count": sum(count for _value, count in counted),
        }
        options.insert(0, everything)
    return {"title": title, "options": options} if options else None
