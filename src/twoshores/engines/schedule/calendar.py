"""Days on which people can work: office hours, evenings, weekends, by the weekend of a country."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY_SUNDAY = frozenset({5, 6})  # date.weekday()


@dataclass(frozen=True, slots=True)
class Times:
    """When people work on something. Nothing said: any day serves.

    weekend: days of the week (Monday 0) that are the weekend where it is done.
    """

    office: bool = False
    evenings: bool = False
    weekends: bool = False
    holidays: bool = False
    weekend: frozenset[int] = SATURDAY_SUNDAY

    @property
    def is_said(self) -> bool:
        return self.office or self.evenings or self.weekends or self.holidays


def usable_days(starts: date, ends: date, times: Times) -> int:
    """How many days from `starts` to `ends`, both included, hold such a time.

    Office hours and evenings are those of working days; weekends those of the country. Holidays
    at home (a visit in summer) are not in any calendar: every day may be one.
    """
    days = (ends - starts).days + 1
    if days <= 0:
        return 0
    if not times.is_said or times.holidays:
        return days
    whole, rest = divmod(days, 7)
    weekend = len(times.weekend)
    counted = 0
    if times.office or times.evenings:
        counted += whole * (7 - weekend) + _in_rest(starts, rest, times.weekend, wanted=False)
    if times.weekends:
        counted += whole * weekend + _in_rest(starts, rest, times.weekend, wanted=True)
    return counted


def _in_rest(starts: date, rest: int, weekend: frozenset[int], *, wanted: bool) -> int:
    days = (starts + timedelta(days=number) for number in range(rest))
    return sum((day.weekday() in weekend) == wanted for day in days)
