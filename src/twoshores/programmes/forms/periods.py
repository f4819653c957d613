"""Which two periods of a programme are compared."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import DayField

from ..selectors.periods import Span

NAMES = ("since", "until", "before_since", "before_until")


class PeriodsForm(forms.Form):
    """Days of two periods. Sent by GET: the address says what is compared."""

    since = DayField(label=_("From"))
    until = DayField(label=_("Until"))
    before_since = DayField(label=_("Compared with: from"))
    before_until = DayField(label=_("Compared with: until"))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for first, last in (NAMES[:2], NAMES[2:]):
            starts, ends = found.get(first), found.get(last)
            if starts and ends and ends < starts:
                self.add_error(last, gettext("It would end before it begins."))
        return found

    def spans(self) -> list[Span]:
        """Of a form that is valid."""
        days = [self.cleaned_data[name] for name in NAMES]
        return [Span(*days[:2]), Span(*days[2:])]


def usual(today: date) -> list[Span]:
    """This year and the one before."""
    return [Span.of_year(today.year), Span.of_year(today.year - 1)]
