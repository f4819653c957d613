"""A report as a Word or Excel file and on paper: out, back, compared, confirmed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import DOCX, PDF, XLSX
from twoshores.common.formatting import format_day, isolated

from ..models import Report
from ..office.docx_out import docx_of
from ..office.pdf import report_pdf_of
from ..office.told import ReportWords
from ..office.xlsx_out import xlsx_of
from ..permissions.reports import can_write_report
from ..report_states import WRITABLE
from ..selectors.office_report import report_state_of
from ..selectors.reports import report_or_404
from ..services import office_report as services
from . import report_words
from .exchange import Exchange, answer_compare, answer_upload, download
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def report_xlsx(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """Words, results and money as a workbook in the reader's language."""
    desk, row = _read(request, pk, report)
    made = xlsx_of(report_state_of(desk.project, row), _title(row))
    return download(made, XLSX, f"{_name(row)}.xlsx")


@access("object")
@require_safe
def report_docx(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """The same as a document in the reader's language."""
    desk, row = _read(request, pk, report)
    made = docx_of(report_state_of(desk.project, row), _title(row), " · ".join(_meta(row)))
    return download(made, DOCX, f"{_name(row)}.docx")


@access("object")
@require_safe
def report_pdf(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """The report on paper, to be signed by its partner and the lead, or by all."""
    desk, row = _read(request, pk, report)
    partners = [
        partner
        for partner in desk.project.partners.all()
        if row.partner_id is None or partner.is_lead or partner.pk == row.partner_id
    ]
    made = report_pdf_of(report_state_of(desk.project, row), _title(row), _meta(row), partners)
    return download(made, PDF, f"{_name(row)}.pdf")


@access("object")
def report_upload(request: HttpRequest, pk: str, report: str) -> HttpResponseBase:
    """Send a report's file back. It is compared on the next page; nothing is saved here."""
    desk, row = _written(request, pk, report)
    if row.state not in WRITABLE:
        return _handed_in(request, row)
    return answer_upload(request, desk, _exchange(desk, row))


@access("object")
def report_compare(request: HttpRequest, pk: str, report: str, key: str) -> HttpResponseBase:
    """What the file changes in the report's words, and the yes."""
    desk, row = _written(request, pk, report)
    if row.state not in WRITABLE:
        return _handed_in(request, row)
    return answer_compare(request, desk, _exchange(desk, row), key)


def _read(request: HttpRequest, pk: str, report: str) -> tuple[Desk, Report]:
    desk = desk_or_404(request, pk)
    return desk, report_or_404(desk.project, report)


def _written(request: HttpRequest, pk: str, report: str) -> tuple[Desk, Report]:
    desk, row = _read(request, pk, report)
    if not can_write_report(desk.user, row).allowed:
        raise Http404
    return desk, row


def _handed_in(request: HttpRequest, row: Report) -> HttpResponseBase:
    messages.error(request, _("This report is handed in. To change it, have it sent back."))
    return redirect("report_detail", row.project_id, row.pk)


def _title(row: Report) -> str:
    whose = report_words.head(row, timezone.localdate())["whose"]
    words = _("Report of %(period)s: %(whose)s")
    return words % {"period": isolated(row.period.name), "whose": isolated(whose)}


def _meta(row: Report) -> list[str]:
    days = f"{format_day(row.period.starts)} – {format_day(row.period.ends)}"
    project = row.project
    return [isolated(project.title), isolated(project.code), days, row.get_state_display()]


def _name(row: Report) -> str:
    """P-7KM2QD-report-1-2: of the first period, of the second partner; "all" of all together."""
    whose = str(row.partner.position) if row.partner else "all"
    return f"{row.project.code}-report-{row.period.position}-{whose}"


def _exchange(desk: Desk, row: Report) -> Exchange:
    by, address = desk.user, [row.project_id, row.pk]
    return Exchange(
        tab="reports",
        check=lambda data: services.report_file_check(by=by, report=row, data=data),
        keep=lambda data: services.report_file_keep(by=by, report=row, data=data),
        look=lambda key: services.report_file_look(by=by, report=row, key=key),
        drop=lambda key: services.report_file_drop(by=by, report=row, key=key),
        confirm=lambda key, stamp, decisions: services.report_file_confirm(
            by=by, report=row, key=key, stamp=stamp, decisions=decisions
        ),
        words=lambda check: ReportWords(check.reading, check.now),
        compare_address=lambda key: reverse("report_compare", args=[*address, key]),
        upload_address=reverse("report_upload", args=address),
        back=reverse("report_detail", args=address),
        lead=_title(row),
    )
