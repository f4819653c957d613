"""Time zones of a project's countries, named by their cities in the reader's language."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location

from twoshores.common.formatting import format_moment, reader_locale

UTC = "UTC"
MOST = 12  # zones of one country: the United States have 29, most of them a county


@lru_cache(maxsize=1)
def _by_country() -> dict[str, list[str]]:
    known = available_timezones()
    found: dict[str, list[str]] = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        if zone in known:
            found.setdefault(country, []).append(zone)
    return found


def zones_of(countries: Iterable[str]) -> list[str]:
    """Names of zones in the IANA list, country by country, UTC last. Source: CLDR."""
    by_country = _by_country()
    zones = [zone for code in countries for zone in by_country.get(code, [])[:MOST]]
    return [*dict.fromkeys(zones), UTC]


def zone_words(zone: str) -> str:
    """A zone by its city in the reader's language."""
    if zone == UTC:
        return UTC
    return get_timezone_location(ZoneInfo(zone), locale=reader_locale(), return_city=True)


def zone_choices(countries: Iterable[str], kept: str = "") -> list[tuple[str, str]]:
    """(zone, its city) for a form; kept: a zone chosen before, offered whatever the countries."""
    zones = zones_of(countries)
    if kept and kept not in zones:
        zones.append(kept)
    return [(zone, zone_words(zone)) for zone in zones]


def clocks(moment: datetime, zones: Iterable[str]) -> list[tuple[str, str]]:
    """(cities, what their clocks show) at a moment; cities whose clocks agree stand together."""
    shown: dict[str, list[str]] = {}
    for zone in zones:
        # Naive, so that it is not moved to the instance's own zone.
        local = format_moment(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), "short")
        shown.setdefault(local, []).append(zone_words(zone))
    return [(" · ".join(cities), local) for local, cities in shown.items()]
