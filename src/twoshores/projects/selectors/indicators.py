"""Indicators of a project that the reader was let into: aims, what was measured, how far it is."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from twoshores.engines.indicators import Adds, Kind, Sum, Value, over_periods, share_done

from ..models import Indicator, Measurement, Period, Project, Target
from ..values import baseline_of, value_of


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


def indicator_rows(project: Project) -> list[Row]:
    """Every indicator with its periods, in order. Four queries, whatever their number."""
    periods = list(project.periods.all())
    indicators = list(project.indicators.select_related("result").prefetch_related("targets"))
    standing = Measurement.objects.filter(indicator__project=project, corrected_by=None)
    measured: dict[object, dict[object, Measurement]] = defaultdict(dict)
    for row in standing.order_by("on"):
        measured[row.indicator_id][row.period_id] = row
    return [_row(indicator, periods, measured[indicator.pk]) for indicator in indicators]


def confirmed_rows(project: Project) -> list[Row]:
    """Every indicator with what somebody confirmed, and its aim over all. Three queries."""
    return _with_periods(project, Measurement.objects.filter(confirmed_at__isnull=False))


def measured_rows(project: Project) -> list[Row]:
    """Every indicator over the periods that have an aim or a measurement. Three queries."""
    return _with_periods(project, Measurement.objects.all())


def _with_periods(project: Project, measurements: QuerySet[Measurement]) -> list[Row]:
    """Each target and measurement read with its period, so that periods need no query."""
    targets = Prefetch("targets", Target.objects.select_related("period"))
    indicators = list(project.indicators.prefetch_related(targets))
    standing = measurements.filter(indicator__project=project, corrected_by=None)
    measured: dict[object, dict[object, Measurement]] = defaultdict(dict)
    for row in standing.select_related("period").order_by("on"):
        measured[row.indicator_id][row.period_id] = row
    periods = {
        target.period_id: target.period for row in indicators for target in row.targets.all()
    }
    periods |= {one.period_id: one.period for found in measured.values() for one in found.values()}
    ordered = sorted(periods.values(), key=lambda period: period.position)
    return [_row(indicator, ordered, measured[indicator.pk]) for indicator in indicators]


def _row(indicator: Indicator, periods: list[Period], measured: dict[object, Measurement]) -> Row:
    targets = {target.period_id: value_of(target) for target in indicator.targets.all()}
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
