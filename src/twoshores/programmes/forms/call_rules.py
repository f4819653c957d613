"""A rule of a call by an ordinary form, made of the fields that the engine says it has."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.actors.models import Organisation, OrganisationKind
from twoshores.common.forms import WholeField
from twoshores.common.languages import country_choices
from twoshores.engines.eligibility import (
    FIELDS,
    Field,
    Problem,
    Rule,
    RulesError,
    Sort,
    parse,
    rule_json,
)
from twoshores.projects.forms.fields import number_field
from twoshores.projects.models import CostCategory

from ..selectors.call_rules import known
from .calls import NotedForm

# Rules in the order in which they are offered: what it is about, and a word on when to use it.
TITLES: dict[str, tuple[str | Promise, str | Promise]] = {
    "partners": (
        gettext_lazy("How many partners"),
        gettext_lazy("Small partnerships hold together; two to four is a good measure."),
    ),
    "countries": (
        gettext_lazy("Partners in a group of countries"),
        gettext_lazy("Add it once for each shore, so that both take part."),
    ),
    "countries_allowed": (
        gettext_lazy("Countries where partners may sit"),
        gettext_lazy("All countries of the call."),
    ),
    "kinds": (
        gettext_lazy("Partners of some kind"),
        gettext_lazy("A migrant association, say, or whoever is proven to mobilise migrants."),
    ),
    "kinds_allowed": (
        gettext_lazy("Kinds of organisation that may apply"),
        gettext_lazy("All others can take part by agreement only."),
    ),
    "lead_in": (
        gettext_lazy("Where the partner that leads sits"),
        gettext_lazy("Leave it out, and either shore may lead."),
    ),
    "recognition": (
        gettext_lazy("How partners are recognised"),
        gettext_lazy("Young and informal groups are kept out by this. Ask for it of who leads."),
    ),
    "share_most": (
        gettext_lazy("The largest part of one partner"),
        gettext_lazy("Who holds all the money decides, whatever the papers say."),
    ),
    "ceiling": (
        gettext_lazy("At most so much for a kind of cost"),
        gettext_lazy("A part of the budget in money, or an amount."),
    ),
    "cofinancing": (
        gettext_lazy("What partners bring themselves"),
        gettext_lazy("Small organisations struggle to find it; 0 says that all may be asked for."),
    ),
}
LABELS: dict[str, Any] = {
    "least": gettext_lazy("At least"),
    "most": gettext_lazy("At most"),
    "group": gettext_lazy("Name of the group"),
    "countries": gettext_lazy("Countries"),
    "any_of": gettext_lazy("One of these"),
    "or_mobilises_migrants": gettext_lazy("Or proven to mobilise migrants"),
    "kinds": gettext_lazy("Kinds of organisation"),
    "years": gettext_lazy("For so many years"),
    "only_lead": gettext_lazy("Only the partner that leads"),
    "percent": gettext_lazy("Percent"),
    "category": gettext_lazy("Kind of cost"),
    "amount": gettext_lazy("Or an amount, in the call's currency"),
    "in_kind_counts": gettext_lazy("Things, rooms and volunteers' time count too"),
}
PROBLEMS: dict[str, str | Promise] = {
    "missing": gettext_lazy("This is needed."),
    "not-a-number": gettext_lazy("Write a number."),
    "out-of-range": gettext_lazy("This number is not possible here."),
    "upside-down": gettext_lazy("This is less than the bound above."),
    "says-nothing": gettext_lazy("Write at least one of the two."),
    "one-of-two": gettext_lazy("Write either a part in percent or an amount."),
    "unknown-code": gettext_lazy("Choose from the list."),
}
RECOGNITIONS = [way for way in Organisation.Recognition.choices if way[0] != "unknown"]


class RuleForm(NotedForm):
    """The fields of one rule; `clean` says what the engine says of them, at the field."""

    def __init__(self, *args: Any, rule: str, **kwargs: Any) -> None:
        """rule: its name in the vocabulary."""
        super().__init__(*args, **kwargs)
        self._rule = rule
        own = {field.name: self._made(field) for field in FIELDS[rule][1]}
        self.fields = {**own, **self.fields}
        self.rule: Rule | None = None

    def _made(self, field: Field) -> forms.Field:
        made = self._of_sort(LABELS[field.name], field.sort)
        made.required = made.widget.is_required = field.required
        return made

    def _of_sort(self, label: Any, sort: Sort) -> forms.Field:
        if sort is Sort.NUMBER:
            return WholeField(label=label, required=False, min_value=0, max_value=10_000)
        if sort in (Sort.PERCENT, Sort.MONEY):
            return number_field(label, places=2)
        if sort is Sort.FLAG:
            return forms.BooleanField(label=label, required=False)
        if sort is Sort.TEXT:
            return forms.CharField(label=label, required=False, max_length=120)
        if sort is Sort.CATEGORY:
            return forms.ChoiceField(label=label, required=False, choices=CostCategory.choices)
        if sort is Sort.COUNTRIES:
            choices: Any = country_choices(self.reader_language)
            size = 10
        else:
            choices = RECOGNITIONS if sort is Sort.RECOGNITIONS else OrganisationKind.choices
            size = 0
        widget: forms.Widget = (
            forms.SelectMultiple(attrs={"size": size}) if size else forms.CheckboxSelectMultiple()
        )
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices, widget=widget
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        names = {field.name for field in FIELDS[self._rule][1]}
        said = {name: value for name, value in cleaned.items() if name in names}
        try:
            (self.rule,) = parse([{"rule": self._rule} | said], known())
        except RulesError as error:
            for problem in error.problems:
                self.add_error(problem.field or None, problem_words(problem))
        return cleaned


def problem_words(problem: Problem) -> str:
    """What is wrong with a rule, in the reader's language."""
    return str(PROBLEMS.get(problem.code) or _("This rule cannot be read."))


def initial_of_rule(rule: Rule) -> Mapping[str, Any]:
    """What the form shows of a rule that is kept."""
    return {
        name: Decimal(value) if name in ("percent", "amount") else value
        for name, value in rule_json(rule).items()
        if name != "rule"
    }
