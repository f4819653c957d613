"""The URL map, flattened: what the guards walk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from twoshores.common.decisions import access_rule_of


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    callback: Any
    parameters: tuple[str, ...]

    @property
    def rule(self) -> str | None:
        return access_rule_of(self.callback)

    @property
    def is_own(self) -> bool:
        """Whether the view is ours: a library's view cannot carry our decorator."""
        return self.callback.__module__.startswith("twoshores.")


def all_routes(
    resolver: URLResolver | None = None, before: str = "", given: tuple[str, ...] = ()
) -> Iterator[Route]:
    """before, given: pattern and parameters of the addresses that this one is included under."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        own = tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            yield from all_routes(entry, pattern, given + own)
        elif isinstance(entry, URLPattern):
            yield Route(entry.name or "", pattern, entry.callback, given + own)
