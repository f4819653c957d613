"""Writes of indicators: what they are, what they aim at, what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.formatting import labelled
from twoshores.engines.indicators import Kind, Value, split_problem

from ..models import (
    STANDING,
    Document,
    Indicator,
    Measurement,
    MeasurementPart,
    Period,
    Project,
    Target,
)
from ..permissions.projects import can_edit_project
from ..values import COLUMNS, WAYS, baseline_of, check_value
from .rows import row_create, row_update

MOST_INDICATORS = 300


@dataclass(frozen=True, slots=True)
class PartData:
    """One group of one way of splitting: ("sex", "female", 12)."""

    way: str
    group: str
    number: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MeasurementData:
    """What was measured: the value, when, where it comes from, split by groups."""

    value: Value
    on: date
    source: str = ""
    note: str = ""
    evidence: Document | None = None
    parts: tuple[PartData, ...] = field(default_factory=tuple)


def indicator_create(*, by: User, project: Project, facts: Mapping[str, Any]) -> Indicator:
    """Add an indicator at the end. Raises ValidationError by field."""
    if project.indicators.count() >= MOST_INDICATORS:
        raise ValidationError(_("Three hundred indicators at most: nobody can measure more."))
    _check_indicator(Indicator(project=project, **facts))
    last = project.indicators.aggregate(last=Max("position"))["last"] or 0
    return row_create(
        by=by, project=project, model=Indicator, facts={**facts, "position": last + 1}
    )


def indicator_update(
    *,
    by: User,
    project: Project,
    row: Indicator,
    opened_version: int,
    facts: Mapping[str, Any],
) -> Indicator:
    """Change an indicator. Its kind stands once something has been measured by it."""
    if facts.get("kind", row.kind) != row.kind and row.measurements.exists():
        raise ValidationError(
            {
                "kind": _(
                    "Something was measured by it already. Add another indicator of that kind "
                    "and keep this one for what was measured."
                )
            }
        )
    tried = Indicator(project=project)
    for name in (f.name for f in Indicator._meta.concrete_fields if f.name != "project"):
        setattr(tried, name, facts.get(name, getattr(row, name)))
    _check_indicator(tried)
    return row_update(by=by, project=project, row=row, opened_version=opened_version, facts=facts)


def _check_indicator(indicator: Indicator) -> None:
    errors: dict[str, Any] = {}
    if indicator.kind == Kind.PERCENTAGE and not (
        indicator.numerator_label.strip() and indicator.denominator_label.strip()
    ):
        errors["numerator_label"] = _(
            "Say what is counted above the line and out of what: a percentage of nothing in "
            "particular cannot be measured."
        )
    least, most = indicator.scale_least, indicator.scale_most
    if indicator.kind == Kind.SCALE and (least is None or most is None or least >= most):
        errors["scale_least"] = _("A scale has a lowest and a highest point.")
    if indicator.kind == Kind.TEXT and indicator.adds == Indicator.Adds.NEW:
        errors["adds"] = _("Words do not add up.")
    if indicator.kind in {Kind.SCALE, Kind.YES_NO} and indicator.adds == Indicator.Adds.NEW:
        errors["adds"] = _("Only numbers and percentages can be added over periods.")
    baseline = baseline_of(indicator)
    if baseline is not None:
        try:
            check_value(baseline, indicator)
        except ValidationError as error:
            errors["baseline_absent"] = error
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def targets_set(*, by: User, indicator: Indicator, targets: Mapping[Period, Value | None]) -> None:
    """Write what an indicator aims at, by period; None takes a target away."""
    project = indicator.project
    require(can_edit_project(by, project))
    for period, value in targets.items():
        rows = Target.objects.filter(indicator=indicator, period=period)
        if value is None:
            rows.delete()
            continue
        try:
            check_value(value, indicator)
        except ValidationError as error:
            raise ValidationError(
                [labelled(period.name, message) for message in error.messages]
            ) from error
        Target.objects.update_or_create(
            indicator=indicator, period=period, defaults=_columns(value)
        )
    audit.record("indicator.update", indicator, by=by, about=project, fields=["targets"])


@transaction.atomic
def measurement_add(
    *, by: User, indicator: Indicator, period: Period, data: MeasurementData
) -> Measurement:
    """Note a measurement in an open period. Raises ValidationError in words."""
    project = indicator.project
    require(can_edit_project(by, project))
    if period.locked_at is not None:
        raise ValidationError(
            _("This period is locked. What was measured in it can be corrected, with a reason.")
        )
    if current_measurement(indicator, period) is not None:
        raise ValidationError(
            _("There is a measurement of this period already. Correct that one instead.")
        )
    return _write(by, indicator, period, data)


@transaction.atomic
def measurement_correct(
    *, by: User, row: Measurement, data: MeasurementData, reason: str
) -> Measurement:
    """Put a new measurement in the place of one; the old one stays readable, with the reason."""
    project = row.indicator.project
    require(can_edit_project(by, project))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected: the old value stays too.")})
    if row.corrected_by_id is not None:
        raise ValidationError(_("This was corrected in the meantime. Look at the page again."))
    new = _write(by, row.indicator, row.period, data)
    row.corrected_by, row.correction_reason = new, reason.strip()[:300]
    row.save(update_fields=["corrected_by", "correction_reason"])
    return new


def _write(by: User, indicator: Indicator, period: Period, data: MeasurementData) -> Measurement:
    check_value(data.value, indicator)
    if not period.starts <= data.on:
        raise ValidationError({"on": _("This day lies before the period that it is for.")})
    _check_parts(indicator, data)
    row = Measurement(
        indicator=indicator,
        period=period,
        on=data.on,
        source=data.source,
        note=data.note,
        evidence=data.evidence,
        entered_by=by,
        **_columns(data.value),
    )
    row.full_clean()
    row.save(force_insert=True)
    MeasurementPart.objects.bulk_create(
        MeasurementPart(
            measurement=row,
            way=part.way,
            group=part.group,
            number=part.number,
            numerator=part.numerator,
            denominator=part.denominator,
        )
        for part in data.parts
    )
    audit.record("measurement.create", row, by=by, about=indicator.project)
    return row


def _check_parts(indicator: Indicator, data: MeasurementData) -> None:
    """No way of splitting holds more than the whole."""
    column = "numerator" if indicator.kind == Kind.PERCENTAGE else "number"
    total = getattr(data.value, column)
    for way in {part.way for part in data.parts}:
        groups = [getattr(part, column) for part in data.parts if part.way == way]
        left = split_problem(total, groups)
        if left is not None and left < 0:
            raise ValidationError(
                _("The groups of “%(way)s” are more than the whole.") % {"way": WAYS.get(way, way)}
            )


@transaction.atomic
def measurement_confirm(*, by: User, row: Measurement) -> Measurement:
    """Somebody else than who entered it says that it is so."""
    project = row.indicator.project
    require(can_edit_project(by, project))
    if row.entered_by_id == by.pk:
        raise ValidationError(_("Somebody else confirms what you entered."))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("measurement.update", row, by=by, about=project, fields=["confirmed"])
    return row


def current_measurement(indicator: Indicator, period: Period) -> Measurement | None:
    """The measurement of a period that stands: the one that nobody corrected."""
    return Measurement.objects.filter(STANDING, indicator=indicator, period=period).first()


def _columns(value: Value) -> dict[str, Any]:
    return {name: getattr(value, name) for name in COLUMNS}
