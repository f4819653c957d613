"""The message of an introduction."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.context import LANGUAGE_NAMES


class AskForm(forms.Form):
    message = forms.CharField(
        label=_("Your message"),
        help_text=_(
            "Say who you are, what you ask, and when. The person answers yes, no, or asks."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(
        label=_("Language of your message"), choices=list(LANGUAGE_NAMES.items())
    )
