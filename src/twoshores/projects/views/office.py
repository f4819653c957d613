"""A design as a Word or Excel file: out, back, compared, confirmed."""

from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import DOCX, PDF, XLSX

from ..office.docx_out import docx_of
from ..office.pdf import pdf_of
from ..office.told import Words
from ..office.xlsx_out import xlsx_of
from ..selectors.office import state_of
from ..services import office as services
from ..services.office import Check, Decisions
from .exchange import Exchange, answer_compare, answer_upload, download
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def office_xlsx(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Logframe, work plan and budget as a workbook in the reader's language."""
    desk = desk_or_404(request, pk)
    made = xlsx_of(state_of(desk.project), desk.project.title)
    return download(made, XLSX, f"{desk.project.code}.xlsx")


@access("object")
@require_safe
def office_docx(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The same tables as a document in the reader's language."""
    desk = desk_or_404(request, pk)
    made = docx_of(state_of(desk.project), desk.project.title)
    return download(made, DOCX, f"{desk.project.code}.docx")


@access("object")
@require_safe
def office_pdf(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The design on paper, to be signed, in the reader's language."""
    desk = desk_or_404(request, pk)
    made = pdf_of(desk.project, state_of(desk.project))
    return download(made, PDF, f"{desk.project.code}.pdf")


@access("object")
def office_upload(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a file back. What can be read is compared on the next page; nothing is saved here."""
    desk = desk_or_404(request, pk, to_write=True)
    return answer_upload(request, desk, _exchange(desk))


@access("object")
def office_compare(request: HttpRequest, pk: str, key: str) -> HttpResponseBase:
    """What a file changes, cell by cell, and the yes."""
    desk = desk_or_404(request, pk, to_write=True)
    return answer_compare(request, desk, _exchange(desk), key)


def _exchange(desk: Desk) -> Exchange:
    by, project = desk.user, desk.project

    def confirm(key: str, stamp: str, decisions: Decisions) -> int:
        orders = services.office_confirm(
            by=by, project=project, key=key, stamp=stamp, decisions=decisions
        )
        return orders.count

    def words(check: Check) -> Words:
        return Words(check.reading, check.now)

    return Exchange(
        tab="files",
        check=lambda data: services.office_check(by=by, project=project, data=data),
        keep=lambda data: services.office_keep(by=by, project=project, data=data),
        look=lambda key: services.office_look(by=by, project=project, key=key),
        drop=lambda key: services.office_drop(by=by, project=project, key=key),
        confirm=confirm,
        words=words,
        compare_address=partial(_compare_address, project.pk),
        upload_address=reverse("office_upload", args=[project.pk]),
        back=reverse("workbench_files", args=[project.pk]),
    )


def _compare_address(project: object, key: str) -> str:
    return reverse("office_compare", args=[project, key])
