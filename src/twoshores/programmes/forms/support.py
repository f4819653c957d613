"""Asking a programme for help, and speaking with whoever answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.actors.models import Organisation
from twoshores.common.forms import ChooseField
from twoshores.common.languages import country_choices
from twoshores.common.territories import country_name
from twoshores.projects.forms.fields import ChoicesForm, RowField

from ..models import SupportRequest

Kind = SupportRequest.Kind


class SupportForm(ChoicesForm):
    """What somebody needs of a programme, in their own words."""

    organisation = RowField(label=_("Your organisation"), none=_("Choose one"), required=True)
    kind = ChooseField(
        label=_("What you need"),
        choices=Kind.choices,
        help_text=_("Help between partners is read by whoever takes it, and by nobody else there."),
    )
    country = forms.ChoiceField(
        label=_("Country it is about"),
        required=False,
        help_text=_("It goes to the focal point of this country who reads your language."),
    )
    text = forms.CharField(
        label=_("In your words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Organisation],
        countries: Iterable[str] | None,
        **kwargs: Any,
    ) -> None:
        """organisations: those the reader writes for. countries: to choose from; None = all."""
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, RowField)
        field.offer(organisations, lambda row: str(row.name))
        listed = (
            country_choices(self.reader_language)
            if countries is None
            else [(code, country_name(code)) for code in countries]
        )
        self.choose("country", listed)
