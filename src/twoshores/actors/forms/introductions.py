"""What the two sides of an introduction write to each other."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.context import LANGUAGE_NAMES


class WordsForm(forms.Form):
    """A question or an answer, in the language of whoever writes it."""

    text = forms.CharField(
        label=_("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    language = forms.ChoiceField(
        label=_("Language of your words"), choices=list(LANGUAGE_NAMES.items())
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("It is passed on as you write it. You need not say."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
