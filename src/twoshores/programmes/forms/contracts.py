"""A contract, its instalments, its text, a signature, a change."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.alliances.forms.agreements import SignatureForm as AgreementSignatureForm
from twoshores.alliances.forms.agreements import TextForm
from twoshores.common.forms import DayField
from twoshores.projects.forms.fields import (
    ChoicesForm,
    RowField,
    date_field,
    number_field,
    text_area,
)
from twoshores.projects.models import CostCategory, Report

from ..models import ContractAmendment, Instalment

__all__ = [
    "AmendmentForm",
    "AnswerForm",
    "ContractForm",
    "ContractNewForm",
    "InstalmentForm",
    "SignatureForm",
    "TextForm",
]
INSTALMENT_FACTS = ("amount", "condition", "report", "due_on")
SIGNATURE_FACTS = ("signed_by", "capacity", "signed_on")


class DaysForm(ChoicesForm):
    """The days between which a contract holds, and its language."""

    language = forms.ChoiceField(
        label=gettext_lazy("Written in"),
        help_text=gettext_lazy(
            "The text begins in English, French, Spanish, Portuguese or Arabic; for another "
            "language it begins in English."
        ),
    )
    starts = DayField(label=gettext_lazy("Holds from"))
    ends = DayField(label=gettext_lazy("Holds until"))
    language_fields = ("language",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It would end before it begins."))
        return cleaned


class ContractNewForm(DaysForm):
    """What a contract begins with."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency of the contract"), required=False)
    rate = number_field(
        gettext_lazy("Rate"),
        help_text=gettext_lazy(
            "Units of that currency for one of the call's. Left empty, the newest published rate "
            "is taken. It is kept with the contract."
        ),
        digits=24,
        places=10,
    )
    rate_on = date_field(gettext_lazy("Day of the rate"))
    rate_source = forms.CharField(
        label=gettext_lazy("Who published the rate"), max_length=120, required=False
    )
    currency_fields = ("currency",)


class ContractForm(DaysForm):
    """A draft's facts."""

    amount = number_field(gettext_lazy("Amount"), places=2)


class InstalmentForm(forms.Form):
    """An instalment, and what it waits for."""

    amount = number_field(gettext_lazy("Amount"), places=2)
    condition = forms.ChoiceField(
        label=gettext_lazy("What it waits for"), choices=Instalment.Condition.choices
    )
    report = RowField(
        label=gettext_lazy("Which report"),
        none=gettext_lazy("the next one that is accepted"),
    )
    due_on = date_field(
        gettext_lazy("Expected on"),
        help_text=gettext_lazy("The day itself, where it waits for a day."),
    )

    def __init__(self, *args: Any, reports: Iterable[Report], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["report"]
        assert isinstance(field, RowField)
        field.offer(reports, lambda row: row.period.name)


class SignatureForm(AgreementSignatureForm):
    """Who signed a contract with the programme, in which office, when, and which text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_by"].help_text = _(
            "Read by the two sides of this contract, and by nobody else."
        )


class AmendmentForm(ChoicesForm):
    """A change that is asked for. What belongs to other kinds is passed over."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of change"), choices=ContractAmendment.Kind.choices
    )
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    language = forms.ChoiceField(label=gettext_lazy("Written in"))
    ends = date_field(gettext_lazy("More time: until"))
    amount = number_field(gettext_lazy("Another amount: in all"), places=2)
    moved = number_field(gettext_lazy("Money moved: how much"), places=2)
    moved_from = forms.ChoiceField(
        label=gettext_lazy("Money moved: from"),
        required=False,
        choices=[("", "–"), *CostCategory.choices],
    )
    moved_to = forms.ChoiceField(
        label=gettext_lazy("Money moved: to"),
        required=False,
        choices=[("", "–"), *CostCategory.choices],
    )
    suspended_from = date_field(gettext_lazy("Suspended: from"))
    suspended_until = date_field(gettext_lazy("Suspended: until"))
    language_fields = ("language",)
    # kind -> the fields it needs, with the names under which they are kept.
    NEEDED: ClassVar[dict[str, dict[str, str]]] = {
        "extension": {"ends": "ends"},
        "amount": {"amount": "amount"},
        "budget": {"moved": "moved", "moved_from": "from", "moved_to": "to"},
        "suspension": {"suspended_from": "from", "suspended_until": "until"},
        "other": {},
    }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.NEEDED.get(cleaned.get("kind", ""), {}):
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, _("This kind of change needs it."))
        return cleaned

    def after(self) -> dict[str, Any]:
        """What shall hold afterwards, by the names of the service."""
        needed = self.NEEDED[self.cleaned_data["kind"]]
        return {kept: self.cleaned_data[name] for name, kept in needed.items()}


class AnswerForm(forms.Form):
    """The other side's answer to a change."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[
            ("agree", gettext_lazy("We agree: it holds from now")),
            ("refuse", gettext_lazy("We do not agree")),
        ],
        widget=forms.RadioSelect,
    )
    answer = text_area(gettext_lazy("In your words"), 2000)
