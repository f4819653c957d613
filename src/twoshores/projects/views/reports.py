"""Reports of a project: the list by period, one report, its words, its moves."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access

from ..forms.fields import initial_of_rows
from ..forms.reports import REPORT_FACTS, DueForm, RemarkForm, ReportForm
from ..models import Project, Report
from ..permissions.reports import can_decide_on_reports, can_write_report
from ..report_states import MACHINE, WRITABLE
from ..selectors.chain import part_or_404
from ..selectors.reports import figures_of, report_or_404, reports_of
from ..services import reports as services
from . import report_words
from .basics import reader_language
from .row_pages import RowPage, answer
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def reports(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All reports by period, and what opens those of a period."""
    desk = desk_or_404(request, pk)
    today = timezone.localdate()
    by_period: dict[int, list[Report]] = {}
    for report in reports_of(desk.project):
        by_period.setdefault(report.period_id, []).append(report)
    groups = [
        {
            "period": period,
            "reports": [report_words.head(row, today) for row in by_period.get(period.pk, [])],
            "due_on": _due_on(by_period.get(period.pk, [])),
        }
        for period in desk.project.periods.all()
    ]
    context = desk.head("reports") | {"groups": groups, "form": DueForm()}
    return render(request, "projects/reports.html", context)


def _due_on(rows: Iterable[Report]) -> date | None:
    """The day on which those are due that can still be written."""
    return next((row.due_on for row in rows if row.due_on and row.state in WRITABLE), None)


@access("object")
@require_POST
def reports_open(request: HttpRequest, pk: str, period: int) -> HttpResponseBase:
    """Open the reports of a period, each partner's and the one of all, or change when due."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.periods.select_related("project"), period)
    _require(can_decide_on_reports(desk.user, desk.project).allowed)
    form = DueForm(request.POST)
    if form.is_valid():
        try:
            services.reports_open(by=desk.user, period=row, due_on=form.cleaned_data["due_on"])
        except ValidationError as error:
            _say(request, error)
        else:
            messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Write the day as a date."))
    return redirect("workbench_reports", pk)


@access("object")
@require_safe
def report(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """One report: its words, its figures, what was said to it, what can be done with it."""
    desk = desk_or_404(request, pk)
    row = report_or_404(desk.project, report)
    return render(request, "projects/report.html", desk.head("reports") | _shown(desk, row))


def _shown(desk: Desk, row: Report) -> dict[str, Any]:
    project = desk.project
    live = figures_of(project, row.period, row.partner)
    found = live if row.state in WRITABLE or row.figures is None else row.figures
    # The keeper does both (permissions/reports.py), and nobody else writes the consolidated one;
    # who keeps is known already.
    writes = desk.keeps or (row.partner is not None and can_write_report(desk.user, row).allowed)
    decides = desk.keeps
    return {
        "report": row,
        "words": report_words.head(row, timezone.localdate()),
        "narrative": report_words.narrative(row),
        "figures": report_words.figures(found, project),
        "moved_on": found is not live and found != live,
        "moves": list(row.moves.all()),
        "can_write": writes and row.state in WRITABLE,
        "can_submit": writes and "submit" in MACHINE.open_moves(row.state),
        "can_return": decides and "return" in MACHINE.open_moves(row.state),
        "can_accept": decides and "accept" in MACHINE.open_moves(row.state),
        "remark": RemarkForm(),
        "others": _partners_words(project, row) if row.partner is None else [],
    }


def _partners_words(project: Project, whole: Report) -> list[dict[str, Any]]:
    """What each partner wrote, beside the consolidated report of the same period."""
    return [
        {
            "head": report_words.head(one, timezone.localdate()),
            "row": one,
            "narrative": report_words.narrative(one),
        }
        for one in reports_of(project)
        if one.period_id == whole.period_id and one.partner
    ]


@access("object")
def report_edit(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """Write the words of a report."""
    desk = desk_or_404(request, pk)
    row = report_or_404(desk.project, report)
    _require(can_write_report(desk.user, row).allowed)
    make = partial(ReportForm, reader_language=reader_language())
    initial = initial_of_rows(row, REPORT_FACTS)
    # Who reads in Arabic writes in Arabic, whatever language the project began in.
    if not report_words.narrative(row):
        initial["language"] = reader_language()

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.report_write(by=desk.user, report=row, opened_version=version, facts=cleaned)

    page = RowPage(
        title=report_words.head(row, timezone.localdate())["whose"],
        tab="reports",
        make_form=lambda data: make(data, initial=initial),
        save=save,
        back=reverse("report_detail", args=[pk, row.pk]),
        version=row.version,
        draft_key=f"report:{str(row.pk).replace('-', '')}"[:40],
        lead=row.period.name,
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def report_move(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """Hand it in, send it back, accept it."""
    desk = desk_or_404(request, pk)
    row = report_or_404(desk.project, report)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This remark is too long."))
        return redirect("report_detail", pk, row.pk)
    try:
        services.report_move(
            by=desk.user,
            report=row,
            move=request.POST.get("move", ""),
            remark=form.cleaned_data["remark"],
            language=reader_language(),
        )
    except PermissionDenied as error:
        raise Http404 from error
    except ValidationError as error:
        _say(request, error)
    else:
        messages.success(request, _("Done."))
    return redirect("report_detail", pk, row.pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise Http404


def _say(request: HttpRequest, error: ValidationError) -> None:
    for message in error.messages:
        messages.error(request, message)
