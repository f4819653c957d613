"""Forms of an offer: where from, what, how; and the last step of registering alone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from twoshores.actors.forms.people import ConsentsForm
from twoshores.actors.models import Tie
from twoshores.common.forms import DayField, begin_unanswered
from twoshores.common.languages import language_choices, parse_digits
from twoshores.common.places.fields import PlaceField

from ..models import ProfileLanguage, ProfileSkill, Terms, Time, WorkMode
from ..public_text import check_public_text
from .needs import SaidForm

OTHER_TIES = [
    (Tie.Kind.FAMILY, gettext_lazy("I have family there")),
    (Tie.Kind.RESIDENCE, gettext_lazy("I have lived there")),
    (Tie.Kind.WORK, gettext_lazy("I work or have worked there")),
    (Tie.Kind.OTHER, gettext_lazy("I am tied to it in another way")),
]
NOT_SAID_YES_NO = [
    ("", pgettext_lazy("neither yes nor no", "I'd rather not say")),
    ("yes", gettext_lazy("Yes")),
    ("no", gettext_lazy("No")),
]


class NumberField(forms.IntegerField):
    """A whole number in Latin or Arabic-Indic digits, with the keyboard for it on a phone."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        number: int | None = super().to_python(parse_digits(str(value or "")))
        return number


class YesNoField(forms.ChoiceField):
    """Yes, no, or not said: None, which is not no."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=NOT_SAID_YES_NO, required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))


def yes_no_initial(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


class LanguagesForm(forms.Form):
    """The language somebody writes in, and those they can work in."""

    language = forms.ChoiceField(
        label=gettext_lazy("The language you know best"),
        help_text=gettext_lazy("You can write everything here in it."),
        choices=[],
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Other languages you can work in"),
        choices=[],
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, reader_language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = language_choices(reader_language)
        for name in ("language", "languages"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if not self.get_initial_for_field(self.fields["language"], "language"):
            begin_unanswered(self.fields["language"])

    def spoken(self) -> dict[str, int]:
        """Language -> ProfileLanguage.Level: the best one fluently, the others for work."""
        found = {
            code: int(ProfileLanguage.Level.WORKING) for code in self.cleaned_data["languages"]
        }
        return found | {self.cleaned_data["language"]: int(ProfileLanguage.Level.FLUENT)}


class TiesForm(LanguagesForm):
    """Where somebody comes from and another place they are tied to, with their languages."""

    origin = PlaceField(
        label=gettext_lazy("Where you or your family come from"),
        help_text=gettext_lazy(
            "The village or town if you like. Others see no more than the region."
        ),
    )
    other = PlaceField(
        label=gettext_lazy("Another place you know well"),
        help_text=gettext_lazy("You lived or worked there, or your family does."),
        required=False,
    )
    other_kind = forms.ChoiceField(
        label=gettext_lazy("What ties you to that place"),
        choices=OTHER_TIES,
        required=False,
        initial=Tie.Kind.OTHER,
    )
    field_order: tuple[str, ...] = (
        *("residence", "origin", "other", "other_kind", "language", "languages"),
    )


class WhereForm(TiesForm):
    """The first step of registering."""

    residence = PlaceField(
        label=gettext_lazy("Where you live"),
        help_text=gettext_lazy(
            "The town, or only the country. Others see no more than the region."
        ),
    )


class SkillSaidForm(SaidForm):
    """A skill in somebody's own words, to be understood."""

    said = forms.CharField(
        label=gettext_lazy("What can you do, in your own words?"),
        help_text=gettext_lazy("One thing at a time. Example: plumber, or teaching deaf children"),
        max_length=300,
    )

    def clean_said(self) -> str:
        said: str = self.cleaned_data["said"].strip()
        check_public_text(said)
        return said


class SkillForm(forms.Form):
    """How well, how long, whether it is recognised where the person lives."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("How well?"),
        choices=ProfileSkill.Level.choices,
        initial=ProfileSkill.Level.GOOD,
        coerce=int,
    )
    years = NumberField(
        label=gettext_lazy("For how many years?"), min_value=0, max_value=70, required=False
    )
    recognised = YesNoField(label=gettext_lazy("Is it recognised where you live?"))
    working_below = YesNoField(label=gettext_lazy("Do you work below what you can do?"))


class HowForm(forms.Form):
    """How, when and on which terms; and the whole offer in one sentence."""

    headline = forms.CharField(
        label=gettext_lazy("Your offer in one sentence"),
        help_text=gettext_lazy("Everybody signed in reads it. No name, no address, no number."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How would you help?"),
        choices=WorkMode.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    times = forms.MultipleChoiceField(
        label=gettext_lazy("When do you have time?"),
        choices=Time.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    hours_per_week = NumberField(
        label=gettext_lazy("Hours a week"), min_value=1, max_value=80, required=False
    )
    available_from = DayField(
        label=gettext_lazy("From"),
        required=False,
    )
    available_until = DayField(
        label=gettext_lazy("Until"),
        required=False,
    )
    terms = forms.ChoiceField(
        label=gettext_lazy("On what terms?"),
        choices=Terms.choices,
        initial=Terms.EXPENSES,
        widget=forms.RadioSelect,
    )
    has_trained = YesNoField(label=gettext_lazy("Have you trained others?"))

    def clean_headline(self) -> str:
        headline: str = self.cleaned_data["headline"].strip()
        check_public_text(headline)
        return headline

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("available_from"), cleaned.get("available_until")
        if isinstance(start, date) and isinstance(end, date) and end < start:
            self.add_error("available_until", _("The end lies before the beginning."))
        return cleaned


class OfferForm(HowForm, TiesForm):
    """The whole offer but its skills, to change it later. Carries the version it was opened on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = (
        *("headline", "language", "languages", "origin", "other", "other_kind", "modes", "times"),
        *("hours_per_week", "available_from", "available_until", "terms", "has_trained"),
    )


class LastForm(ConsentsForm):
    """Name and address, and what somebody agrees to."""

    full_name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy("Nobody sees it before you say yes to an introduction."),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy(
            "Nobody sees it before you say yes. We mail you the link to your page."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_phone(self) -> str:
        return parse_digits(self.cleaned_data["phone"]).strip()


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """A service's refusal onto the fields of a form; what has no field here goes on top."""
    by_field: Mapping[str, list[str]] = (
        error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    )
    for name, messages in by_field.items():
        form.add_error(name if name in form.fields else None, messages)
