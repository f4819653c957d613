"""Events and papers of a programme."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.alliances.forms.meetings import moment_in
from twoshores.common.forms import DayField
from twoshores.common.upload_field import BytesField
from twoshores.projects.forms.fields import ChoicesForm, text_area

from ..models import ProgrammeEvent

EVENT_FACTS = ("title", "language", "about", "where", "starts_at", "ends_at", "time_zone")
ENDINGS = ".pdf,.docx,.xlsx,.odt,.csv,.txt"


class EventForm(ChoicesForm):
    """When and where grantees meet. Times are those of the clock beside them."""

    title = forms.CharField(label=_("What it is called"), max_length=200)
    from_day = DayField(label=_("From"))
    from_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    until_day = DayField(label=_("Until"))
    until_time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    time_zone = forms.ChoiceField(label=_("In the time of"))
    where = forms.CharField(label=_("Where, or by which line"), max_length=300, required=False)
    about = text_area(_("What it is for"), 4000, rows=5)
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)

    def __init__(self, *args: Any, zones: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("time_zone", zones)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        needed = {"from_day", "from_time", "until_day", "until_time", "time_zone"}
        if needed <= cleaned.keys():
            zone = cleaned["time_zone"]
            starts = moment_in(cleaned["from_day"], cleaned["from_time"], zone)
            ends = moment_in(cleaned["until_day"], cleaned["until_time"], zone)
            if ends <= starts:
                self.add_error("until_time", _("It ends before it begins."))
            cleaned |= {"starts_at": starts, "ends_at": ends}
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Fields of the model. Call after `is_valid`."""
        return {name: self.cleaned_data[name] for name in EVENT_FACTS}


def initial_of_event(event: ProgrammeEvent | None) -> dict[str, Any]:
    """What the form shows of a stored event, by the clocks of its zone."""
    if event is None:
        return {}
    zone = ZoneInfo(event.time_zone)
    starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    plain = {name: getattr(event, name) for name in ("title", "language", "about", "where")}
    return plain | {
        "time_zone": event.time_zone,
        "from_day": starts.date(),
        "from_time": starts.time(),
        "until_day": ends.date(),
        "until_time": ends.time(),
    }


class PaperForm(ChoicesForm):
    """A paper for grantees."""

    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Written in"))
    file = BytesField(label=_("File"), accept=ENDINGS)
    language_fields = ("language",)
