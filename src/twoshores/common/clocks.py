"""A moment as a clock shows it, never without saying whose clock: readers live by several."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from babel.dates import format_datetime, get_timezone_location
from django.utils import timezone
from django.utils.translation import gettext as _

from .formatting import join_words, reader_locale, to_reader_digits

UTC_NAMES = frozenset({"UTC", "Etc/UTC", "GMT"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A moment by one clock, in the reader's language, and whose clock that is."""

    text: str
    whose: str

    @property
    def named(self) -> str:
        """Both at once: "30 January 2027, 17:00, clock of Brussels", or "... 16:00 UTC"."""
        if self.whose == "UTC":
            return f"{self.text} {self.whose}"
        return _("%(moment)s, clock of %(place)s") % {"moment": self.text, "place": self.whose}


def shown_by(moment: datetime, zone: tzinfo) -> Shown:
    """By the clock of a zone, which is named by its city; by UTC where that clock shows nothing."""
    if offset_of(moment, zone) is None:
        zone = UTC
    return Shown(moment_in(moment, zone), city_of(zone))


def shown_here(moment: datetime) -> Shown:
    """By the clock of the instance, to the minute: for moments that belong to no call, meeting or
    event."""
    return shown_by(moment.replace(second=0), timezone.get_default_timezone())


def offset_of(moment: datetime, zone: tzinfo) -> timedelta | None:
    """None in the first and the last hours of the calendar, which not every clock has."""
    try:
        return moment.astimezone(zone).utcoffset()
    except OverflowError:
        return None


def moment_in(moment: datetime, zone: tzinfo) -> str:
    """Day and time alone. With seconds where a moment has any: deadlines are kept to the second."""
    locale = reader_locale()
    day = format_datetime(moment, "d MMMM y", tzinfo=zone, locale=locale)
    clock = "HH:mm:ss" if moment.second else "HH:mm"
    time = format_datetime(moment, clock, tzinfo=zone, locale=locale)
    return to_reader_digits(join_words([day, time]))


def city_of(zone: tzinfo) -> str:
    """The city that names a zone, in the reader's language; UTC has none."""
    if str(zone) in UTC_NAMES:
        return "UTC"
    return get_timezone_location(zone, locale=reader_locale(), return_city=True)
