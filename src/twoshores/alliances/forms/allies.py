"""Changes that are sought, forces, allies, moments, messages and briefs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField
from twoshores.projects.forms.fields import Across, ChoicesForm, RowField, date_field, text_area

from ..models import AdvocacyAction, AllyPart, Force, PolicyMoment, StrategicAlly
from ..services.allies import Source
from .stakeholders import SCALE

CHANGE_FACTS = ("text", "language")
FORCE_FACTS = ("change", "side", "text", "source", "stakeholder", "ally")
ALLY_FACTS = (
    *("name", "organisation", "country", "level", "stance", "stance_reason", "gains", "language"),
)
PART_FACTS = ("what", "activity", "on", "note")
MOMENT_FACTS = ("kind", "title", "country", "opens_on", "closes_on", "source")
ACTION_FACTS = (
    *("change", "moment", "ally", "message", "audience", "channel", "language", "partner"),
    *("planned_for", "done_on", "result"),
)
BRIEF_FACTS = ("change", "ally", "title", "problem", "ask", "language")


class RowsForm(ChoicesForm):
    """A form with choices among rows, given by the field's name."""

    def __init__(self, *args: Any, rows: dict[str, Iterable[Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in rows.items():
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.offer(offered)


class ChangeForm(ChoicesForm):
    """A change beyond the project's own work."""

    text = forms.CharField(
        label=gettext_lazy("The change we seek"),
        help_text=gettext_lazy("A rule, a practice, a budget: what should be different?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    language_fields = ("language",)


class ForceForm(RowsForm):
    """Something that pushes towards a change or holds it back."""

    change = RowField(
        label=gettext_lazy("Of which change"), none=gettext_lazy("choose"), required=True
    )
    side = forms.ChoiceField(
        label=gettext_lazy("Which way it pushes"), choices=Force.Side.choices, widget=Across
    )
    text = forms.CharField(label=gettext_lazy("The force"), max_length=300)
    source = forms.CharField(label=gettext_lazy("How we know"), max_length=300, required=False)
    stakeholder = RowField(
        label=gettext_lazy("Which stakeholder could move it"), none=gettext_lazy("nobody yet")
    )
    ally = RowField(label=gettext_lazy("Which ally could move it"), none=gettext_lazy("nobody yet"))


class ForceScoreForm(forms.Form):
    """One's own opinion of a force."""

    strength = forms.TypedChoiceField(
        label=gettext_lazy("How strong, 1 to 5"),
        choices=SCALE,
        coerce=int,
        widget=Across,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The others read it, not whose it is."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why: a number without a reason helps nobody.")
        },
    )


class AllyForm(RowsForm):
    """Somebody who can change the rules."""

    name = forms.CharField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("A ministry, a council, an agency: the office, nobody by name."),
        max_length=200,
    )
    organisation = RowField(
        label=gettext_lazy("Of the organisations here"), none=gettext_lazy("none of them")
    )
    country = forms.ChoiceField(label=gettext_lazy("In which country"), required=False)
    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=StrategicAlly.Level.choices, widget=forms.RadioSelect
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("Where they stand"),
        choices=StrategicAlly.Stance.choices,
        initial=StrategicAlly.Stance.UNKNOWN,
        widget=forms.RadioSelect,
    )
    stance_reason = forms.CharField(
        label=gettext_lazy("What shows it"), max_length=600, required=False
    )
    gains = text_area(
        gettext_lazy("What they gain"),
        1000,
        help_text=gettext_lazy("Evidence, closeness to people, a service they lack."),
        rows=2,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language they read"), required=False)
    country_fields = ("country",)
    language_fields = ("language",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        known = cleaned.get("stance") not in (None, "", StrategicAlly.Stance.UNKNOWN)
        if known and not cleaned.get("stance_reason", "").strip():
            self.add_error("stance_reason", _("Say what shows it, or leave it not known."))
        return cleaned


class PartForm(RowsForm):
    """An ally's part in the project itself."""

    what = forms.ChoiceField(
        label=gettext_lazy("What part"), choices=AllyPart.What.choices, widget=forms.RadioSelect
    )
    activity = RowField(
        label=gettext_lazy("In which activity"), none=gettext_lazy("in none of the plan")
    )
    on = date_field(gettext_lazy("When"))
    note = forms.CharField(label=gettext_lazy("What came of it"), max_length=300, required=False)


class MomentForm(ChoicesForm):
    """When something can be moved."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=PolicyMoment.Kind.choices,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=gettext_lazy("Which"), max_length=200)
    country = forms.ChoiceField(label=gettext_lazy("In which country"), required=False)
    opens_on = DayField(label=gettext_lazy("The window opens"))
    closes_on = date_field(gettext_lazy("The window closes"))
    source = forms.CharField(label=gettext_lazy("How we know"), max_length=300, required=False)
    country_fields = ("country",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("It closes before it opens."))
        return cleaned


class EvidenceForm(RowsForm):
    """With figures and papers of the project to tick."""

    evidence = forms.MultipleChoiceField(
        label=gettext_lazy("What it stands on"),
        help_text=gettext_lazy("Of an indicator, the latest figure that somebody confirmed."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, sources: Iterable[tuple[str, Source]], **kwargs: Any) -> None:
        """sources: (words for its kind, the indicator or paper)."""
        super().__init__(*args, **kwargs)
        offered = list(sources)
        self._sources = {f"{row._meta.model_name}:{row.pk}": row for _words, row in offered}
        words = [f"{kind} – {row}" for kind, row in offered]
        self.choose("evidence", zip(self._sources, words, strict=True))
        if not offered:
            del self.fields["evidence"]

    def chosen(self) -> list[Source]:
        return [self._sources[key] for key in self.cleaned_data.get("evidence", [])]


class ActionForm(EvidenceForm):
    """One piece of speaking up."""

    change = RowField(
        label=gettext_lazy("For which change"), none=gettext_lazy("choose"), required=True
    )
    message = forms.CharField(
        label=gettext_lazy("What we say"),
        help_text=gettext_lazy("Constructive, with something that can be done."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ally = RowField(label=gettext_lazy("To which ally"), none=gettext_lazy("to others"))
    audience = forms.CharField(label=gettext_lazy("To whom"), max_length=200, required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=AdvocacyAction.Channel.choices,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language"))
    moment = RowField(label=gettext_lazy("At which moment"), none=gettext_lazy("at none of them"))
    partner = RowField(label=gettext_lazy("Who does it"), none=gettext_lazy("nobody yet"))
    planned_for = date_field(gettext_lazy("When"))
    done_on = date_field(gettext_lazy("Done on"))
    result = text_area(gettext_lazy("What came of it"), 1000, rows=2)
    language_fields = ("language",)
    field_order = (*ACTION_FACTS[:4], "evidence")

    def clean_done_on(self) -> Any:
        on = self.cleaned_data["done_on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return on


class BriefForm(EvidenceForm):
    """One page for somebody who decides."""

    change = RowField(
        label=gettext_lazy("For which change"), none=gettext_lazy("choose"), required=True
    )
    ally = RowField(label=gettext_lazy("For which ally"), none=gettext_lazy("for several"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    problem = forms.CharField(
        label=gettext_lazy("What is wrong today"),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    ask = forms.CharField(
        label=gettext_lazy("What we ask for"),
        max_length=800,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language you write in"))
    language_fields = ("language",)
    # What it says first, then what it stands on.
    field_order = ("change", "ally", "title", "problem", "evidence", "ask", "language")
