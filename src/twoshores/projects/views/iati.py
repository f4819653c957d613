"""Pages of IATI files: sending one in, what came of it, what an export would leave out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twoshores.accounts.models import User
from twoshores.actors.selectors.organisations import organisations_written_for
from twoshores.common.decisions import access

from ..forms.files import IatiForm, SharesForm
from ..iati import words
from ..iati.lacking import recipients
from ..iati.report import ImportReport
from ..selectors.projects import projects_worked_on_by, worked_iati_project_or_404
from ..services import iati as services
from ..services.iati_uploads import Upload, UploadGone, upload_begin, upload_of
from .row_pages import RowPage, answer
from .workspace import desk_of, desk_or_404

MOST_SHOWN = 20
REFRESH_SECONDS = 3


@access("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def iati_import(request: HttpRequest) -> HttpResponseBase:
    """Send an IATI file; its activities become projects of one of the reader's organisations."""
    assert isinstance(request.user, User)
    organisations = {str(row.pk): row for row in organisations_written_for(request.user)}
    if not organisations:
        return render(request, "projects/no_organisation.html")
    names = {pk: row.name for pk, row in organisations.items()}
    form = IatiForm(request.POST or None, request.FILES or None, organisations=names)
    if request.method == "POST" and form.is_valid():
        organisation = organisations[form.cleaned_data["organisation"]]
        data = form.cleaned_data["file"]
        key = upload_begin(by=request.user, organisation=organisation, data=data)
        return redirect("iati_report", key)
    status = 422 if form.errors else 200
    return render(request, "projects/iati_import.html", {"form": form}, status=status)


@access("object")
@require_safe
def iati_report(request: HttpRequest, key: str) -> HttpResponseBase:
    """How far an import is; once it is done, what became a project and what had no place."""
    assert isinstance(request.user, User)
    try:
        upload = upload_of(by=request.user, key=key)
    except UploadGone as error:
        raise Http404 from error
    context = {"upload": upload, "percent": int(upload.share * 100)}
    if upload.report is not None:
        context |= _report(upload.report, request.user)
    response = render(request, "projects/iati_report.html", context)
    if _is_under_way(upload):
        response.headers["Refresh"] = str(REFRESH_SECONDS)  # works without scripts
    return response


def _is_under_way(upload: Upload) -> bool:
    return upload.state in {"waiting", "running"}


def _report(report: ImportReport, user: User) -> dict[str, Any]:
    shown = projects_worked_on_by(user).filter(pk__in=report.projects[:MOST_SHOWN])
    return {
        "report": report,
        "counts": _counts(report),
        "projects": shown.order_by("-changed_at"),
        "more": max(len(report.projects) - MOST_SHOWN, 0),
        "left": report.left.most_common(),
        "problems": [
            {"line": p.line, "identifier": p.identifier, "text": words.problem_words(p)}
            for p in report.problems
        ],
        "notes": [{"line": n.line, "text": words.note_words(n)} for n in report.notes],
        "notes_more": report.notes_count - len(report.notes),
        "problems_more": report.problems_count - len(report.problems),
    }


def _counts(report: ImportReport) -> list[tuple[str, int]]:
    names = {
        "activities": _("Activities"),
        "budgets": _("Budgets"),
        "transactions": _("Transactions"),
        "results": _("Results"),
        "indicators": _("Indicators"),
        "periods": _("Periods of indicators"),
    }
    return [(name, report.counts[key]) for key, name in names.items()]


@access("object")
@require_safe
def iati_check(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What the project's IATI file leaves out, and what IATI's own rules say of it."""
    project = worked_iati_project_or_404(request.user, pk)
    try:
        checked = services.project_checked(project)
    except services.NotWhole:
        return redirect("workbench_files", pk)
    desk = desk_of(request, project)
    return render(request, "projects/iati_check.html", desk.head("files") | {"checked": checked})


@access("object")
def iati_shares(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Which part of the money goes to each country."""
    desk = desk_or_404(request, pk, to_write=True)
    project = desk.project

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.shares_set(by=desk.user, project=project, shares=cleaned)

    page = RowPage(
        title=_("Which percentage of the money goes to each country"),
        tab="files",
        make_form=lambda data: SharesForm(data, countries=recipients(project)),
        save=save,
        back=reverse("workbench_files", args=[project.pk]),
        lead=_("IATI asks for it where a project has several countries."),
    )
    return answer(request, desk, page)
