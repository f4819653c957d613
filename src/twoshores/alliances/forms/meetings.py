"""Meetings of partners, what came of them, and contacts outside meetings."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField
from twoshores.projects.forms.fields import (
    Across,
    ChoicesForm,
    RowField,
    date_field,
    text_area,
)
from twoshores.projects.models import ProjectPartner

from ..models import Contact, Meeting

MEETING_FACTS = (
    *("title", "language", "starts_at", "zone", "minutes", "where", "face_to_face"),
    *("agenda", "state"),
)
RECORD_FACTS = ("notes", "decided")
STEP_FACTS = ("text", "partner", "due_on", "done_on")
CONTACT_FACTS = ("partner", "on", "how", "note")


class MeetingForm(ChoicesForm):
    """When and where partners meet, and about what. The time is that of the zone beside it."""

    title = forms.CharField(label=gettext_lazy("What it is about"), max_length=200)
    on = DayField(label=gettext_lazy("Day"))
    at = forms.TimeField(label=gettext_lazy("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    zone = forms.ChoiceField(label=gettext_lazy("In the time of"))
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"), min_value=5, max_value=10_080, required=False
    )
    where = forms.CharField(
        label=gettext_lazy("Where, or by which line"), max_length=300, required=False
    )
    face_to_face = forms.BooleanField(label=gettext_lazy("Face to face"), required=False)
    agenda = text_area(
        gettext_lazy("Agenda"),
        6000,
        help_text=gettext_lazy("One point a line. Everybody sees it before the meeting."),
        rows=6,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    cancelled = forms.BooleanField(label=gettext_lazy("It does not take place"), required=False)
    language_fields = ("language",)

    def __init__(
        self, *args: Any, zones: Sequence[tuple[str, str]], begun: bool, **kwargs: Any
    ) -> None:
        """zones: (name in the IANA list, words). begun: it exists, so it can be called off."""
        super().__init__(*args, **kwargs)
        self.choose("zone", zones)
        # The first is the clock of who keeps the project.
        self.fields["zone"].initial = zones[0][0] if zones else None
        if not begun:
            del self.fields["cancelled"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if {"on", "at", "zone"} <= cleaned.keys():
            cleaned["starts_at"] = moment_in(cleaned["on"], cleaned["at"], cleaned["zone"])
        if "cancelled" in self.fields:
            called_off = cleaned.get("cancelled")
            cleaned["state"] = Meeting.State.CANCELLED if called_off else Meeting.State.PLANNED
        return cleaned


def moment_in(day: Any, clock: time, zone: str) -> datetime:
    """The moment when the clocks of a zone show a time on a day."""
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


def initial_of_meeting(meeting: Meeting) -> dict[str, Any]:
    """What the form shows of a stored meeting: day and time by the clocks of its zone."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    shown = {name: getattr(meeting, name) for name in MEETING_FACTS if name != "starts_at"}
    cancelled = meeting.state == Meeting.State.CANCELLED
    return shown | {"on": local.date(), "at": local.time(), "cancelled": cancelled}


class RecordForm(forms.Form):
    """What came of a meeting: who came, notes, decisions, and the first next step."""

    notes = text_area(gettext_lazy("Notes"), 12_000, rows=8)
    decided = text_area(gettext_lazy("What was decided"), 6000)
    keep_decision = forms.BooleanField(
        label=gettext_lazy("Keep it among the project's decisions too"),
        help_text=gettext_lazy("There it cannot be changed later."),
        required=False,
    )
    step = forms.CharField(
        label=gettext_lazy("What is done next"),
        help_text=gettext_lazy("More steps can be added afterwards."),
        max_length=300,
        required=False,
    )
    step_partner = RowField(label=gettext_lazy("Who does it"), none=gettext_lazy("nobody yet"))
    step_due = date_field(gettext_lazy("Until"))

    def __init__(
        self, *args: Any, partners: Iterable[ProjectPartner], kept: bool, **kwargs: Any
    ) -> None:
        """kept: the decision stands among the project's already, so it is not asked again."""
        super().__init__(*args, **kwargs)
        self._partners = list(partners)
        field = self.fields["step_partner"]
        assert isinstance(field, RowField)
        field.offer(self._partners)
        if kept:
            del self.fields["keep_decision"]
        came = {
            f"came_{partner.pk}": forms.ChoiceField(
                label=partner.name,
                choices=[("", _("not noted")), ("yes", _("came")), ("no", _("did not come"))],
                required=False,
                widget=Across,
            )
            for partner in self._partners
        }
        self.fields = {**came, **self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("step") and (cleaned.get("step_partner") or cleaned.get("step_due")):
            self.add_error("step", _("Say what is done, or leave who and when empty."))
        return cleaned

    def presences(self) -> dict[ProjectPartner, bool | None]:
        """Whether each partner came; None: not noted."""
        said = {"yes": True, "no": False}
        return {
            partner: said.get(self.cleaned_data.get(f"came_{partner.pk}", ""))
            for partner in self._partners
        }


class StepForm(forms.Form):
    """What is done next: by which partner, until when."""

    text = forms.CharField(label=gettext_lazy("What is done next"), max_length=300)
    partner = RowField(label=gettext_lazy("Who does it"), none=gettext_lazy("nobody yet"))
    due_on = date_field(gettext_lazy("Until"))
    done_on = date_field(gettext_lazy("Done on"))

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, RowField)
        field.offer(partners)


class ContactForm(forms.Form):
    """That partners were in touch outside a meeting."""

    partner = RowField(label=gettext_lazy("With whom"), none=gettext_lazy("choose"), required=True)
    on = DayField(label=gettext_lazy("When"))
    how = forms.ChoiceField(
        label=gettext_lazy("How"), choices=Contact.How.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=gettext_lazy("About what"),
        help_text=gettext_lazy("No names of people."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, RowField)
        field.offer(partners)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return on
