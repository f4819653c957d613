"""Forms of stewards. People are named by their pseudonyms."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.accounts.models import User

from ..models import Person
from ..selectors.stewards import person_by_pseudonym


class PseudonymField(forms.CharField):
    """A pseudonym as people type it; the form's `user` must be a steward."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr", "placeholder": "K7-204"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, **kwargs)


class StewardForm(forms.Form):
    """Turns its pseudonyms into people."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def person(self, name: str) -> Person | None:
        found = person_by_pseudonym(self.user, self.cleaned_data.get(name, ""))
        if found is None and name not in self.errors:
            self.add_error(name, _("Nobody has this pseudonym."))
        return found


class MergeForm(StewardForm):
    keep = PseudonymField(
        label=gettext_lazy("The record that stays"),
        help_text=gettext_lazy("It keeps its pseudonym and its offer."),
    )
    drop = PseudonymField(
        label=gettext_lazy("The record that goes"),
        help_text=gettext_lazy("Its introductions and registrations move; the rest is erased."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        keep, drop = self.person("keep"), self.person("drop")
        if keep is not None and keep == drop:
            self.add_error("drop", _("These are the same record."))
        return cleaned | {"kept": keep, "dropped": drop}


class RevealForm(StewardForm):
    code = PseudonymField(label=gettext_lazy("Pseudonym"))
    reason = forms.CharField(
        label=gettext_lazy("Why you must know who this is"),
        help_text=gettext_lazy("A sentence. The person reads it, with the day."),
        min_length=10,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        return cleaned | {"person": self.person("code")}
