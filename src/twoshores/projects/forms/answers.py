"""The questions of the review that concern a design, each with yes, no, or not known."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..review_texts import QUESTIONS
from ..services.answers import Said
from .fields import yes_no_unknown

WORDS = {None: "", True: "yes", False: "no"}


class AnswersForm(forms.Form):
    """One choice and one note a question; hidden fields keep what was opened."""

    marks_optional = False  # nothing must be answered

    def __init__(
        self, *args: Any, questions: Iterable[str], now: Mapping[str, Said], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for key in self.questions:
            said = now.get(key, Said())
            self.fields[key] = yes_no_unknown(QUESTIONS[key])
            self.fields[key].initial = WORDS[said.yes]
            self.fields[f"{key}-note"] = forms.CharField(
                label=_("How you know"), max_length=600, required=False, initial=said.note
            )
            self.fields[f"{key}-was"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=WORDS[said.yes], max_length=3
            )
            self.fields[f"{key}-note-was"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=said.note, max_length=600
            )

    def given(self) -> dict[str, Said]:
        """What was sent. A note without an answer has nothing to stand beside: it is dropped."""
        return {
            key: Said(
                self.cleaned_data[key],
                "" if self.cleaned_data[key] is None else self.cleaned_data[f"{key}-note"],
            )
            for key in self.questions
        }

    def opened(self) -> dict[str, Said]:
        """What stood there when the page was opened, as the page says."""
        yes = {"yes": True, "no": False}
        return {
            key: Said(
                yes.get(self.cleaned_data[f"{key}-was"]), self.cleaned_data[f"{key}-note-was"]
            )
            for key in self.questions
        }
