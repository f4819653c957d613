"""A value of an indicator, and what makes one impossible.

A number is a number, a percentage keeps its numerator and denominator, and what is not there is
not zero: it is absent, with a reason.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    NUMBER = "number"
    PERCENTAGE = "percentage"
    YES_NO = "yes_no"
    SCALE = "scale"
    TEXT = "text"


class Adds(StrEnum):
    """NEW: counted anew in each period. STOCK: the state at its end. NEVER: does not add up."""

    NEW = "new"
    STOCK = "stock"
    NEVER = "never"


class Problem(StrEnum):
    """What is wrong with a value, as a code; words are the caller's."""

    EMPTY = "empty"  # no value and no reason why
    WRONG_COLUMN = "wrong_column"  # a value of another kind
    HALF = "half"  # a percentage without its numerator or its denominator
    ZERO_DENOMINATOR = "zero_denominator"
    MORE_THAN_ALL = "more_than_all"  # the numerator is larger than the denominator
    NEGATIVE = "negative"
    OFF_THE_SCALE = "off_the_scale"
    NOT_WHOLE = "not_whole"  # people, or a point of a scale, in fractions
    BOTH = "both"  # a value, and a reason why there is none


@dataclass(frozen=True, slots=True)
class Value:
    """One value. Numbers are exact decimals in the indicator's unit; `absent` is a reason."""

    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    yes: bool | None = None
    text: str = ""
    absent: str = ""

    @property
    def has_value(self) -> bool:
        columns = (self.number, self.numerator, self.denominator, self.yes)
        return bool(self.text.strip()) or any(column is not None for column in columns)

    @property
    def share(self) -> Decimal | None:
        """Numerator by denominator, between 0 and 1 for a share of a whole; None if unknown."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    def measure(self, kind: Kind) -> Decimal | None:
        """The value as one number that can be compared with a target of its kind, or None."""
        if kind == Kind.PERCENTAGE:
            return self.share
        if kind in {Kind.NUMBER, Kind.SCALE}:
            return self.number
        if kind == Kind.YES_NO and self.yes is not None:
            return Decimal(int(self.yes))
        return None


COLUMNS = {
    Kind.NUMBER: {"number"},
    Kind.SCALE: {"number"},
    Kind.PERCENTAGE: {"numerator", "denominator"},
    Kind.YES_NO: {"yes"},
    Kind.TEXT: {"text"},
}


def problems_of(
    value: Value, kind: Kind, *, whole: bool = False, scale: tuple[int, int] | None = None
) -> list[Problem]:
    """Everything that is wrong with a value of a kind; an empty list if nothing is.

    whole: the indicator counts people or things that come whole. scale: (least, most).
    """
    if value.absent:
        return [Problem.BOTH] if value.has_value else []
    if not value.has_value:
        return [Problem.EMPTY]
    filled = {
        name
        for name in ("number", "numerator", "denominator", "yes")
        if getattr(value, name) is not None
    } | ({"text"} if value.text.strip() else set())
    if filled - COLUMNS[kind]:
        return [Problem.WRONG_COLUMN]
    if kind == Kind.PERCENTAGE:
        return _of_percentage(value, whole)
    return _of_number(value, kind, whole, scale) if value.number is not None else []


def _of_percentage(value: Value, whole: bool) -> list[Problem]:
    above, below = value.numerator, value.denominator
    if above is None or below is None:
        return [Problem.HALF]
    found = []
    if below == 0:
        found.append(Problem.ZERO_DENOMINATOR)
    if above < 0 or below < 0:
        found.append(Problem.NEGATIVE)
    elif above > below > 0:
        found.append(Problem.MORE_THAN_ALL)
    if whole and (above % 1 or below % 1):
        found.append(Problem.NOT_WHOLE)
    return found


def _of_number(
    value: Value, kind: Kind, whole: bool, scale: tuple[int, int] | None
) -> list[Problem]:
    number = value.number
    assert number is not None
    if kind == Kind.SCALE:
        if number % 1:
            return [Problem.NOT_WHOLE]
        return [Problem.OFF_THE_SCALE] if scale and not scale[0] <= number <= scale[1] else []
    found = []
    if whole and number < 0:
        found.append(Problem.NEGATIVE)
    if whole and number % 1:
        found.append(Problem.NOT_WHOLE)
    return found
