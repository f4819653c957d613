"""Indicators of a project that the reader was let into: aims, what was measured, how far it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from twoshores.engines.indicators import Adds, Kind, Sum, Value, over_periods, share_done

from ..models import STANDING, Indicator, Measurement, Period, Project, Target
from ..values import COLUMNS, baseline_of, value_of


@dataclass(frozen=True, slots=True)
class Cell:
    """An indicator in a period: what was aimed at, and the measurement that stands."""

    period: Period
    target: Value | None
    measurement: Measurement | None

    @property
    def value(self) -> Value | None:
        return value_of(self.measurement)


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator over all periods."""

    indicator: Indicator
    cells: list[Cell]
    baseline: Value | None
    aimed: Sum  # all targets as one
    reached: Sum  # all measurements as one
    done: Decimal | None  # share of the way from where one began to the last aim

    @property
    def has_target(self) -> bool:
        """Whether anything is aimed at in any period: targets of words have no sum."""
        return any(cell.target is not None for cell in self.cells)


def indicator_rows(project: Project) -> list[Row]:
    """Every indicator with its periods, in order. Four queries, whatever their number."""
    periods = list(project.periods.all())
    targets = _targets(project, {row.pk: row for row in periods})
    standing = Measurement.objects.filter(STANDING, indicator__project=project)
    measured: dict[object, dict[object, Measurement]] = defaultdict(dict)
    for row in standing.order_by("on"):
        measured[row.indicator_id][row.period_id] = row
    indicators = project.indicators.select_related("result")
    return [_row(row, periods, targets[row.pk.hex], measured[row.pk]) for row in indicators]


def confirmed_rows(project: Project) -> list[Row]:
    """Every indicator with what somebody confirmed, and its aim over all. Three queries."""
    return _with_periods(project, Measurement.objects.filter(confirmed_at__isnull=False))


def measured_rows(project: Project) -> list[Row]:
    """Every indicator over the periods that have an aim or a measurement. Three queries."""
    return _with_periods(project, Measurement.objects.all())


def _with_periods(project: Project, measurements: QuerySet[Measurement]) -> list[Row]:
    """Each target and measurement read with its period, so that periods need no query."""
    periods: dict[int, Period] = {}
    targets = _targets(project, periods)
    standing = measurements.filter(STANDING, indicator__project=project)
    named = {f"period_{name}": F(f"period__{name}") for name in PERIOD}
    measured: dict[object, dict[object, Measurement]] = defaultdict(dict)
    for row in standing.annotate(**named).order_by("on"):
        facts = [getattr(row, name) for name in named]
        row.period = _period(periods, row.period_id, facts)
        measured[row.indicator_id][row.period_id] = row
    ordered = sorted(periods.values(), key=lambda period: period.position)
    indicators = project.indicators.all()
    return [_row(row, ordered, targets[row.pk.hex], measured[row.pk]) for row in indicators]


PERIOD = ("position", "name", "starts", "ends", "locked_at")
type Targets = dict[str, dict[int, Value]]


def _targets(project: Project, periods: dict[int, Period]) -> Targets:
    """Targets by indicator (its key in hexadecimal) and period; adds the periods that lack.

    One query, as plain values: a large project has thousands, and a row of a model costs more
    than all that is asked of it here.
    """
    rows = Target.objects.filter(indicator__project=project).order_by()
    asked = rows.values_list(
        Cast("indicator_id", CharField()), "period_id", *COLUMNS, *(f"period__{n}" for n in PERIOD)
    )
    found: Targets = defaultdict(dict)
    for indicator, period, *rest in asked:
        _period(periods, period, rest[len(COLUMNS) :])
        value = Value(**dict(zip(COLUMNS, rest, strict=False)))
        found[indicator.replace("-", "")][period] = value  # SQLite leaves out the dashes
    return found


def _period(periods: dict[int, Period], pk: int, facts: Sequence[Any]) -> Period:
    """The period with this key, made of its facts once."""
    if pk not in periods:
        periods[pk] = Period(pk=pk, **dict(zip(PERIOD, facts, strict=True)))
    return periods[pk]


def _row(
    indicator: Indicator,
    periods: list[Period],
    targets: Mapping[int, Value],
    measured: dict[object, Measurement],
) -> Row:
    cells = [Cell(period, targets.get(period.pk), measured.get(period.pk)) for period in periods]
    kind, adds = Kind(indicator.kind), Adds(indicator.adds)
    # Only periods with a target or a measurement count; others were never meant to be measured.
    due = [cell for cell in cells if cell.target is not None or cell.measurement is not None]
    aimed = over_periods(kind, adds, [cell.target for cell in due])
    reached = over_periods(kind, adds, [cell.value for cell in due])
    baseline = baseline_of(indicator)
    done = share_done(kind, adds, baseline, aimed.value, reached.value)
    return Row(indicator, cells, baseline, aimed, reached, done)


def measurements_of(indicator: Indicator) -> list[Measurement]:
    """Everything ever measured by it, corrected values too, newest first. Two queries."""
    return list(
        indicator.measurements.select_related("period", "evidence", "corrected_by")
        .prefetch_related("parts")
        .order_by("-on", "-entered_at")
    )
