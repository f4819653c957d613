"""People reached: where to note them, a list of numbers, counts by head."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import WholeField

from ..models import Activity, Period
from ..models.running import AgeBand, Sex
from ..reached_lists import Counts, Group, PeopleList, read_people
from ..reached_words import band_words, group_words, sex_words
from ..services.reached import MOST_HEADS, head_field
from .documents import Uploaded, UploadField
from .fields import RowField

LONGEST_LIST = 250_000  # letters
GROUPS: list[Group] = [(sex, band) for sex in Sex.values for band in AgeBand.values]


class WhereForm(forms.Form):
    """Which activity, in which period, and how people were counted."""

    activity = RowField(label=gettext_lazy("By which activity"), none="–", required=True)
    period = RowField(label=gettext_lazy("In which period"), none="–", required=True)
    how = forms.ChoiceField(
        label=gettext_lazy("How they were counted"),
        choices=[
            ("list", gettext_lazy("By your own number for each: a list of who came")),
            ("heads", gettext_lazy("By head: nobody can be told apart")),
        ],
        widget=forms.RadioSelect,
        initial="list",
    )

    def __init__(
        self, *args: Any, activities: Iterable[Activity], periods: Iterable[Period], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("activity", activities), ("period", periods)):
            made = self.fields[name]
            assert isinstance(made, RowField)
            made.offer(rows)


class PeopleForm(forms.Form):
    """A list of numbers, pasted or sent as a file."""

    marks_optional = False  # one of the two is needed
    lines = forms.CharField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy(
            "One person a line: your own number, then sex and age if you like, with commas: "
            "“A012, female, 34”. Never names, telephone or identity numbers."
        ),
        max_length=LONGEST_LIST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "dir": "auto"}),
    )
    file = UploadField(
        label=gettext_lazy("Or a file with these columns"),
        accept=".csv,.txt,.xlsx",
        required=False,
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.people = PeopleList([], [])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file: Uploaded | None = cleaned.get("file")
        pasted = cleaned.get("lines", "")
        if self.errors:
            return cleaned
        if bool(file) == bool(pasted.strip()):
            raise ValidationError(_("Paste the list, or send it as a file: one of the two."))
        data = file.read() if file else pasted.replace("،", ",").encode()
        self.people = read_people(data, self.language)
        return cleaned


class HeadField(WholeField):
    """Heads of a group; `short` is its age group alone, under the heading of its sex."""

    short: str = ""


class HeadsForm(forms.Form):
    """How many of each group; an empty field is a group that nobody counted."""

    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sex, band in GROUPS:
            made = HeadField(
                label=group_words((sex, band)),
                required=False,
                min_value=0,
                max_value=MOST_HEADS,
            )
            made.short = band_words(band)
            self.fields[head_field((sex, band))] = made

    def groups(self) -> list[dict[str, Any]]:
        """The fields by sex, each under the short name of its age group."""
        return [
            {
                "label": sex_words(sex),
                "fields": [self[head_field((sex, band))] for band in AgeBand.values],
            }
            for sex in Sex.values
        ]


def counts_in(cleaned: dict[str, Any]) -> Counts:
    """The groups of a sent `HeadsForm`."""
    return {group: cleaned.get(head_field(group)) for group in GROUPS}


def heads_initial(counts: Counts) -> dict[str, Any]:
    return {head_field(group): number for group, number in counts.items()}
