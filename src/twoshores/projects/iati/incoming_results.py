"""Results, indicators, periods, targets and what was measured, of a published activity.

A percentage without its two halves is kept as a number of percent: halves are not made up. What
was measured is dated on the last day of its period, since IATI has no other day for it.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.models import VersionedModel
from twoshores.engines import iati

from ..models import STANDING, Indicator, Measurement, Period, Project, Result, Target
from . import codes
from .kept import Kept
from .rows import Rows

RESULT_TEXT, INDICATOR_TEXT, BASELINE_TEXT = 600, 400, 600
SOURCE = "IATI"
_PLAIN_KINDS = {Indicator.Kind.NUMBER.value, Indicator.Kind.TEXT.value}
type Span = tuple[datetime.date, datetime.date]


def write_results(
    project: Project, activity: iati.Activity, by: User, rows: Rows, kept: Kept, *, is_new: bool
) -> None:
    """Write all of them; in a project that was there before, what has the same words is changed.

    Raises ValidationError where a locked period would change.
    """
    if not activity.results:
        return
    periods = _periods(project, activity, is_new=is_new)
    rows.add(*(row for row in periods.values() if row._state.adding))
    writer = _Writer(project, by, rows, kept, periods)
    if not is_new:
        writer.read_what_is_there()
    for result in activity.results:
        writer.result(result)
    writer.save_changed()


def _periods(project: Project, activity: iati.Activity, *, is_new: bool) -> dict[Span, Period]:
    known = {} if is_new else {(row.starts, row.ends): row for row in project.periods.all()}
    wanted = {(p.starts, p.ends) for one in activity.indicators() for p in one.periods}
    position = max((row.position for row in known.values()), default=0)
    new = [
        Period(
            project=project,
            position=position + place,
            name=_name(span),
            starts=span[0],
            ends=span[1],
        )
        for place, span in enumerate(sorted(wanted - known.keys()), start=1)
    ]
    return known | {(row.starts, row.ends): row for row in new}


def _name(span: Span) -> str:
    """A year by its number; other spans by their days, as ISO 8601 writes them."""
    starts, ends = span
    whole = (starts.month, starts.day, ends.month, ends.day) == (1, 1, 12, 31)
    return str(starts.year) if whole and starts.year == ends.year else f"{starts} – {ends}"


@dataclass
class _Writer:
    project: Project
    by: User
    rows: Rows
    kept: Kept
    periods: dict[Span, Period]
    results: dict[tuple[str, str], list[Result]] = field(default_factory=dict)
    indicators: dict[tuple[object, str], list[Indicator]] = field(default_factory=dict)
    targets: dict[tuple[object, int], Target] = field(default_factory=dict)
    measured: dict[tuple[object, int], Measurement] = field(default_factory=dict)
    changed: dict[type[Any], list[Any]] = field(default_factory=dict)
    positions: int = 0

    def read_what_is_there(self) -> None:
        for result in self.project.results.all():
            self.results.setdefault((result.level, result.text), []).append(result)
        for row in self.project.indicators.all():
            self.indicators.setdefault((row.result_id, row.text), []).append(row)
            self.positions = max(self.positions, row.position)
        for target in Target.objects.filter(indicator__project=self.project):
            self.targets[target.indicator_id, target.period_id] = target
        standing = Measurement.objects.filter(STANDING, indicator__project=self.project)
        for measurement in standing:
            self.measured[measurement.indicator_id, measurement.period_id] = measurement

    def save_changed(self) -> None:
        if self.changed:
            self.rows.flush()  # a corrected value points at its correction
        for model, names in _CHANGED.items():
            if rows := self.changed.get(model):
                model.objects.bulk_update(rows, names)

    def _put(self, row: Any, *, is_new: bool) -> None:
        if is_new:
            self.rows.add(row)
            return
        if isinstance(row, VersionedModel):
            row.version += 1
        self.changed.setdefault(type(row), []).append(row)

    def result(self, given: iati.Result) -> None:
        level = codes.LEVELS.get(given.type_code, Result.Level.OUTPUT.value)
        text = _cut(given.title, RESULT_TEXT)
        there = self.results.get((level, text))
        row = there.pop(0) if there else Result(project=self.project, level=level, text=text)
        row.description = given.description
        if not there and row._state.adding:
            self.positions += 1
            row.position = self.positions
        self._put(row, is_new=row._state.adding)
        rest = given.rest
        if len(given.title) > RESULT_TEXT:
            rest = iati.with_long_words(rest, "result", "title", given.title)
        self.kept.put("result", row, rest)
        for indicator in given.indicators:
            self.indicator(indicator, row)

    def indicator(self, given: iati.Indicator, result: Result) -> None:
        text = _cut(given.title, INDICATOR_TEXT)
        there = self.indicators.get((result.pk, text))
        row = there.pop(0) if there else Indicator(project=self.project, result=result, text=text)
        if row._state.adding:
            self.positions += 1
            row.position = self.positions
            _set_kind(row, given)
        row.definition = given.description
        plain = row.kind in _PLAIN_KINDS
        if given.baseline and plain:
            _set_baseline(row, given.baseline)
        self._put(row, is_new=row._state.adding)
        rest = given.rest
        if len(given.title) > INDICATOR_TEXT:
            rest = iati.with_long_words(rest, "indicator", "title", given.title)
        self.kept.put("indicator", row, rest)
        for period in given.periods:
            self.period(period, row)

    def period(self, given: iati.IndicatorPeriod, indicator: Indicator) -> None:
        period = self.periods[given.starts, given.ends]
        rest = given.rest
        if given.target is None and given.actual is None:
            rest = rest or "<period/>"
        self.kept.put("period", (indicator, period), rest)
        if indicator.kind not in _PLAIN_KINDS:
            return  # made a percentage with its halves, or a scale, here: the file knows less
        key = (indicator.pk, period.pk or 0)
        if given.target is not None:
            target = self.targets.get(key)
            is_new = target is None
            target = target or Target(indicator=indicator, period=period)
            _set_value(target, given.target, indicator)
            self._put(target, is_new=is_new)
        if given.actual is not None:
            self._measure(given.actual, indicator, period)

    def _measure(self, given: iati.Figure, indicator: Indicator, period: Period) -> None:
        """What the file says was measured: a correction where it said something else before."""
        old = self.measured.get((indicator.pk, period.pk or 0))
        new = Measurement(indicator=indicator, period=period, on=period.ends, source=SOURCE)
        new.entered_by = self.by
        _set_value(new, given, indicator)
        if old is not None and (old.number, old.text) == (new.number, new.text):
            return
        if period.locked_at is not None:
            text = _("The period %(period)s is locked, and the file has another value for it.")
            raise ValidationError(text % {"period": period.name})
        self._put(new, is_new=True)
        if old is not None:
            old.corrected_by, old.correction_reason = new, SOURCE
            self._put(old, is_new=False)


_CHANGED: dict[type[Any], list[str]] = {
    Result: ["description", "version"],
    Indicator: [
        *("definition", "baseline_number", "baseline_text", "baseline_date"),
        *("baseline_absent", "version"),
    ],
    Target: ["number", "text", "absent"],
    Measurement: ["corrected_by", "correction_reason"],
}


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _set_kind(row: Indicator, given: iati.Indicator) -> None:
    """Whether periods may be added was not published, so they are not."""
    words = given.measure == codes.WORDS
    row.kind = Indicator.Kind.TEXT if words else Indicator.Kind.NUMBER
    row.unit = codes.PERCENT_SIGN if given.measure == codes.PERCENT else ""
    row.adds = Indicator.Adds.NEVER
    aims = {True: Indicator.Aim.UP, False: Indicator.Aim.DOWN, None: Indicator.Aim.NONE}
    row.aim = aims[given.ascending]


def _set_baseline(row: Indicator, given: iati.Baseline) -> None:
    words = row.kind == Indicator.Kind.TEXT
    row.baseline_number = None if words else given.value
    row.baseline_text = _cut(given.words, BASELINE_TEXT) if words else ""
    row.baseline_absent = ""
    row.baseline_date = given.on


def _set_value(row: Target | Measurement, given: iati.Figure, indicator: Indicator) -> None:
    words = indicator.kind == Indicator.Kind.TEXT
    row.number = None if words else given.value
    row.text = given.words if words else ""
    row.absent = ""
