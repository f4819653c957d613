"""Word, Excel, PDF, IATI: the files in which a project leaves and comes back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.accounts.models import User
from twoshores.common.decisions import access
from twoshores.common.formatting import isolated

from ..iati.lacking import Lack, lacks_of
from ..models import Project
from ..selectors.projects import public_iati_project, worked_iati_project_or_404
from ..services import iati as services
from .workspace import desk_or_404

MOST_NAMED = 10
XML = "application/xml; charset=utf-8"


@access("object")
@require_safe
def files(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The page of a project's files. Each kind is a section with its own links."""
    desk = desk_or_404(request, pk)
    context = desk.head("files") | {"lacks": _lacks(desk.project)}
    return render(request, "projects/files.html", context)


def _lacks(project: Project) -> list[dict[str, str]]:
    return [{"what": lack.what, "href": _href(lack, project)} for lack in lacks_of(project)]


def _href(lack: Lack, project: Project) -> str:
    """The page where it is filled; "" while that page does not exist."""
    try:
        pk = project.owner_id if lack.of == "owner" else project.pk
        return reverse(lack.where, args=[pk])
    except NoReverseMatch:
        return ""


@access("object")
@require_safe
def iati_download(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The project as an IATI file; back to the page of files while something lacks."""
    project = worked_iati_project_or_404(request.user, pk)
    try:
        data = services.project_export(project)
    except services.NotWhole:
        return redirect("workbench_files", pk)
    return _attached(HttpResponse(data, content_type=XML), project.code)


@access("signed_in")
@require_safe
def iati_all(request: HttpRequest) -> HttpResponseBase:
    """Every project that the reader works on and that lacks nothing, as one file."""
    assert isinstance(request.user, User)
    ready, lacking = services.exportable(request.user)
    if not ready:
        codes = ", ".join(project.code for project in lacking[:MOST_NAMED])
        text = _("No project can leave yet. Its page of files says what it lacks: %(codes)s")
        messages.info(request, text % {"codes": isolated(codes)})
        return redirect("workbench")
    pieces = services.projects_export(ready, generated=timezone.now())
    return _attached(StreamingHttpResponse(pieces, content_type=XML), "projects")


@access("public")
@require_safe
def iati_public(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a project's public page shows, as IATI; 404 where there is none or something lacks."""
    project = public_iati_project(request.user, code)
    try:
        data = services.project_export_public(project)
    except services.NotWhole as error:
        raise Http404 from error
    return HttpResponse(data, content_type=XML)


def _attached(response: Any, name: str) -> HttpResponseBase:
    safe = name.replace(" ", "_")
    response.headers["Content-Disposition"] = f'attachment; filename="{safe}.iati.xml"'
    found: HttpResponseBase = response
    return found
