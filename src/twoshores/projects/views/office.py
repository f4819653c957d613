"""A design as a Word or Excel file: out, back, compared, confirmed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import DOCX, PDF, XLSX
from twoshores.common.formatting import format_number
from twoshores.common.kept_files import FileGone

from ..forms.office import DecisionsForm, OfficeForm
from ..office.docx_out import docx_of
from ..office.pdf import pdf_of
from ..office.raw import FileRefused
from ..office.told import Words
from ..office.xlsx_out import xlsx_of
from ..selectors.office import state_of
from ..services import office as services
from ..services.office import Check
from .workspace import Desk, desk_or_404


@access("object")
@require_safe
def office_xlsx(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Logframe, work plan and budget as a workbook in the reader's language."""
    desk = desk_or_404(request, pk)
    response = HttpResponse(xlsx_of(state_of(desk.project)), content_type=XLSX.media_type)
    name = f"{desk.project.code}.xlsx".replace(" ", "_")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("object")
@require_safe
def office_docx(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The same tables as a document in the reader's language."""
    desk = desk_or_404(request, pk)
    made = docx_of(state_of(desk.project), desk.project.title)
    response = HttpResponse(made, content_type=DOCX.media_type)
    name = f"{desk.project.code}.docx".replace(" ", "_")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("object")
@require_safe
def office_pdf(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The design on paper, to be signed, in the reader's language."""
    desk = desk_or_404(request, pk)
    made = pdf_of(desk.project, state_of(desk.project))
    response = HttpResponse(made, content_type=PDF.media_type)
    name = f"{desk.project.code}.pdf".replace(" ", "_")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("object")
def office_upload(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a file back. What can be read is compared on the next page; nothing is saved here."""
    desk = desk_or_404(request, pk, to_write=True)
    form = OfficeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"]
        try:
            services.office_check(by=desk.user, project=desk.project, data=data)
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            key = services.office_keep(by=desk.user, project=desk.project, data=data)
            return redirect("office_compare", pk, key)
    context = desk.head("files") | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "projects/office_upload.html", context, status=status)


@access("object")
def office_compare(request: HttpRequest, pk: str, key: str) -> HttpResponseBase:
    """What a file changes, cell by cell, and the yes."""
    desk = desk_or_404(request, pk, to_write=True)
    same: dict[str, Any] = {"by": desk.user, "project": desk.project}
    if request.method == "POST" and "drop" in request.POST:
        services.office_drop(**same, key=key)
        messages.success(request, _("The file was thrown away. Nothing was changed."))
        return redirect("workbench_files", pk)
    try:
        check = services.office_look(**same, key=key)
        if request.method == "POST":
            return _decided(request, desk, key, check)
    except FileGone:
        messages.error(request, _("This file is no longer kept. Send it again."))
        return redirect("office_upload", pk)
    words = Words(check.reading, check.now)
    return _page(request, desk, check, words, DecisionsForm(check=check, words=words))


def _decided(request: HttpRequest, desk: Desk, key: str, check: Check) -> HttpResponseBase:
    words = Words(check.reading, check.now)
    form = DecisionsForm(request.POST, check=check, words=words)
    if form.sent_stamp != check.stamp:
        return _moved(request, desk, check, words)
    if not form.is_valid():
        return _page(request, desk, check, words, form, 422)
    try:
        orders = services.office_confirm(
            by=desk.user,
            project=desk.project,
            key=key,
            stamp=form.sent_stamp,
            decisions=form.decisions(),
        )
    except services.FileMoved:
        return _moved(request, desk, check, words)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, desk, check, words, form, 422)
    messages.success(
        request,
        ngettext("%(n)s change was saved.", "%(n)s changes were saved.", orders.count)
        % {"n": format_number(orders.count)},
    )
    return redirect("workbench_files", desk.project.pk)


def _moved(request: HttpRequest, desk: Desk, check: Check, words: Words) -> HttpResponseBase:
    messages.error(
        request, _("Something was changed in the meantime. Nothing is saved: look once more.")
    )
    return _page(request, desk, check, words, DecisionsForm(check=check, words=words), 409)


def _page(
    request: HttpRequest,
    desk: Desk,
    check: Check,
    words: Words,
    form: DecisionsForm,
    status: int = 200,
) -> HttpResponse:
    context = desk.head("files") | {
        "form": form,
        "changes": list(words.changes(check.found)),
        "added": list(words.added(check.found)),
        "conflicts": form.group("conflict"),
        "questions": form.group("question"),
        "removed": form.group("remove"),
        "vanished": form.group("anew"),
        "troubles": check.reading.troubles,
        "notes": check.reading.notes,
        "is_empty": check.is_empty,
    }
    return render(request, "projects/office_compare.html", context, status=status)
