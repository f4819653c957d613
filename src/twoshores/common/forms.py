"""Forms of the house: our own components draw them, one rule says how a page answers them."""

from collections.abc import Sized
from decimal import Decimal
from typing import Any

from babel.numbers import get_decimal_symbol
from django import forms
from django.forms import BaseForm
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy

from .formatting import reader_locale
from .languages import parse_number
from .years import check_year


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


def answer_status(*forms: BaseForm, conflicts: Sized = ()) -> int:
    """The HTTP status of a page that shows forms (again).

    409 when somebody else has saved in between, 422 when something is to be mended, else 200.
    """
    if conflicts:
        return 409
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def begin_unanswered(made: forms.Field) -> None:
    """Let a list that must be answered begin with "choose".

    A browser shows the first entry of a list as chosen: the first country of the alphabet, the
    least likely risk. Who overlooks the field then states what nobody asked them.
    """
    assert isinstance(made, forms.ChoiceField)
    listed: list[Any] = list(made.choices)  # type: ignore[arg-type]
    made.choices = [("", gettext_lazy("choose")), *listed]


class ChooseField(forms.ChoiceField):
    """One of a list, without an answer until somebody chooses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        begin_unanswered(self)


class DayInput(forms.DateInput):
    """A day as browsers read it, whatever the language of the page.

    In the notation of French, say, a browser shows an empty field, and sends it back empty.
    """

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day of a year that somebody may mean."""

    widget = DayInput
    default_validators = [check_year]


def _typed(value: Any, field: forms.Field) -> Decimal | None:
    try:
        return parse_number(str(value or ""), reader_locale())
    except ValueError as error:
        raise forms.ValidationError(field.error_messages["invalid"], code="invalid") from error


def _shown(value: Any) -> Any:
    """A number in the notation that `parse_number` reads back; what was typed stays as it is."""
    if not isinstance(value, Decimal | int):
        return value
    locale = reader_locale()
    in_arabic = locale.language == "ar" and locale.default_numbering_system == "arab"
    mark = "." if in_arabic else get_decimal_symbol(locale)
    return f"{value:f}".replace(".", mark) if isinstance(value, Decimal) else str(value)


class NumberField(forms.DecimalField):
    """A number as people type it where they read: 1,250.50 or 1 250,50, in either digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return _typed(value, self) if isinstance(value, str | None) else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return _shown(value)


class WebAddressField(forms.URLField):
    """An address of the web; one without "https://" is read as if it had it."""

    default_error_messages = {
        "invalid": gettext_lazy("Write the whole address, for example https://example.org/page."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class WholeField(forms.IntegerField):
    """A whole number, the same way."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        number = _typed(value, self) if isinstance(value, str | None) else value
        return super().to_python(number)

    def prepare_value(self, value: Any) -> Any:
        return _shown(value)
