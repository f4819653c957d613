"""A version of an agreement: read, as Word, as PDF to sign, as the file that was sent in."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.file_kinds import DOCX, PDF
from twoshores.common.formatting import format_number, labelled
from twoshores.projects.views.workspace import Desk, desk_or_404

from ..models import AgreementVersion
from ..papers import Paper, files
from ..selectors import agreements as selectors
from .agreements import TAB
from .agreements_page import body


@access("object")
@require_safe
def version(request: HttpRequest, pk: str, agreement: str, number: int) -> HttpResponseBase:
    """One version as it stood."""
    desk = desk_or_404(request, pk)
    row = _version(desk, agreement, number)
    context = desk.head(TAB) | {
        "agreement": row.agreement,
        "version": row,
        "body": body(row.body),
        "signatures": list(row.signatures.select_related("party__partner", "party__stakeholder")),
    }
    return render(request, "alliances/agreement_version.html", context)


@access("object")
@require_safe
def version_docx(request: HttpRequest, pk: str, agreement: str, number: int) -> HttpResponseBase:
    desk = desk_or_404(request, pk)
    row = _version(desk, agreement, number)
    made = files.docx_of(_paper(row), signers=_signers(row), footnote=_footnote(row))
    return _given(made, row, DOCX.media_type, DOCX.ending)


@access("object")
@require_safe
def version_pdf(request: HttpRequest, pk: str, agreement: str, number: int) -> HttpResponseBase:
    desk = desk_or_404(request, pk)
    row = _version(desk, agreement, number)
    made = files.pdf_of(_paper(row), signers=_signers(row), footnote=_footnote(row))
    return _given(made, row, PDF.media_type, PDF.ending)


@access("object")
@require_safe
def version_file(request: HttpRequest, pk: str, agreement: str, number: int) -> HttpResponseBase:
    """The bytes that were sent in. The browser saves them and runs nothing in them."""
    desk = desk_or_404(request, pk)
    row = _version(desk, agreement, number)
    if not row.file_name:
        raise Http404
    try:
        file = default_storage.open(selectors.path_of(row))
    except FileNotFoundError as error:
        raise Http404 from error
    kind = PDF if row.file_name.endswith(PDF.ending) else DOCX
    response = FileResponse(
        file, as_attachment=True, filename=row.file_name, content_type=kind.media_type
    )
    return sealed(response)


def _version(desk: Desk, agreement: str, number: int) -> AgreementVersion:
    row = selectors.agreement_or_404(desk.project, agreement)
    return selectors.version_or_404(row, number)


def _paper(row: AgreementVersion) -> Paper:
    if row.file_name:
        raise Http404  # the file itself is the paper: made anew, it would be another one
    return Paper(row.agreement.title, row.agreement.language, row.body)


def _signers(row: AgreementVersion) -> list[str]:
    parties = row.agreement.parties.select_related("partner", "stakeholder")
    return [selectors.name_of(party) for party in parties]


def _footnote(row: AgreementVersion) -> str:
    """In the language of the paper: which version it is, and the digest that is signed."""
    with translation.override(row.agreement.language):
        number = _("Version %(number)s") % {"number": format_number(row.number)}
        return labelled(f"{number} · SHA-256", row.sha256)


def _given(made: bytes, row: AgreementVersion, media_type: str, ending: str) -> HttpResponse:
    name = f"agreement-{str(row.agreement_id)[:8]}-{row.number}{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return sealed(HttpResponse(made, content_type=media_type, headers=headers))


def sealed[R: HttpResponseBase](response: R) -> R:
    """Kept by no cache; the browser runs nothing in it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
