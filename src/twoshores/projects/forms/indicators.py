"""Indicators, what they aim at, what was measured; periods."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import labelled, to_reader_digits
from twoshores.common.forms import DayField, WholeField
from twoshores.engines.indicators import Kind, Value

from ..models import Document, Indicator, Period, Result
from ..models.indicators import Value as ValueColumns
from ..services.indicators import PartData
from ..values import COLUMNS, WAYS
from .fields import (
    RowField,
    date_field,
    document_field,
    number_field,
    offer_documents,
    text_area,
    yes_no_unknown,
)

# The groups that a form asks for; other ways of splitting name their own groups.
GROUPS: dict[str, dict[str, str | Promise]] = {
    "sex": {
        "female": gettext_lazy("Female"),
        "male": gettext_lazy("Male"),
        "other": gettext_lazy("Other or not said"),
    },
    "age": {"0-14": "0-14", "15-29": "15-29", "30-59": "30-59", "60+": "60+"},
    "status": {
        "migrant": gettext_lazy("Migrants abroad"),
        "returned": gettext_lazy("Returned"),
        "family": gettext_lazy("Families at home"),
        "other": gettext_lazy("Others"),
    },
}
INDICATOR_FACTS = (
    *("result", "text", "definition", "kind", "unit", "counts_people", "numerator_label"),
    *("denominator_label", "scale_least", "scale_most", "aim", "adds", "disaggregations", "means"),
    *("baseline_number", "baseline_numerator", "baseline_denominator", "baseline_yes"),
    *("baseline_text", "baseline_absent", "baseline_date", "baseline_source"),
)


class IndicatorForm(forms.Form):
    """What is measured, how, from where it starts. Which fields count depends on the kind."""

    text = forms.CharField(
        label=gettext_lazy("What is measured"),
        help_text=gettext_lazy("“Families that drink from a protected well”"),
        max_length=400,
    )
    result = RowField(
        label=gettext_lazy("Of which result"), none=gettext_lazy("the project as a whole")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Indicator.Kind.choices, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        help_text=gettext_lazy("For a number: people, loans, litres a day."),
        max_length=60,
        required=False,
    )
    counts_people = forms.BooleanField(label=gettext_lazy("It counts people"), required=False)
    numerator_label = forms.CharField(
        label=gettext_lazy("For a percentage: what is counted"), max_length=200, required=False
    )
    denominator_label = forms.CharField(
        label=gettext_lazy("For a percentage: out of what"), max_length=200, required=False
    )
    scale_least = WholeField(label=gettext_lazy("For a scale: its lowest point"), required=False)
    scale_most = WholeField(label=gettext_lazy("For a scale: its highest point"), required=False)
    aim = forms.ChoiceField(
        label=gettext_lazy("What is better"),
        choices=Indicator.Aim.choices,
        initial=Indicator.Aim.UP,
    )
    adds = forms.ChoiceField(
        label=gettext_lazy("What a sum over periods means"),
        choices=Indicator.Adds.choices,
        initial=Indicator.Adds.NEW,
    )
    disaggregations = forms.MultipleChoiceField(
        label=gettext_lazy("It is counted apart"),
        choices=list(WAYS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    own_ways = forms.CharField(
        label=gettext_lazy("Apart in other ways"),
        help_text=gettext_lazy("In your own words, with commas between them."),
        max_length=200,
        required=False,
    )
    definition = text_area(gettext_lazy("What counts, exactly"), 2000, rows=3)
    means = forms.CharField(
        label=gettext_lazy("How it is measured, by whom"), max_length=400, required=False
    )
    baseline_number = number_field(gettext_lazy("Where one starts: the number"), least=None)
    baseline_numerator = number_field(gettext_lazy("Where one starts: how many"))
    baseline_denominator = number_field(gettext_lazy("Where one starts: out of how many"))
    baseline_yes = yes_no_unknown(gettext_lazy("Where one starts: is it so today?"))
    baseline_text = forms.CharField(
        label=gettext_lazy("Where one starts, in words"), max_length=600, required=False
    )
    baseline_absent = forms.ChoiceField(
        label=gettext_lazy("Or there is no such value"),
        choices=[("", "–"), *ValueColumns.Absent.choices],
        required=False,
    )
    baseline_date = date_field(gettext_lazy("Measured on"))
    baseline_source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)

    def __init__(self, *args: Any, results: Iterable[Result], **kwargs: Any) -> None:
        initial = kwargs.get("initial") or {}
        held = initial.get("disaggregations") or []
        kwargs["initial"] = initial | {"own_ways": ", ".join(w for w in held if w not in WAYS)}
        super().__init__(*args, **kwargs)
        result = self.fields["result"]
        assert isinstance(result, RowField)
        result.offer(results)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        own = cleaned.get("own_ways", "").replace("،", ",").split(",")
        ways = [*cleaned.get("disaggregations", []), *(word.strip()[:60] for word in own)]
        cleaned["disaggregations"] = list(dict.fromkeys(way for way in ways if way))
        return cleaned


class ValueForm(forms.Form):
    """The fields of one value of an indicator, by its kind, with a reason for none."""

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        self.indicator = indicator
        super().__init__(*args, **kwargs)
        self.fields = value_fields(indicator) | self.fields

    def value(self) -> Value | None:
        """What was given; None if nothing was."""
        return given_value(self.cleaned_data)


def value_fields(indicator: Indicator) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    kind = Kind(indicator.kind)
    if kind == Kind.PERCENTAGE:
        fields["numerator"] = number_field(indicator.numerator_label or _("How many"))
        fields["denominator"] = number_field(indicator.denominator_label or _("Out of how many"))
    elif kind == Kind.YES_NO:
        fields["yes"] = yes_no_unknown(_("Is it so?"))
    elif kind == Kind.TEXT:
        fields["text"] = text_area(_("In words"), 2000)
    else:
        fields["number"] = number_field(indicator.unit or _("The number"), least=None)
    fields["absent"] = forms.ChoiceField(
        label=_("Or there is no value"),
        choices=[("", "–"), *ValueColumns.Absent.choices],
        required=False,
    )
    return fields


def given_value(cleaned: dict[str, Any], prefix: str = "") -> Value | None:
    """The engine's value out of cleaned fields; None if none of them was filled."""
    value = Value(
        number=cleaned.get(f"{prefix}number"),
        numerator=cleaned.get(f"{prefix}numerator"),
        denominator=cleaned.get(f"{prefix}denominator"),
        yes=cleaned.get(f"{prefix}yes"),
        text=cleaned.get(f"{prefix}text") or "",
        absent=cleaned.get(f"{prefix}absent") or "",
    )
    return value if value.has_value or value.absent else None


def initial_value(row: ValueColumns) -> dict[str, Any]:
    """What the fields of a value show of a stored one."""
    shown = {name: getattr(row, name) for name in COLUMNS}
    return shown | {"yes": {None: "", True: "yes", False: "no"}[row.yes]}


def part_name(way: str, group: str) -> str:
    return f"part:{way}:{group}"


class MeasurementForm(ValueForm):
    """What was measured in a period, and where it comes from."""

    on = DayField(label=gettext_lazy("Measured on"))
    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("A list, a survey, a count at the well: so that others can look."),
        max_length=300,
        required=False,
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=600, required=False)
    evidence = document_field()

    def __init__(
        self,
        *args: Any,
        documents: Iterable[Document] = (),
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_documents(self, "evidence", documents)
        column = "numerator" if self.indicator.kind == Kind.PERCENTAGE else "number"
        if column in self.fields:
            for way in self.indicator.disaggregations:
                for group, label in GROUPS.get(way, {}).items():
                    name = part_name(way, group)
                    self.fields[name] = number_field(
                        _("Of these: %(group)s") % {"group": to_reader_digits(str(label))}
                    )
        if correcting:
            self.fields["reason"] = forms.CharField(label=_("Why it is corrected"), max_length=300)

    def parts(self) -> tuple[PartData, ...]:
        """The groups that were counted; an empty field is a group nobody counted."""
        percentage = self.indicator.kind == Kind.PERCENTAGE
        found = []
        for name, value in self.cleaned_data.items():
            if name.startswith("part:") and value is not None:
                _part, way, group = name.split(":", 2)
                column = {"numerator": value} if percentage else {"number": value}
                found.append(PartData(way, group, **column))
        return tuple(found)


class TargetsForm(forms.Form):
    """What an indicator shall be in each period; an empty period has no target."""

    def __init__(
        self, *args: Any, indicator: Indicator, periods: list[Period], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.periods = periods
        for period in periods:
            for name, made in value_fields(indicator).items():
                if name == "absent":
                    continue
                made.label = labelled(period.name, made.label)
                self.fields[f"{period.position}-{name}"] = made

    def targets(self) -> dict[Period, Value | None]:
        return {
            period: given_value(self.cleaned_data, f"{period.position}-") for period in self.periods
        }
