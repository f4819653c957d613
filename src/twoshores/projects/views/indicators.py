"""Indicators with their targets and measurements, and the periods that all reports follow."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.forms import answer_status

from ..forms.indicators import (
    INDICATOR_FACTS,
    IndicatorForm,
    MeasurementForm,
    TargetsForm,
    initial_value,
    part_name,
)
from ..models import STANDING, Indicator, Measurement, Period
from ..selectors.chain import part_or_404
from ..selectors.documents import documents_of
from ..selectors.indicators import indicator_rows, measurements_of
from ..services import indicators as services
from ..values import value_of
from . import indicator_table
from .parts import part_page
from .row_pages import RowPage, answer
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def indicators(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All indicators: where one started, what is aimed at, what was measured, how far it is."""
    desk = desk_or_404(request, pk)
    rows = indicator_rows(desk.project)
    context = desk.head("indicators") | {
        "rows": [indicator_table.item(row) for row in rows],
        "periods": list(desk.project.periods.all()),
    }
    return render(request, "projects/indicators.html", context)


@access("object")
def indicator_edit(request: HttpRequest, pk: str, indicator: str | None = None) -> HttpResponseBase:
    """Add, change or take out an indicator."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = desk.project.indicators.all()
    row = part_or_404(rows, indicator) if indicator is not None else None

    def create(facts: dict[str, Any]) -> Indicator:
        return services.indicator_create(by=desk.user, project=desk.project, facts=facts)

    def update(row: Indicator, facts: dict[str, Any], version: int) -> Indicator:
        return services.indicator_update(
            by=desk.user, project=desk.project, row=row, opened_version=version, facts=facts
        )

    page = part_page(
        desk,
        row=row,
        model=Indicator,
        names=INDICATOR_FACTS,
        make=partial(IndicatorForm, results=desk.project.results.all()),
        title=_("What is measured"),
        lead=_("A number is a number, a percentage keeps its two halves, blank is not zero."),
        tab="indicators",
        back=reverse("workbench_indicators", args=[pk]),
        create=create,
        update=update,
        removable=row is not None and not row.measurements.exists(),
    )
    return answer(request, desk, replace(page, template="projects/indicator_form.html"))


@access("object")
def indicator_targets(request: HttpRequest, pk: str, indicator: str) -> HttpResponseBase:
    """What an indicator aims at in each period."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.indicators.prefetch_related("targets"), indicator)
    periods = list(desk.project.periods.all())
    initial = {
        f"{target.period.position}-{name}": value
        for target in row.targets.select_related("period")
        for name, value in initial_value(target).items()
    }
    form = TargetsForm(request.POST or None, indicator=row, periods=periods, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.targets_set(by=desk.user, indicator=row, targets=form.targets())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("workbench_indicators", pk)
    context = desk.head("indicators") | {"form": form, "indicator": row, "periods": periods}
    return render(request, "projects/targets.html", context, status=answer_status(form))


@access("object")
@require_safe
def indicator_detail(request: HttpRequest, pk: str, indicator: str) -> HttpResponseBase:
    """Everything measured by one indicator, what was corrected too."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.indicators.select_related("result"), indicator)
    entries = [
        indicator_table.entry(one, desk.user, row, writes=desk.writes)
        for one in measurements_of(row)
    ]
    periods = list(desk.project.periods.all())
    measured = {one["row"].period_id for one in entries if one["standing"]}
    context = desk.head("indicators") | {
        "indicator": row,
        "entries": entries,
        "periods": periods,
        # What was measured already is corrected, where it stands.
        "unmeasured": [p for p in periods if p.locked_at is None and p.pk not in measured],
    }
    return render(request, "projects/indicator.html", context)


@access("object")
def measurement_new(request: HttpRequest, pk: str, indicator: str, period: int) -> HttpResponseBase:
    """Note what was measured in a period."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.indicators.all(), indicator)
    span = part_or_404(desk.project.periods.all(), period)

    def save(form: MeasurementForm) -> None:
        services.measurement_add(by=desk.user, indicator=row, period=span, data=_data(form))

    page = _measurement_page(desk, row, span, None, save, request)
    return answer(request, desk, page)


@access("object")
def measurement_correct(request: HttpRequest, pk: str, measurement: str) -> HttpResponseBase:
    """Correct a measurement: a new one takes its place, the old one stays readable."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = Measurement.objects.filter(STANDING, indicator__project=desk.project)
    old = part_or_404(rows.select_related("indicator__project", "period"), measurement)

    def save(form: MeasurementForm) -> None:
        services.measurement_correct(
            by=desk.user, row=old, data=_data(form), reason=form.cleaned_data["reason"]
        )

    page = _measurement_page(desk, old.indicator, old.period, old, save, request)
    return answer(request, desk, page)


def _data(form: MeasurementForm) -> services.MeasurementData:
    value = form.value()
    if value is None:
        raise ValidationError(_("Give a value, or say why there is none. Blank is not zero."))
    cleaned = form.cleaned_data
    return services.MeasurementData(
        value,
        cleaned["on"],
        cleaned["source"],
        cleaned["note"],
        cleaned["evidence"],
        parts=form.parts(),
    )


def _measurement_page(
    desk: Desk,
    indicator: Indicator,
    period: Period,
    old: Measurement | None,
    save: Any,
    request: HttpRequest,
) -> RowPage:
    initial: dict[str, Any] = {"on": min(timezone.localdate(), period.ends)}
    if old is not None:
        initial = initial_value(old) | {"on": old.on, "source": old.source, "note": old.note}
        initial["evidence"] = str(old.evidence_id or "")
        for part in old.parts.all():
            number = part.numerator if part.numerator is not None else part.number
            initial[part_name(part.way, part.group)] = number

    documents = list(documents_of(desk.project))

    def make(data: Any) -> MeasurementForm:
        return MeasurementForm(
            data,
            indicator=indicator,
            documents=documents,
            correcting=old is not None,
            initial=initial,
        )

    def save_form(_cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        save(bound)

    kept = value_of(old)
    lead = f"{indicator.text} · {period.name}"
    return RowPage(
        title=_("Correct what was measured") if kept else _("What was measured"),
        lead=lead,
        tab="indicators",
        make_form=make,
        save=save_form,
        back=reverse("indicator_detail", args=[desk.project.pk, indicator.pk]),
        draft_key=f"m:{indicator.pk.hex[:20]}:{period.pk}"[:40],
    )


@access("object")
@require_POST
def measurement_confirm(request: HttpRequest, pk: str, measurement: str) -> HttpResponseBase:
    """Somebody else than who entered it says that it is so."""
    desk = desk_or_404(request, pk, to_write=True)
    rows = Measurement.objects.filter(STANDING, indicator__project=desk.project)
    row = part_or_404(rows.select_related("indicator__project"), measurement)
    try:
        services.measurement_confirm(by=desk.user, row=row)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Confirmed."))
    return redirect("indicator_detail", pk, row.indicator_id)
