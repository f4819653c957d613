"""A statement of the bank, a payment, why one is taken back."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import DayField
from twoshores.common.upload_field import BytesField
from twoshores.projects.forms.fields import ChoicesForm, RowField, date_field, number_field

from ..models import Instalment
from ..selectors.rates import NamedRate
from ..services.payments import Moved


class BankFileForm(ChoicesForm):
    """A statement as the bank gives it."""

    file = BytesField(
        label=gettext_lazy("Statement of the bank"),
        help_text=gettext_lazy(
            "The bank's XML (camt.053), or a table (.csv, .xlsx) with headings for day and amount, "
            "and if it has them currency, reference, text, name. No payment is made."
        ),
        accept=".xml,.csv,.txt,.xlsx",
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of the account"),
        help_text=gettext_lazy("For a table that has no column for it."),
        required=False,
    )
    currency_fields = ("currency",)


class PaymentForm(ChoicesForm):
    """What the bank moved, and what it counts for."""

    instalment = RowField(
        label=gettext_lazy("Which instalment"), none=gettext_lazy("none: what is due at the end")
    )
    on = DayField(label=gettext_lazy("Day"))
    amount = number_field(gettext_lazy("Amount that the bank moved"), places=2)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    counts = number_field(
        gettext_lazy("What arrived, in the contract's currency"),
        help_text=gettext_lazy(
            "Only where the currencies differ and the bank says it. Else it counts at the rate."
        ),
        places=2,
    )
    rate = number_field(
        gettext_lazy("Rate"),
        help_text=gettext_lazy(
            "Units of the contract's currency for one that the bank moved. Left empty, the newest "
            "published one."
        ),
        digits=24,
        places=10,
    )
    rate_on = date_field(gettext_lazy("Day of the rate"))
    rate_source = forms.CharField(
        label=gettext_lazy("Who published the rate"), max_length=120, required=False
    )
    currency_fields = ("currency",)

    def __init__(
        self, *args: Any, instalments: Iterable[Instalment], from_bank: bool, **kwargs: Any
    ) -> None:
        """from_bank: day, amount and currency are the line's, and are not asked."""
        super().__init__(*args, **kwargs)
        rows = list(instalments)
        field = self.fields["instalment"]
        assert isinstance(field, RowField)
        field.offer(rows, lambda row: f"{row.position} · {row.amount} {row.contract.currency}")
        if not rows:
            del self.fields["instalment"]
        if from_bank:
            for name in ("on", "amount", "currency"):
                del self.fields[name]
        else:
            self.fields["amount"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        named = cleaned.get("rate_on") and cleaned.get("rate_source")
        if cleaned.get("rate") is not None and not named:
            self.add_error(
                "rate_source",
                gettext_lazy("A rate has its day and its source: who published it, and when."),
            )
        return cleaned

    def moved(self, line: dict[str, Any]) -> Moved:
        """line: what a line of the bank says; {} where a person typed it."""
        facts = self.cleaned_data | line
        rate = facts.get("rate")
        named = (
            NamedRate(rate, facts["rate_on"], facts["rate_source"]) if rate is not None else None
        )
        return Moved(facts["on"], facts["amount"], facts["currency"], facts.get("counts"), named)


class WhyForm(forms.Form):
    """Why something is taken back."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("It stands in the journal for good. No names of people."),
        max_length=300,
    )


class AsideForm(WhyForm):
    """Why a line of the bank is no payment of a grant."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = _(
            "For those who look at the bank after you: fees, rent, another project. No names of "
            "people."
        )


class SettleForm(WhyForm):
    """Why the rest of an instalment is not paid. rest: as the page told it."""

    rest = forms.DecimalField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = _(
            "It stands in the journal for good, and the partner reads it. No names of people."
        )


class WriteOffForm(WhyForm):
    """How much of what was asked back is given up, and why."""

    amount = number_field(gettext_lazy("Amount"), places=2)
    field_order = ("amount", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].required = True
