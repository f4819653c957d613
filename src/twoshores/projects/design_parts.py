"""The parts of a design as tables, for snapshots: what is written, and what it is called.

Names of parts and columns stand in stored snapshots (`Amendment.before`): add, never rename.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from . import models as m
from .review_texts.questions import QUESTIONS

type Kind = Literal[
    "text", "choice", "choices", "country", "day", "number", "yes_no", "row", "block"
]


@dataclass(frozen=True, slots=True)
class Column:
    """path: the model's field, over relations too. of: the part whose row a "row" names.

    A "block" is the key of one in the catalogue, which knows what it is called.
    """

    label: Any
    kind: Kind = "text"
    choices: Mapping[str, Any] = field(default_factory=dict)
    of: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """to_project: the path to the project. identity: columns that tell rows apart; none: the key.

    title: columns that name a row. order: the field that rows are sorted by. under: the first of
    them, where rows are read as facts of the row it names rather than by themselves.
    """

    label: Any
    model: type[Model]
    title: tuple[str, ...]
    columns: Mapping[str, Column]
    to_project: str = "project"
    identity: tuple[str, ...] = ()
    order: str = "pk"
    under: bool = False


def _choice(label: Any, choices: Any) -> Column:
    return Column(label, "choice", dict(choices.choices))


def _row(label: Any, of: str) -> Column:
    return Column(label, "row", of=of)


_P, _I, _A, _L = m.Project, m.Indicator, m.Activity, m.BudgetLine
_VALUE = {
    "number": Column(_("The number"), "number"),
    "numerator": Column(_("How many"), "number"),
    "denominator": Column(_("Out of how many"), "number"),
    "yes": Column(_("Is it so?"), "yes_no"),
    "text": Column(_("In words")),
    "absent": _choice(_("No value, because"), m.Target.Absent),
}
PARTS: dict[str, Part] = {
    "project": Part(
        _("The project"),
        _P,
        ("title",),
        {
            "title": Column(_("What the project is called")),
            "problem": Column(_("What is wrong today, and for whom")),
            "summary": Column(_("The project in short, for others")),
            "capital": _choice(_("What migrants bring to it, above all"), m.Capital),
            "place": Column(_("Where exactly"), path="place__name"),
            "starts": Column(_("From"), "day"),
            "ends": Column(_("Until"), "day"),
            "currency": Column(_("Currency of the totals")),
            "rates_on": Column(_("Convert at the rates of"), "day"),
        },
        to_project="pk",
    ),
    "countries": Part(
        _("Countries"),
        m.ProjectCountry,
        ("country",),
        {
            "country": Column(_("Country"), "country"),
            "role": _choice(_("Its part"), m.ProjectCountry.Role),
        },
        identity=("country",),
    ),
    "partners": Part(
        _("Partners"),
        m.ProjectPartner,
        ("name",),
        {
            "name": Column(_("Name")),
            "country": Column(_("Country"), "country"),
            "role": Column(_("What it does in the project")),
            "is_lead": Column(_("Lead partner"), "yes_no"),
            "currency": Column(_("Currency it works in")),
            "agreement": _choice(_("Its role in writing"), m.ProjectPartner.Agreement),
            "agreed_on": Column(_("Signed on"), "day"),
            "left_on": Column(_("Left the project on"), "day"),
        },
        order="position",
    ),
    "blocks": Part(
        _("Building blocks"),
        m.ProjectBlock,
        ("block",),
        {"block": Column(_("Building block"), "block")},
        identity=("block",),
        order="position",
    ),
    "results": Part(
        _("Results chain"),
        m.Result,
        ("text",),
        {
            "level": _choice(_("Level"), m.Result.Level),
            "text": Column(_("What will be true")),
            "parent": _row(_("It serves"), "results"),
            "description": Column(_("More about it")),
            "verification": Column(_("How one will see it")),
        },
        order="position",
    ),
    "assumptions": Part(
        _("Assumptions"),
        m.Assumption,
        ("text",),
        {
            "text": Column(_("What must hold")),
            "result": _row(_("Of which result"), "results"),
            "verification": Column(_("How one will notice if it does not")),
        },
    ),
    "migrants": Part(
        _("Migrants' part"),
        m.MigrantsPart,
        ("phase",),
        {
            "phase": _choice(_("Phase"), m.MigrantsPart.Phase),
            "say": _choice(_("With what say"), m.MigrantsPart.Say),
            "who": Column(_("Who")),
            "how": Column(_("How")),
        },
        identity=("phase",),
    ),
    "skills": Part(
        _("Skills that the project lacks"),
        m.SkillNeed,
        ("text",),
        {
            "text": Column(_("What somebody must be able to do")),
            "people": Column(_("How many people"), "number"),
            "activity": _row(_("For which activity"), "activities"),
        },
    ),
    "risks": Part(
        _("Risks"),
        m.Risk,
        ("text",),
        {
            "text": Column(_("What may happen")),
            "kind": _choice(_("Kind"), m.Risk.Kind),
            "likelihood": Column(_("How likely, 1 to 5"), "number"),
            "effect": Column(_("How bad, 1 to 5"), "number"),
            "owner": _row(_("Who watches it"), "partners"),
            "response": Column(_("What is done about it")),
            "review_on": Column(_("Looked at again on"), "day"),
            "closed_on": Column(_("No longer a risk since"), "day"),
        },
    ),
    "alignments": Part(
        _("Plans it serves"),
        m.Alignment,
        ("kind", "code", "text"),
        {
            "kind": _choice(_("Kind"), m.Alignment.Kind),
            "code": Column(_("Code")),
            "text": Column(_("Which, and where it says so")),
            "percent": Column(_("Percent of the budget"), "number"),
        },
    ),
    "periods": Part(
        _("Periods"),
        m.Period,
        ("name",),
        {
            "name": Column(_("Name")),
            "starts": Column(_("From"), "day"),
            "ends": Column(_("Until"), "day"),
        },
        order="position",
    ),
    "indicators": Part(
        _("Indicators"),
        _I,
        ("text",),
        {
            "text": Column(_("What is measured")),
            "result": _row(_("Of which result"), "results"),
            "kind": _choice(_("Kind"), _I.Kind),
            "unit": Column(_("Unit")),
            "definition": Column(_("What counts, exactly")),
            "numerator_label": Column(_("For a percentage: what is counted")),
            "denominator_label": Column(_("For a percentage: out of what")),
            "scale_least": Column(_("For a scale: its lowest point"), "number"),
            "scale_most": Column(_("For a scale: its highest point"), "number"),
            "aim": _choice(_("What is better"), _I.Aim),
            "adds": _choice(_("What a sum over periods means"), _I.Adds),
            "means": Column(_("How it is measured, by whom")),
            "baseline_number": Column(_("Where one starts: the number"), "number"),
            "baseline_numerator": Column(_("Where one starts: how many"), "number"),
            "baseline_denominator": Column(_("Where one starts: out of how many"), "number"),
            "baseline_yes": Column(_("Where one starts: is it so today?"), "yes_no"),
            "baseline_text": Column(_("Where one starts, in words")),
            "baseline_date": Column(_("Measured on"), "day"),
            "baseline_source": Column(_("Source")),
        },
        order="position",
    ),
    "targets": Part(
        _("Targets"),
        m.Target,
        ("indicator", "period"),
        {
            "indicator": _row(_("What is measured"), "indicators"),
            "period": _row(_("Period"), "periods"),
            **_VALUE,
        },
        to_project="indicator__project",
        identity=("indicator", "period"),
        under=True,
    ),
    "activities": Part(
        _("Work plan"),
        _A,
        ("title",),
        {
            "title": Column(_("What is done")),
            "result": _row(_("Of which result"), "results"),
            "starts": Column(_("From"), "day"),
            "ends": Column(_("Until"), "day"),
            "is_milestone": Column(_("A milestone"), "yes_no"),
            "times": Column(_("When it is done"), "choices", dict(_A.Time.choices)),
            "has_volunteers": Column(_("Volunteers take part"), "yes_no"),
            "country": Column(_("Where"), "country"),
            "description": Column(_("How")),
        },
        order="position",
    ),
    "doers": Part(
        _("Who does what"),
        m.ActivityPartner,
        ("activity", "partner"),
        {
            "activity": _row(_("What is done"), "activities"),
            "partner": _row(_("Partner"), "partners"),
            "part": _choice(_("Its part"), m.ActivityPartner.Part),
        },
        to_project="activity__project",
        identity=("activity", "partner"),
        under=True,
    ),
    "waiting": Part(
        _("What waits for what"),
        m.Dependency,
        ("before", "after"),
        {
            "before": _row(_("First"), "activities"),
            "after": _row(_("Then"), "activities"),
            "lag_days": Column(_("Days between"), "number"),
        },
        to_project="before__project",
        identity=("before", "after"),
    ),
    "lines": Part(
        _("Lines of the budget"),
        _L,
        ("text",),
        {
            "text": Column(_("For what")),
            "partner": _row(_("Who pays it"), "partners"),
            "activity": _row(_("For which activity"), "activities"),
            "category": _choice(_("Kind of cost"), m.CostCategory),
            "source": _choice(_("What it is"), _L.Source),
            "currency": Column(_("Currency")),
            "unit": Column(_("Unit")),
            "how_valued": Column(_("How it was valued")),
        },
        order="position",
    ),
    "amounts": Part(
        _("Planned by period"),
        m.BudgetAmount,
        ("line", "period"),
        {
            "line": _row(_("For what"), "lines"),
            "period": _row(_("Period"), "periods"),
            "currency": Column(_("Currency"), path="line__currency"),
            "amount": Column(_("Amount"), "number"),
            "quantity": Column(_("How many units"), "number"),
        },
        to_project="line__project",
        identity=("line", "period"),
        under=True,
    ),
    "ceilings": Part(
        _("Ceilings"),
        m.Ceiling,
        ("category",),
        {
            "category": _choice(_("Kind of cost"), m.CostCategory),
            "percent": Column(_("At most, percent of the whole"), "number"),
            "amount": Column(_("At most, in the project's currency"), "number"),
        },
        identity=("category",),
    ),
    "rates": Part(
        _("Rates of our own"),
        m.OwnRate,
        ("currency", "on"),
        {
            "currency": Column(_("Currency")),
            "on": Column(_("On"), "day"),
            "per_unit": Column(
                _("How many of it for one unit of the project's currency"), "number"
            ),
            "source": Column(_("Source")),
        },
        identity=("currency", "on"),
    ),
    "answers": Part(
        _("Answers to the review"),
        m.DesignAnswer,
        ("key",),
        {
            "key": Column(_("Question"), "choice", QUESTIONS),
            "yes": Column(_("Answer"), "yes_no"),
            "note": Column(_("How you know")),
        },
        identity=("key",),
    ),
}
