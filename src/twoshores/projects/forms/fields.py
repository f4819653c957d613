"""Fields that every form of a project uses, and lists in the reader's language."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.db.models import BooleanField, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField, NumberField, begin_unanswered
from twoshores.common.languages import country_choices, currency_choices, language_choices

# What a label may be. Django's stubs want their own promise of a text; this is it, at run time too.
type Text = Any


def text_area(label: Text, longest: int, *, help_text: Text = "", rows: int = 4) -> forms.CharField:
    """An optional text of several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def date_field(label: Text, *, help_text: Text = "") -> DayField:
    """An optional day."""
    return DayField(label=label, help_text=help_text, required=False)


def number_field(
    label: Text, *, help_text: Text = "", least: int | None = 0, digits: int = 18, places: int = 4
) -> NumberField:
    """An optional number in the reader's notation; blank is not zero."""
    return NumberField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_digits=digits,
        decimal_places=places,
    )


class Across(forms.RadioSelect):
    """Short answers beside each other, where there is room (components/field.html)."""

    layout = "across"


def yes_no_unknown(label: Text, *, help_text: Text = "") -> forms.TypedChoiceField:
    """True, False, or None for not known."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[
            ("", gettext_lazy("not known")),
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=Across,
    )


class ChoicesForm(forms.Form):
    """A form whose lists of countries, languages and currencies are in the reader's language."""

    country_fields: ClassVar[tuple[str, ...]] = ()
    language_fields: ClassVar[tuple[str, ...]] = ()
    currency_fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, reader_language: str = "en", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader_language = reader_language
        for names, choices in (
            (self.country_fields, country_choices),
            (self.language_fields, language_choices),
            (self.currency_fields, currency_choices),
        ):
            for name in names:
                self.choose(name, choices(reader_language))
        for name in (*self.country_fields, *self.language_fields, *self.currency_fields):
            made = self.fields[name]
            several = isinstance(made, forms.MultipleChoiceField)
            if made.required and not several and not self.get_initial_for_field(made, name):
                begin_unanswered(made)

    def choose(self, name: str, choices: Iterable[tuple[str, Text]]) -> None:
        """Give a field its list; an optional single choice begins with "not known"."""
        made = self.fields[name]
        assert isinstance(made, forms.ChoiceField)
        listed = list(choices)
        single = not isinstance(made, forms.MultipleChoiceField)
        if single and not made.required and not any(value == "" for value, _label in listed):
            listed.insert(0, ("", _("not known")))
        made.choices = listed


class RowField(forms.ChoiceField):
    """A choice among rows of the project; cleans to the row, or None where none was chosen."""

    def __init__(self, *, label: Text, none: Text, help_text: Text = "", required: bool = False):
        super().__init__(label=label, help_text=help_text, required=required)
        self._none = none
        self._by_id: dict[str, Model] = {}

    def offer(self, rows: Iterable[Model], words: Callable[[Any], str] = str) -> None:
        """Set the rows that can be chosen, named by `words`."""
        self._by_id = {str(row.pk): row for row in rows}
        named = [(pk, words(row)) for pk, row in self._by_id.items()]
        self.choices = [("", str(self._none)), *named]

    def clean(self, value: Any) -> Any:
        return self._by_id.get(super().clean(value))


def initial_of_rows(row: Model | None, names: Iterable[str]) -> dict[str, Any]:
    """What a form shows of a stored row: related rows by id, a yes or no by its word."""
    if row is None:
        return {}
    shown: dict[str, Any] = {}
    for name in names:
        field = row._meta.get_field(name)
        value = getattr(row, field.attname if field.is_relation else name)  # type: ignore[union-attr]
        if isinstance(field, BooleanField) and field.null:
            value = {None: "", True: "yes", False: "no"}[value]
        shown[name] = str(value or "") if field.is_relation else value
    return shown


def document_field() -> RowField:
    """A paper or a picture kept with the project that proves what is said."""
    return RowField(
        label=gettext_lazy("The paper or picture that shows it"),
        none=gettext_lazy("none"),
        help_text=gettext_lazy("From the project's papers and pictures: send it there first."),
    )


def offer_documents(form: forms.Form, name: str, rows: Iterable[Model]) -> None:
    """Give a `document_field` the project's files, named by what they show too."""
    made = form.fields[name]
    assert isinstance(made, RowField)
    made.offer(rows, lambda row: f"{row.name} – {row.caption}" if row.caption else row.name)
