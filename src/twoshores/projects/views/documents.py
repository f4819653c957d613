"""Files of a project: the list, sending one, giving one back."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import JPEG, PICTURES
from twoshores.common.formatting import format_number

from ..forms.documents import DOCUMENT_FACTS, DocumentForm, DocumentNewForm
from ..models import Document
from ..selectors.chain import part_or_404
from ..selectors.documents import (
    documents_of,
    path_of,
    shown_paper_or_404,
    shown_picture_or_404,
    small_path_of,
)
from ..services import documents as services
from .parts import part_page
from .row_pages import RowPage, answer
from .workspace import desk_or_404

PAGE_LENGTH = 50


@access("object")
@require_safe
def documents(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All files, newest first."""
    desk = desk_or_404(request, pk)
    page = Paginator(documents_of(desk.project), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("documents") | {
        "page": page,
        "rows": [item(row) for row in page],
        "shows_papers": "papers" in desk.project.shown,
    }
    return render(request, "projects/documents.html", context)


def item(row: Document) -> dict[str, Any]:
    """A file for a list: its name, its size in words, whether it can be looked at."""
    return {"row": row, "size": size_words(row.size), "is_picture": row.media_type in PICTURES}


def size_words(size: int) -> str:
    if size < 1_000_000:
        return _("%(size)s kB") % {"size": format_number(max(1, round(size / 1000)))}
    return _("%(size)s MB") % {"size": format_number(round(size / 1_000_000, 1))}


@access("object")
def document_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Send a file."""
    desk = desk_or_404(request, pk, to_write=True)

    def make(data: Any) -> DocumentNewForm:
        return DocumentNewForm(data, request.FILES if data is not None else None)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        services.document_add(by=desk.user, project=desk.project, upload=bound.upload())

    page = RowPage(
        title=_("A paper or a picture"),
        tab="documents",
        make_form=make,
        save=save,
        back=reverse("workbench_documents", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
def document_edit(request: HttpRequest, pk: str, document: str) -> HttpResponseBase:
    """Say what a file is, or take it out."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.documents.all(), document)
    names = DOCUMENT_FACTS if desk.keeps else DOCUMENT_FACTS[:-1]

    def make(data: Any, initial: dict[str, Any]) -> DocumentForm:
        return DocumentForm(data, initial=initial, keeps=desk.keeps)

    def update(row: Document, facts: dict[str, Any], version: int) -> Document:
        return services.document_update(
            by=desk.user, project=desk.project, row=row, opened_version=version, facts=facts
        )

    def remove() -> None:
        services.document_remove(by=desk.user, project=desk.project, row=row)

    page = part_page(
        desk,
        row=row,
        model=Document,
        names=names,
        make=make,
        title=row.name,
        tab="documents",
        back=reverse("workbench_documents", args=[pk]),
        update=update,
        remove=remove,
    )
    return answer(request, desk, page)


@access("object")
@require_safe
def document(request: HttpRequest, pk: str, document: str) -> HttpResponseBase:
    """A file's bytes, for those who work on its project."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.documents.all(), document)
    return given_back(row, small="small" in request.GET, cache="private, max-age=86400")


@access("public")
@require_safe
def shown_picture(request: HttpRequest, code: str, document: str) -> HttpResponseBase:
    """A picture of the news that a project shows to this reader."""
    row = shown_picture_or_404(request.user, code, document)
    return given_back(row, small="small" in request.GET, cache="private, max-age=3600")


@access("public")
@require_safe
def shown_paper(request: HttpRequest, code: str, document: str) -> HttpResponseBase:
    """A file that a project shows to this reader."""
    row = shown_paper_or_404(request.user, code, document)
    # Asked again every time: what is no longer shown shall not open out of a browser's store.
    return given_back(row, small="small" in request.GET, cache="private, no-cache")


def given_back(row: Document, *, small: bool, cache: str) -> FileResponse:
    """The file as it is kept. Only pictures are shown in place, everything else is saved.

    Whatever the bytes are, the browser takes them for nothing but the stated type, and runs
    nothing in them.
    """
    is_picture = row.media_type in PICTURES
    small = small and is_picture
    path = small_path_of(row) if small else path_of(row)
    try:
        file = default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=not is_picture,
        filename=row.name,
        content_type=JPEG.media_type if small else row.media_type,
    )
    response.headers["Cache-Control"] = cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
