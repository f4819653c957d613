"""Decisions and amendments."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.forms import DayField

from ..models import ProjectPartner
from .fields import ChoicesForm, text_area

DECISION_FACTS = ("on", "text", "reason", "language")
AMENDMENT_FACTS = ("on", "what", "why", "language")


class _AgreedForm(ChoicesForm):
    """A day, a language, and partners to tick. partners_field: the name of that field."""

    partners_field = "partners"
    language_fields = ("language",)

    def __init__(self, *args: Any, partners: Iterable[ProjectPartner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_id = {str(row.pk): row for row in partners}
        self.choose(self.partners_field, [(pk, row.name) for pk, row in self._by_id.items()])

    def chosen(self) -> list[ProjectPartner]:
        return [self._by_id[pk] for pk in self.cleaned_data[self.partners_field]]


def _day() -> DayField:
    return DayField(label=_("When"))


def _long_text(label: Any, help_text: Any = "") -> forms.CharField:
    made = text_area(label, 4000, help_text=help_text)
    made.required = True
    return made


def _ticks(label: Any, *, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, required=required
    )


class DecisionForm(_AgreedForm):
    """What was decided."""

    on = _day()
    text = forms.CharField(
        label=_("What was decided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = text_area(_("Why"), 2000)
    partners = _ticks(_("Who decided it"), required=False)
    language = forms.ChoiceField(label=_("Language you write in"))


class AmendmentForm(_AgreedForm):
    """What changes in an agreed design."""

    partners_field = "agreed_by"
    on = _day()
    what = _long_text(_("What changes"))
    why = _long_text(_("Why"))
    agreed_by = _ticks(_("Who agreed"), required=True)
    language = forms.ChoiceField(label=_("Language you write in"))
