"""The programme itself, and whom it invites."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import ChooseField
from twoshores.common.models import Visibility
from twoshores.projects.forms.fields import ChoicesForm, date_field, number_field, text_area

from ..models import Office


class ProgrammeForm(ChoicesForm):
    """What a programme begins with."""

    title = forms.CharField(label=_("What the programme is called"), max_length=200)
    language = forms.ChoiceField(label=_("Language you write in"))
    about = text_area(_("What it is for"), 6000, rows=6)
    currency = forms.ChoiceField(
        label=_("Currency of the totals"),
        help_text=_("Money is never converted; totals are shown in this one at a named rate."),
    )
    rates_on = date_field(_("Convert at the rates of"))
    starts = date_field(_("From"))
    ends = date_field(_("Until"))
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=Visibility.choices)
    language_fields = ("language",)
    currency_fields = ("currency",)


class OfficeForm(ChoicesForm):
    """Somebody who shall follow projects or appraise proposals."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = ChooseField(
        label=_("What for"),
        choices=Office.Role.choices,
        help_text=_(
            "Focal points follow the projects of their countries and help their partners. "
            "Assessors mark the proposals given to them, and see no others."
        ),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        required=False,
        help_text=_("None chosen means any."),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages read well"),
        required=False,
        help_text=_("None chosen means any."),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    most_proposals = number_field(
        _("At most so many proposals at once"), least=1, digits=4, places=0
    )
    country_fields = ("countries",)
    language_fields = ("languages",)
