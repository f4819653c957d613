"""Reporting periods: all of them in one go, or one by itself."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from twoshores.common.formatting import format_day
from twoshores.common.forms import DayField

from ..models import Period, Project

PERIOD_FACTS = ("name", "starts", "ends")


class PeriodsForm(forms.Form):
    """Reporting periods of equal length over the project's life."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("A report every"),
        coerce=int,
        choices=[
            (3, gettext_lazy("three months")),
            (6, gettext_lazy("six months")),
            (12, gettext_lazy("year")),
        ],
        initial=6,
    )
    starts = DayField(label=pgettext_lazy("period", "From"))
    ends = DayField(label=pgettext_lazy("period", "Until"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            raise ValidationError({"ends": _("The end lies before the beginning.")})
        return cleaned

    def spans(self) -> list[tuple[str, date, date]]:
        """(name, first day, last day); the last one may be shorter."""
        cleaned = self.cleaned_data
        found: list[tuple[str, date, date]] = []
        first = cleaned["starts"]
        while first <= cleaned["ends"] and len(found) < 61:
            following = months_later(cleaned["starts"], (len(found) + 1) * cleaned["months"])
            last = min(following - timedelta(days=1), cleaned["ends"])
            found.append((name_of_days(first, last), first, last))
            first = following
        return found


class PeriodForm(forms.Form):
    """One period: its days, and a name if it shall have another than these."""

    starts = DayField(label=pgettext_lazy("period", "From"))
    ends = DayField(label=pgettext_lazy("period", "Until"))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Left empty, its days are its name."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends:
            if ends < starts:
                raise ValidationError({"ends": _("The end lies before the beginning.")})
            cleaned["name"] = cleaned.get("name") or name_of_days(starts, ends)
        return cleaned


def name_of_days(first: date, last: date) -> str:
    """The name of a period that nobody gave one, at most 80 characters."""
    return _("%(start)s to %(end)s") % {
        "start": format_day(first, "medium"),
        "end": format_day(last, "medium"),
    }


def period_initial(project: Project, row: Period | None) -> dict[str, Any]:
    """What the page of one period shows first: a new one follows the last, as long as that one.

    A name that is only the days is shown as none, so that it follows them when they change.
    """
    if row is not None:
        name = "" if row.name == name_of_days(row.starts, row.ends) else row.name
        return {"starts": row.starts, "ends": row.ends, "name": name}
    last = project.periods.order_by("-ends").first()
    if last is None:
        return periods_initial(project)
    first = last.ends + timedelta(days=1)
    months = (first.year - last.starts.year) * 12 + first.month - last.starts.month
    if months and months_later(last.starts, months) == first:
        return {"starts": first, "ends": months_later(first, months) - timedelta(days=1)}
    return {"starts": first, "ends": last.ends + (first - last.starts)}


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of a shorter month."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    last = (following - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def periods_initial(project: Project) -> dict[str, Any]:
    return {"starts": project.starts, "ends": project.ends}
