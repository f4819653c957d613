"""Missions: planned, written, what follows from them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import DayField
from twoshores.projects.forms.fields import (
    ChoicesForm,
    RowField,
    text_area,
    yes_no_unknown,
)
from twoshores.projects.models import Project, ProjectPartner

from ..models import Mission, MissionPoint

MISSION_FACTS = ("project", "country", "language", "title", "starts", "ends")
ACTION_FACTS = ("text", "partner", "due_on")


class MissionForm(ChoicesForm):
    """A visit that is planned."""

    project = RowField(label=_("Project"), none=_("Choose one"), required=True)
    country = forms.ChoiceField(label=_("Country"))
    title = forms.CharField(label=_("What it looks at"), max_length=200)
    starts = DayField(label=_("From"))
    ends = DayField(label=_("Until"))
    language = forms.ChoiceField(label=_("Language you write in"))
    country_fields = ("country",)
    language_fields = ("language",)

    def __init__(self, *args: Any, projects: Iterable[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, RowField)
        field.offer(projects, lambda row: f"{row.code} · {row.title}")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("This day lies before the first one."))
        return cleaned


class FindingsForm(forms.Form):
    """What was found: a line for each point of the list, and all in short."""

    def __init__(self, data: Any, *, mission: Mission) -> None:
        points: list[MissionPoint] = list(mission.points.all())
        words = {None: "", True: "yes", False: "no"}
        initial = {"summary": mission.summary}
        for point in points:
            initial[f"well-{point.pk}"] = words[point.is_well]
            initial[f"note-{point.pk}"] = point.note
        super().__init__(data, initial=initial)
        self._points = points
        for point in points:
            self.fields[f"well-{point.pk}"] = yes_no_unknown(point.text)
            self.fields[f"note-{point.pk}"] = text_area(_("What was seen"), 2000, rows=2)
        self.fields["summary"] = text_area(_("What was found, in short"), 4000, rows=6)

    def points(self) -> dict[int, tuple[bool | None, str]]:
        """By point: well, not well or not looked at; and what was seen."""
        data = self.cleaned_data
        return {row.pk: (data[f"well-{row.pk}"], data[f"note-{row.pk}"]) for row in self._points}


class ActionForm(forms.Form):
    """What follows from a mission."""

    text = forms.CharField(label=_("What is to be done"), max_length=500)
    partner = RowField(label=_("By whom"), none=_("By the programme itself"))
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, RowField)
        field.offer(partners, lambda row: str(row.name))


class DoneForm(forms.Form):
    """That it was done, and what shows it."""

    done_on = DayField(label=_("Done on"))
    evidence = forms.CharField(label=_("What shows it"), max_length=500)
