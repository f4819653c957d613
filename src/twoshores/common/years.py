"""Which years a day of a project or a programme may have."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Beyond them a year was mistyped, and what counts days from there leaves the calendar.
FIRST, LAST = 1900, 2199


def check_year(day: date | None) -> None:
    """Raise ValidationError for a year that nobody means."""
    if day is not None and not FIRST <= day.year <= LAST:
        raise ValidationError(_("Look at the year of this day."))
