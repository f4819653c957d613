"""Results and indicators of a project, as IATI has them."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _

from twoshores.common.formatting import format_number
from twoshores.engines import iati
from twoshores.engines.indicators import Value

from ..models import Indicator, Project, Result
from ..selectors.indicators import Cell, Row, indicator_rows
from . import codes
from .kept import Kept
from .scope import Scope

Kind = Indicator.Kind
HUNDRED = Decimal(100)
FINEST = Decimal("0.0001")


def results_of(
    project: Project, kept: Kept, scope: Scope, left_out: list[str]
) -> list[iati.Result]:
    """Results with their indicators. IATI has no result that nothing measures: those stay here."""
    by_result: dict[object, list[iati.Indicator]] = defaultdict(list)
    results: dict[object, Result] = {}
    alone = []
    for row in indicator_rows(project):
        written = _indicator(row, kept, scope, left_out)
        result = row.indicator.result
        if result is None:
            alone.append(written)
        else:
            results[result.pk] = result
            by_result[result.pk].append(written)
    silent = getattr(project, "silent_results", 0)  # counted by `with_iati_parts`
    if silent:
        left_out.append(_("Results without an indicator: %(n)s.") % {"n": format_number(silent)})
    found = [
        _result(result, by_result[result.pk], kept)
        for result in sorted(results.values(), key=lambda row: (row.position, row.pk))
    ]
    return found + [
        iati.Result(codes.OTHER_RESULT, indicator.title, indicators=[indicator])
        for indicator in alone
    ]


def _result(result: Result, indicators: list[iati.Indicator], kept: Kept) -> iati.Result:
    code = codes.RESULT_TYPES[result.level]
    rest = kept.of("result", result.pk)
    return iati.Result(code, result.text, result.description.strip(), indicators, rest)


def _indicator(row: Row, kept: Kept, scope: Scope, left_out: list[str]) -> iati.Indicator:
    indicator = row.indicator
    measure = codes.MEASURES[indicator.kind]
    if indicator.kind == Kind.NUMBER and indicator.unit == codes.PERCENT_SIGN:
        measure = codes.PERCENT
    ascending = {"up": True, "down": False}.get(indicator.aim)
    rest = kept.of("indicator", indicator.pk)
    return iati.Indicator(
        title=indicator.text,
        measure=measure,
        ascending=ascending,
        description=indicator.definition.strip(),
        baseline=_baseline(row, rest, left_out),
        periods=[period for cell in row.cells if (period := _period(cell, indicator, kept, scope))],
        rest=rest,
    )


def _baseline(row: Row, rest: str, left_out: list[str]) -> iati.Baseline | None:
    indicator = row.indicator
    figure = _figure(row.baseline, indicator)
    if figure is None:
        return None
    on = indicator.baseline_date
    if on is None and "<baseline" not in rest:
        text = _("The baseline of “%(indicator)s”: it has no date.")
        left_out.append(text % {"indicator": indicator.text})
        return None
    return iati.Baseline(figure.value, figure.words, on.year if on else None, on)


def _period(
    cell: Cell, indicator: Indicator, kept: Kept, scope: Scope
) -> iati.IndicatorPeriod | None:
    target = _figure(cell.target, indicator)
    measured = cell.measurement
    open_to_reader = measured is not None and (not scope.is_public or measured.confirmed_at)
    actual = _figure(cell.value, indicator) if open_to_reader else None
    rest = kept.of("period", f"{indicator.pk}:{cell.period.pk}")
    if target is None and actual is None and not rest:
        return None
    return iati.IndicatorPeriod(cell.period.starts, cell.period.ends, target, actual, rest)


def _figure(value: Value | None, indicator: Indicator) -> iati.Figure | None:
    """None where there is no value, and where it was said that there is none."""
    if value is None or value.absent or not value.has_value:
        return None
    if indicator.kind == Kind.TEXT:
        return iati.Figure(words=value.text)
    if indicator.kind == Kind.PERCENTAGE:
        share = value.share
        return None if share is None else iati.Figure((share * HUNDRED).quantize(FINEST))
    if indicator.kind == Kind.YES_NO:
        return iati.Figure(Decimal(int(bool(value.yes))))
    return iati.Figure(value.number)
