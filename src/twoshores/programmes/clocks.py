"""A moment as different clocks show it: the call's, and those of the partners' countries.

Which clocks a country has is read from CLDR (through Babel). A country whose clocks differ at the
moment in question has no single answer, and then none is given.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from babel.dates import format_datetime, get_timezone_location

from twoshores.common.formatting import join_words, reader_locale, to_reader_digits
from twoshores.common.territories import country_name

from .deadlines import clock_of
from .models import Call


@dataclass(frozen=True, slots=True)
class Shown:
    """A moment by one clock, in the reader's language, and whose clock that is."""

    text: str
    whose: str


def by_clock_of(call: Call, moment: datetime) -> Shown:
    """By the clock that the call's dates are written in."""
    zone = clock_of(call)
    if _offset(moment, zone) is None:
        zone = ZoneInfo("UTC")
    return Shown(_moment(moment, zone), _city(zone))


def by_clocks_in(countries: Iterable[str], moment: datetime, call: Call) -> list[Shown]:
    """By the clocks of these countries (codes), those left out that show the same as the call's."""
    own = _offset(moment, clock_of(call))
    found = []
    for code in dict.fromkeys(countries):
        zone = zone_in(code, moment)
        if zone is not None and _offset(moment, zone) != own:
            found.append(Shown(_moment(moment, zone), country_name(code)))
    return found


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    """None in the first and the last hours of the calendar, which not every clock has."""
    try:
        return moment.astimezone(zone).utcoffset()
    except OverflowError:
        return None


def zone_in(country: str, moment: datetime) -> ZoneInfo | None:
    """The zone of a country (code), None if it is not known or has several that differ then."""
    zones = _zones(country)
    offsets = {_offset(moment, zone) for zone in zones}
    return zones[0] if len(offsets) == 1 and None not in offsets else None


@lru_cache(maxsize=300)
def _zones(country: str) -> tuple[ZoneInfo, ...]:
    found = []
    for name, territory in sorted(get_global("zone_territories").items()):
        if territory == country:
            try:
                found.append(ZoneInfo(name))
            except (ZoneInfoNotFoundError, ValueError):
                continue  # CLDR knows zones that this machine's data no longer list
    return tuple(found)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    """With seconds where a moment has any: deadlines are kept to the second."""
    style = "long" if moment.second else "short"
    locale = reader_locale()
    day = format_datetime(moment, "d MMMM y", tzinfo=zone, locale=locale)
    clock = "HH:mm:ss" if style == "long" else "HH:mm"
    time = format_datetime(moment, clock, tzinfo=zone, locale=locale)
    return to_reader_digits(join_words([day, time]))


def _city(zone: ZoneInfo) -> str:
    if zone.key in {"UTC", "Etc/UTC", "GMT"}:
        return "UTC"
    return get_timezone_location(zone, locale=reader_locale(), return_city=True)
