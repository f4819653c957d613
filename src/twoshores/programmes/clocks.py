"""A moment as different clocks show it: the call's, and those of the partners' countries.

Which clocks a country has is read from CLDR (through Babel). A country whose clocks differ at the
moment in question has no single answer, and then none is given.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from twoshores.common.clocks import Shown, city_of, moment_in, offset_of, shown_by
from twoshores.common.territories import country_name

from .deadlines import clock_of, kept_clock
from .models import Call, Submission


def by_clock_of(call: Call, moment: datetime) -> Shown:
    """By the clock that the call's dates are written in."""
    return shown_by(moment, clock_of(call))


def name_of_clock(call: Call) -> str:
    """The city by whose clock the call's dates are written."""
    return city_of(clock_of(call))


def by_kept_clock(row: Submission, moment: datetime) -> Shown:
    """By the clock that the call had when a proposal was handed in: a receipt stays as it was."""
    return shown_by(moment, kept_clock(row))


def by_clocks_in(
    countries: Iterable[str], moment: datetime, beside: Call | ZoneInfo
) -> list[Shown]:
    """By the clocks of these countries (codes), those left out that show the same as the zone
    beside, or as the call's."""
    zone_beside = clock_of(beside) if isinstance(beside, Call) else beside
    own = offset_of(moment, zone_beside)
    found = []
    for code in dict.fromkeys(countries):
        zone = zone_in(code, moment)
        if zone is not None and offset_of(moment, zone) != own:
            found.append(Shown(moment_in(moment, zone), country_name(code)))
    return found


def zone_in(country: str, moment: datetime) -> ZoneInfo | None:
    """The zone of a country (code), None if it is not known or has several that differ then."""
    zones = _zones(country)
    offsets = {offset_of(moment, zone) for zone in zones}
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
