"""Stakeholders, what people think of them, and steps towards them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number
from twoshores.projects.forms.fields import Across, ChoicesForm, RowField, date_field, text_area
from twoshores.projects.models import ProjectPartner

from ..models import Stakeholder
from ..services.stakeholders import RestsOn

STAKEHOLDER_FACTS = (
    *("name", "organisation", "group", "country", "language", "brings", "gains", "loses"),
    *("strategy", "we_promised", "they_promised", "withdrew_on"),
)
STEP_FACTS = ("text", "partner", "due_on", "done_on")
SCALE = [(number, lazy(format_number, str)(number)) for number in range(1, 6)]


class StakeholderForm(ChoicesForm):
    """Who somebody is to the project."""

    name = forms.CharField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("An organisation, an office or a group of people, nobody by name."),
        max_length=200,
    )
    organisation = RowField(
        label=gettext_lazy("Of the organisations here"), none=gettext_lazy("none of them")
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Group"), choices=Stakeholder.Group.choices, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=gettext_lazy("In which country"))
    language = forms.ChoiceField(label=gettext_lazy("Language they read"), required=False)
    brings = text_area(gettext_lazy("What they could bring"), 1000, rows=2)
    gains = text_area(gettext_lazy("What they could gain"), 1000, rows=2)
    loses = text_area(gettext_lazy("What they could lose"), 1000, rows=2)
    strategy = forms.ChoiceField(
        label=gettext_lazy("What we do"),
        choices=[("", gettext_lazy("not decided")), *Stakeholder.Strategy.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    we_promised = text_area(gettext_lazy("What we promised them"), 1000, rows=2)
    they_promised = text_area(gettext_lazy("What they promised us"), 1000, rows=2)
    rests = forms.MultipleChoiceField(
        label=gettext_lazy("What rests on them"),
        help_text=gettext_lazy("If they withdraw, this is in danger."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    withdrew_on = date_field(gettext_lazy("Withdrew on"))
    country_fields = ("country",)
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Any],
        rests: Iterable[tuple[str, RestsOn]],
        **kwargs: Any,
    ) -> None:
        """rests: (words for its kind, the row) of what may rest on somebody."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, RowField)
        field.offer(organisations)
        self._rests = {f"{row._meta.model_name}:{row.pk}": row for _words, row in rests}
        labels = [(f"{row._meta.model_name}:{row.pk}", f"{words} – {row}") for words, row in rests]
        self.choose("rests", labels)
        if not labels:
            del self.fields["rests"]

    def chosen(self) -> list[RestsOn]:
        return [self._rests[key] for key in self.cleaned_data.get("rests", [])]


class ScoreForm(forms.Form):
    """One's own opinion of one stakeholder."""

    interest = forms.TypedChoiceField(
        label=gettext_lazy("Interest: how much it matters to them"),
        help_text=gettext_lazy("1: hardly. 5: very much."),
        choices=SCALE,
        coerce=int,
        widget=Across,
    )
    influence = forms.TypedChoiceField(
        label=gettext_lazy("Influence: how much they weigh"),
        help_text=gettext_lazy("1: hardly. 5: nothing goes without them."),
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


class RoundForm(forms.Form):
    """A round of opinions."""

    due_on = date_field(gettext_lazy("Until"))


class StepForm(forms.Form):
    """A step towards a stakeholder."""

    text = forms.CharField(label=gettext_lazy("What we do"), max_length=300)
    partner = RowField(label=gettext_lazy("Who does it"), none=gettext_lazy("nobody yet"))
    due_on = date_field(gettext_lazy("Until"))
    done_on = date_field(gettext_lazy("Done on"))

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, RowField)
        field.offer(partners)
