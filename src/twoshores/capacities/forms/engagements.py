"""Forms of an engagement: its terms, progress, feedback, what it leaves behind."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.context import LANGUAGE_NAMES
from twoshores.common.formatting import reader_locale
from twoshores.common.forms import DayField, WebAddressField
from twoshores.common.languages import language_choices, parse_number

from ..models import Engagement, Terms, WorkMode
from ..services.engagements import TERM_FIELDS
from .profiles import NumberField

LANGUAGES = list(LANGUAGE_NAMES.items())
LICENCES = [
    ("CC BY 4.0", gettext_lazy("Everybody may use and change it, naming the author (CC BY)")),
    ("CC BY-SA 4.0", gettext_lazy("The same, and changes stay as free (CC BY-SA)")),
    ("CC0 1.0", gettext_lazy("Everybody may do anything with it (CC0)")),
    ("All rights reserved", gettext_lazy("Only the two of us may use it")),
]


class AmountField(forms.DecimalField):
    """An amount as people type it where they read: 1,250.50 or 1 250,50, in either digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        try:
            number = parse_number(str(value or ""), reader_locale())
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        return number


class TermsForm(forms.Form):
    """The terms of reference. Carries the version it was opened on."""

    tasks = forms.CharField(
        label=gettext_lazy("Tasks"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    deliverables = forms.CharField(
        label=gettext_lazy("What will be there at the end"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=[("", "–"), *WorkMode.choices])
    starts = DayField(label=gettext_lazy("From"))
    ends = DayField(
        label=gettext_lazy("Until"),
        required=False,
    )
    terms = forms.ChoiceField(
        label=gettext_lazy("Terms"), choices=Terms.choices, widget=forms.RadioSelect
    )
    compensation_amount = AmountField(
        label=gettext_lazy("Amount"), max_digits=14, decimal_places=2, min_value=0, required=False
    )
    compensation_currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("Three letters, as banks write it: EUR, MAD, XOF"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 3, "autocomplete": "off", "dir": "ltr"}),
    )
    compensation_note = forms.CharField(
        label=gettext_lazy("Expenses and fees"),
        help_text=gettext_lazy("What is paid, by whom, when."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_compensation_currency(self) -> str:
        return str(self.cleaned_data["compensation_currency"]).upper()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            self.add_error("ends", _("The end lies before the beginning."))
        return cleaned

    def terms_data(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TERM_FIELDS}


def terms_initial(engagement: Engagement) -> dict[str, Any]:
    initial = {name: getattr(engagement, name) for name in TERM_FIELDS}
    return initial | {"version": engagement.version}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What has been done"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your words"), choices=LANGUAGES)
    done_percent = NumberField(
        label=gettext_lazy("Done so far, in per cent"),
        help_text=gettext_lazy("Leave it empty if it cannot be said."),
        min_value=0,
        max_value=100,
        required=False,
    )


class FeedbackForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("How was it to work together?"),
        choices=[
            (5, gettext_lazy("very good")),
            (4, gettext_lazy("good")),
            (3, gettext_lazy("fair")),
            (2, gettext_lazy("poor")),
            (1, gettext_lazy("very poor")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of your words"), choices=LANGUAGES)


class MaterialForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language of the material"), choices=[])
    licence = forms.ChoiceField(label=gettext_lazy("Who may use it"), choices=LICENCES)
    url = WebAddressField(
        label=gettext_lazy("Where it can be found"), required=False, max_length=200
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, reader_language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = language_choices(reader_language)
