"""What files say of whoever publishes them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.projects.forms.fields import ChoicesForm

from ..models import Programme


class FilesForm(ChoicesForm):
    giving_prefix = forms.CharField(
        label=_("Prefix at 360Giving"),
        max_length=40,
        required=False,
        help_text=_("360Giving gives it to whoever publishes with it, for example 360G-ourfund."),
    )
    data_licence = forms.ChoiceField(
        label=_("Licence of the files"),
        choices=[("", _("Not said")), *Programme.Licence.choices],
        required=False,
        help_text=_("Without a licence others may read the files, but not use them again."),
    )
