"""Several assessors' sheets for one proposal: do they agree, and what is its score.

A third reading where two are far apart, and the two closest of three counting, is how the
Erasmus+ programme has it (Guide for Experts on Quality Assessment, 2019, section 4.1: from 30
points of 100).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from .marks import BOTH, Criterion, Given, Part, Place, Sheet, marked, rounded

THIRD_FROM = Decimal(30)
"""Points of 100 between two totals from which one more assessor is asked."""
WEAK_BELOW = Decimal(50)
"""A component below this percentage of its best is said to be weak."""
CLOSEST, MEAN = "closest", "mean"


@dataclass(frozen=True, slots=True)
class Reading:
    """One assessor's sheet. is_extra: asked because others disagreed. severity: points of 100
    that this assessor gives less (more, where negative) than others; `corrected` adds them."""

    assessor: str
    sheet: Sheet
    is_extra: bool = False
    severity: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Bar:
    """A mean mark below what the call needs at least. of: an organisation's id, or ""."""

    criterion: str
    of: str
    mark: Decimal
    least: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """total: mean of the totals that count; None without a complete sheet, or while blanks remain.

    corrected: the same with each assessor's severity made up for. spread: between the highest and
    the lowest total of all complete sheets. wants_third: nobody extra was asked yet and the
    spread is at the bound or beyond. counted: assessors whose sheets count. blank: assessors whose
    sheets have blanks. means: mean marks by place. weak: components below WEAK_BELOW.
    """

    total: Decimal | None = None
    corrected: Decimal | None = None
    spread: Decimal | None = None
    wants_third: bool = False
    counted: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    means: Mapping[Place, Decimal] = field(default_factory=dict)
    levels: Mapping[str, Part] = field(default_factory=dict)
    components: Mapping[str, Part] = field(default_factory=dict)
    barred: tuple[Bar, ...] = ()
    weak: tuple[str, ...] = ()


def together(
    criteria: Sequence[Criterion],
    organisations: Sequence[str],
    readings: Sequence[Reading],
    *,
    bound: Decimal = THIRD_FROM,
    rule: str = CLOSEST,
) -> Score:
    """The score of a proposal.

    1. Sheets with blanks do not count, and are named.
    2. Where totals are `bound` points or more apart and nobody extra read it, one more is wanted.
    3. With an extra sheet and rule CLOSEST, as many sheets count as there were without it: those
       whose totals lie closest together; where two choices are equally close (the extra one is
       exactly between two), all count. Rule MEAN: all count.
    4. The score is the mean of the totals that count; levels, components and bars are read from the
       mean marks of the same sheets, so that they always belong to it.
    """
    blank = tuple(row.assessor for row in readings if row.sheet.total is None)
    whole = [row for row in readings if row.sheet.total is not None]
    if not whole:
        return Score(blank=blank)
    totals = [_total(row) for row in whole]
    spread = max(totals) - min(totals)
    extra = any(row.is_extra for row in readings)
    counted = whole
    if rule == CLOSEST and any(row.is_extra for row in whole):
        counted = _closest(whole, spread, bound)
    means = {
        place: _mean([row.sheet.marks[place] for row in counted])
        for place in counted[0].sheet.marks
    }
    given = [Given(*place, mark) for place, mark in means.items()]
    mean_sheet = marked(criteria, organisations, given)
    total = _mean([_total(row) for row in counted])
    return Score(
        total=rounded(total),
        corrected=_corrected(counted),
        spread=spread,
        wants_third=len(whole) > 1 and spread >= bound and not extra,
        counted=tuple(row.assessor for row in counted),
        blank=blank,
        means={place: rounded(mark) for place, mark in means.items()},
        levels=mean_sheet.levels,
        components=mean_sheet.components,
        barred=_barred(criteria, means),
        weak=_weak(mean_sheet.components),
    )


def made_up(score: Score, readings: Iterable[Reading]) -> Score:
    """The same score, `corrected` by the severity that these readings have now.

    readings: those that the score was made of. Nothing else of a score depends on severity.
    """
    counted = [row for row in readings if row.assessor in score.counted]
    return replace(score, corrected=_corrected(counted)) if counted else score


def _corrected(counted: Sequence[Reading]) -> Decimal:
    total = _mean([_total(row) for row in counted])
    return rounded(total + _mean([row.severity for row in counted]))


def _mean(values: Sequence[Decimal]) -> Decimal:
    return sum(values, Decimal(0)) / len(values)


def _weak(components: Mapping[str, Part]) -> tuple[str, ...]:
    return tuple(
        name
        for name, part in components.items()
        if name != BOTH and part.percent is not None and part.percent < WEAK_BELOW
    )


def _total(row: Reading) -> Decimal:
    assert row.sheet.total is not None
    return row.sheet.total


def _closest(whole: Sequence[Reading], spread: Decimal, bound: Decimal) -> list[Reading]:
    if len(whole) < 3 or spread < bound:
        return list(whole)
    ordered = sorted(whole, key=lambda row: (_total(row), row.assessor))
    low, high = ordered[:-1], ordered[1:]
    low_spread = _total(low[-1]) - _total(low[0])
    high_spread = _total(high[-1]) - _total(high[0])
    if low_spread == high_spread:
        return list(whole)
    return low if low_spread < high_spread else high


def _barred(criteria: Sequence[Criterion], means: Mapping[Place, Decimal]) -> tuple[Bar, ...]:
    bars = {row.id: row.least for row in criteria}
    found = []
    for (criterion, of), mark in means.items():
        least = bars.get(criterion)
        if least is not None and rounded(mark) < least:
            found.append(Bar(criterion, of, rounded(mark), least))
    return tuple(found)
