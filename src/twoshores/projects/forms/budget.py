"""Money planned and spent."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.forms import ChooseField, DayField, NumberField
from twoshores.common.languages import currency_choices

from ..models import BudgetLine, CostCategory, Document, Period, Project
from ..services.budget import AmountData
from .fields import ChoicesForm, RowField, document_field, number_field, offer_documents

LINE_FACTS = ("text", "partner", "activity", "category", "source", "currency", "unit", "how_valued")
CEILING_FACTS = ("category", "percent", "amount")
RATE_FACTS = ("currency", "per_unit", "on", "source")


class LineForm(ChoicesForm):
    """A line: for what, by whom, in which currency, and how much in each period."""

    text = forms.CharField(label=gettext_lazy("For what"), max_length=300)
    partner = RowField(label=gettext_lazy("Who pays it"), none="–", required=True)
    category = ChooseField(label=gettext_lazy("Kind of cost"), choices=CostCategory.choices)
    source = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=BudgetLine.Source.choices,
        widget=forms.RadioSelect,
        initial=BudgetLine.Source.MONEY,
    )
    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    activity = RowField(
        label=gettext_lazy("For which activity"), none=gettext_lazy("the project as a whole")
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("Days, journeys, hours: if you want to say how many."),
        max_length=60,
        required=False,
    )
    how_valued = forms.CharField(
        label=gettext_lazy("How it was valued"),
        help_text=gettext_lazy(
            "For things given and for volunteers' time: by which price or wage."
        ),
        max_length=300,
        required=False,
    )
    currency_fields = ("currency",)

    def __init__(self, *args: Any, project: Project, periods: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods
        for name, rows in (
            ("partner", [row for row in project.partners.all() if not row.left_on]),
            ("activity", project.activities.all()),
        ):
            made = self.fields[name]
            assert isinstance(made, RowField)
            made.offer(rows)
        for period in periods:
            self.fields[f"amount-{period.position}"] = number_field(
                _("%(period)s: amount") % {"period": period.name}, places=2
            )
            self.fields[f"quantity-{period.position}"] = number_field(
                _("%(period)s: how many units") % {"period": period.name}, digits=12, places=2
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for period in self.periods:
            if (
                cleaned.get(f"quantity-{period.position}") is not None
                and cleaned.get(f"amount-{period.position}") is None
            ):
                self.add_error(
                    f"amount-{period.position}",
                    _("Say what these cost: a number of units alone plans no money."),
                )
        return cleaned

    def amounts(self) -> dict[Period, AmountData | None]:
        found: dict[Period, AmountData | None] = {}
        for period in self.periods:
            amount: Decimal | None = self.cleaned_data.get(f"amount-{period.position}")
            quantity = self.cleaned_data.get(f"quantity-{period.position}")
            found[period] = None if amount is None else AmountData(amount, quantity)
        return found


def amounts_initial(line: BudgetLine) -> dict[str, Any]:
    """What the form shows of a line's amounts."""
    shown: dict[str, Any] = {}
    for row in line.amounts.select_related("period"):
        shown[f"amount-{row.period.position}"] = row.amount
        shown[f"quantity-{row.period.position}"] = row.quantity
    return shown


class CeilingForm(forms.Form):
    """At most so much for a category."""

    category = ChooseField(label=gettext_lazy("Kind of cost"), choices=CostCategory.choices)
    percent = NumberField(
        label=gettext_lazy("At most, percent of the whole"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    amount = number_field(gettext_lazy("Or at most, in the project's currency"), places=2)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (cleaned.get("percent") is None) == (cleaned.get("amount") is None):
            raise forms.ValidationError(_("Give one of the two: a share or an amount."))
        return cleaned


class RateForm(ChoicesForm):
    """A rate that the project states itself."""

    currency = forms.ChoiceField(label=gettext_lazy("Currency"))
    per_unit = NumberField(
        label=gettext_lazy("How many of it for one unit of the project's currency"),
        max_digits=24,
        decimal_places=10,
        min_value=Decimal("0.0000000001"),
    )
    on = DayField(label=gettext_lazy("On"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("The contract, the bank, the donor's page."),
        max_length=120,
    )
    currency_fields = ("currency",)


class ExpenseForm(ChoicesForm):
    """What was paid, against which line, with its document."""

    line = RowField(label=gettext_lazy("Against which line"), none="–", required=True)
    on = DayField(label=gettext_lazy("Date of the document"))
    amount = NumberField(label=gettext_lazy("Amount"), max_digits=18, decimal_places=2)
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        help_text=gettext_lazy("As on the document."),
        required=False,
    )
    rate = NumberField(
        label=gettext_lazy("If it is not the line's: how many of it for one of the line's"),
        required=False,
        max_digits=24,
        decimal_places=10,
    )
    rate_source = forms.CharField(
        label=gettext_lazy("Where that rate is from"), max_length=120, required=False
    )
    text = forms.CharField(label=gettext_lazy("For what"), max_length=300)
    document_number = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=60, required=False
    )
    document = document_field()
    currency_fields = ("currency",)

    def __init__(
        self,
        *args: Any,
        lines: Iterable[BudgetLine],
        documents: Iterable[Document] = (),
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose("currency", [("", _("the line's")), *currency_choices(self.reader_language)])
        made = self.fields["line"]
        assert isinstance(made, RowField)
        made.offer(lines, lambda line: f"{line.text} ({line.currency}, {line.partner.name})")
        offer_documents(self, "document", documents)
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=300)
