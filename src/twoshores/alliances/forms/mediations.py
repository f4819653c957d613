"""Asking for a mediation, and speaking in one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.projects.forms.fields import ChoicesForm, RowField, text_area
from twoshores.projects.models import ProjectPartner


class MediationForm(ChoicesForm):
    """With which partners, and about what."""

    asking = RowField(label=_("In the name of"), none=_("choose"), required=True)
    others = forms.MultipleChoiceField(
        label=_("With which partners"), widget=forms.CheckboxSelectMultiple
    )
    about = forms.CharField(
        label=_("What it is about"),
        help_text=_("Read by these partners and by whoever mediates. Nobody else."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)

    def __init__(
        self,
        *args: Any,
        own: Iterable[ProjectPartner],
        partners: Iterable[ProjectPartner],
        **kwargs: Any,
    ) -> None:
        """own: partners that the writer writes for. partners: all of the project."""
        super().__init__(*args, **kwargs)
        self._by_id = {str(row.pk): row for row in partners}
        field = self.fields["asking"]
        assert isinstance(field, RowField)
        rows = list(own)
        field.offer(rows)
        if len(rows) == 1:
            self.initial.setdefault("asking", str(rows[0].pk))
        self.choose("others", [(pk, row.name) for pk, row in self._by_id.items()])

    def chosen(self) -> list[ProjectPartner]:
        return [self._by_id[pk] for pk in self.cleaned_data["others"]]


class SayForm(ChoicesForm):
    """Something said in a mediation."""

    text = forms.CharField(
        label=_("What you want to say"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )
    language = forms.ChoiceField(label=_("Language you write in"))
    language_fields = ("language",)


class OutcomeForm(forms.Form):
    """How a mediation ended."""

    outcome = text_area(
        _("What was agreed"), 4000, help_text=_("Both sides read it. Agree on the words first.")
    )
