"""Asking something about a call, and answering it for all."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.projects.forms.fields import ChoicesForm


class AskForm(ChoicesForm):
    """A question; who asks it is never shown."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_(
            "It is answered for everybody, on this page. Nobody is told who asked: leave out what "
            "would tell it. You get a mail when it is answered."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)


class AnswerForm(ChoicesForm):
    """A question as everybody will read it, with its answer."""

    shown_text = forms.CharField(
        label=_("The question as everybody reads it"),
        help_text=_("Take out what would tell who asked: names, places, details of a project."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
    answer_language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("answer_language",)
