"""A plan in words, or an item of a published list, that a project serves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twoshores.common.formatting import to_reader_digits

from ..lists import GCM, grouped
from ..models import Alignment
from .fields import number_field

Kind = Alignment.Kind
SIGNIFICANCE = [
    (0, _("looked at, and not an aim")),
    (1, _("an aim beside others")),
    (2, _("the main aim")),
    (3, _("the main aim, within an action programme")),
    (4, _("the one explicit aim")),
]


class PlanForm(forms.Form):
    """A local or national plan, in words."""

    text = forms.CharField(
        label=_("Which plan, and where it says so"),
        help_text=_("Name, years and page: “Communal plan of Kayes 2026–2030, section 3”."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ListForm(forms.Form):
    """An item of a published list; why, in words; share or weight where the list has them."""

    code = forms.ChoiceField(label=_("Which"))
    text = forms.CharField(label=_("How the project serves it"), max_length=400, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", _("Choose")), *_choices(kind)]
        if kind == Kind.DAC_SECTOR:
            self.fields["percent"] = number_field(
                _("Percent of the budget"), digits=5, places=2, least=0
            )
        if kind == Kind.DAC_MARKER:
            self.fields["significance"] = forms.TypedChoiceField(
                label=_("How much it is an aim"), coerce=int, choices=SIGNIFICANCE
            )


def _choices(kind: str) -> list[Any]:
    """Choices by group, with codes that a reader knows from donors' forms."""
    as_digits = to_reader_digits if kind == GCM else str
    found: list[Any] = []
    for group, listed in grouped(kind):
        pairs = [(item.code, f"{as_digits(item.code)} {item.label}") for item in listed]
        found += [(group, pairs)] if group else pairs
    return found
