"""Values of indicators between the tables, the engine and the words of the reader."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_number, format_share
from twoshores.engines.indicators import Kind, Problem, Value, problems_of

from .models import Indicator
from .models.indicators import Value as ValueColumns

COLUMNS = ("number", "numerator", "denominator", "yes", "text", "absent")

# Ways of counting an indicator apart; a project may add words of its own.
WAYS: dict[str, str | Promise] = {
    "sex": gettext_lazy("by sex"),
    "age": gettext_lazy("by age"),
    "place": gettext_lazy("by place"),
    "status": gettext_lazy("by status: migrant, returned, family at home ..."),
}

PROBLEM_WORDS: dict[Problem, str | Promise] = {
    Problem.EMPTY: gettext_lazy("Give a value, or say why there is none. Blank is not zero."),
    Problem.WRONG_COLUMN: gettext_lazy("This is a value of another kind than the indicator's."),
    Problem.HALF: gettext_lazy("A percentage needs both: how many, and out of how many."),
    Problem.ZERO_DENOMINATOR: gettext_lazy(
        "Out of none there is no percentage. Say that it does not apply instead."
    ),
    Problem.MORE_THAN_ALL: gettext_lazy("These are more than the whole that they are part of."),
    Problem.NEGATIVE: gettext_lazy("This cannot be less than zero."),
    Problem.OFF_THE_SCALE: gettext_lazy("This point is not on the scale."),
    Problem.NOT_WHOLE: gettext_lazy("This comes in whole numbers."),
    Problem.BOTH: gettext_lazy("Either a value, or a reason why there is none."),
}


def value_of(row: ValueColumns | None) -> Value | None:
    """The engine's value of a target or a measurement."""
    if row is None:
        return None
    return Value(**{name: getattr(row, name) for name in COLUMNS})


def baseline_of(indicator: Indicator) -> Value | None:
    """The engine's value of where one began; None if nothing was said."""
    value = Value(**{name: getattr(indicator, f"baseline_{name}") for name in COLUMNS})
    return value if value.has_value or value.absent else None


def scale_of(indicator: Indicator) -> tuple[int, int] | None:
    least, most = indicator.scale_least, indicator.scale_most
    return None if least is None or most is None else (least, most)


def check_value(value: Value, indicator: Indicator) -> None:
    """Raise ValidationError in words if this cannot be a value of the indicator."""
    found = problems_of(
        value, Kind(indicator.kind), whole=indicator.counts_people, scale=scale_of(indicator)
    )
    if found:
        raise ValidationError([str(PROBLEM_WORDS[problem]) for problem in found])


def value_words(value: Value | None, indicator: Indicator) -> str:
    """A value as a reader reads it: a percentage with its halves; "" where nothing was said."""
    if value is None:
        return ""
    if value.absent:
        return str(ValueColumns.Absent(value.absent).label)
    if indicator.kind == Kind.PERCENTAGE and value.share is not None:
        return _("%(share)s (%(above)s of %(below)s)") % {
            "share": format_share(value.share),
            "above": format_number(_plain(value.numerator)),
            "below": format_number(_plain(value.denominator)),
        }
    if indicator.kind == Kind.YES_NO and value.yes is not None:
        return _("Yes") if value.yes else _("No")
    if indicator.kind == Kind.TEXT:
        return value.text
    if value.number is None:
        return ""
    number = format_number(_plain(value.number))
    return f"{number} {indicator.unit}".strip()


def _plain(number: Any) -> Any:
    """Without the zeros that the column's scale adds: 12.0000 is 12."""
    if number is None:
        return 0
    return int(number) if number % 1 == 0 else number.normalize()
