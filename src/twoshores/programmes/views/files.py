"""Files in which a programme's grants leave: what they hold, what stays out of them and why."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.engines.threesixty import clean
from twoshores.projects.forms.fields import initial_of_rows
from twoshores.projects.models import Project
from twoshores.projects.views.row_pages import RowPage, answer

from ..exchange.activities import activities_of
from ..exchange.gaps import Gap, NotReady
from ..exchange.giving import giving_of
from ..exchange.parent import parent_of
from ..forms.files import FilesForm
from ..models import GrantContract
from ..selectors.awarded import Awarded, Signed, Why, awarded_in
from ..selectors.notices import own_ids
from ..services import exports
from ..services.programmes import programme_update
from .call_desk import call_desk
from .desk import ProgrammeDesk, desk_or_404

FACTS = ("giving_prefix", "data_licence")
MOST_NAMED = 20
XML = "application/xml; charset=utf-8"


@access("object")
@require_safe
def programme_files(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What leaves, what stays out and why, and the files themselves."""
    desk = desk_or_404(request, pk)
    programme = desk.programme
    awarded = awarded_in(programme)
    giving = giving_of(programme, awarded)
    context = desk.head("files") | {
        "told": len(awarded.signed),
        "left_out": _left_out(awarded),
        "giving": {
            "many": len(giving.awards),
            "ready": bool(giving.awards and not _owners(giving.gaps)),
            "gaps": _gaps(giving.gaps, desk),
            "unregistered": _unregistered(giving.unregistered, desk),
        },
        "iati": _iati(desk, awarded),
        "licence": programme.get_data_licence_display(),
    }
    return render(request, "programmes/files.html", context)


def _iati(desk: ProgrammeDesk, awarded: Awarded) -> dict[str, Any]:
    """What leaves as IATI, tried out without results, which keep nothing back."""
    programme, today = desk.programme, timezone.localdate()
    told = activities_of(programme, awarded, today)
    parent_of(programme, told, today)
    notes = list(dict.fromkeys(told.notes))
    return {
        "many": len(told.activities),
        "ready": bool(told.activities),
        "gaps": _gaps(told.gaps, desk),
        "notes": notes[:MOST_NAMED],
        "notes_more": max(len(notes) - MOST_NAMED, 0),
    }


def _owners(gaps: list[Gap]) -> list[Gap]:
    """Gaps of the publisher: with one of these no grant leaves."""
    return [gap for gap in gaps if gap.where in ("programme_files_settings", "organisation_edit")]


def _gaps(gaps: list[Gap], desk: ProgrammeDesk) -> dict[str, Any]:
    rows = [{"what": gap.what, "href": _href(gap) if desk.runs else ""} for gap in gaps]
    return {"rows": rows[:MOST_NAMED], "more": max(len(rows) - MOST_NAMED, 0)}


def _href(gap: Gap) -> str:
    try:
        return reverse(gap.where, args=gap.args) if gap.where else ""
    except NoReverseMatch:
        return ""


def _unregistered(rows: list[Signed], desk: ProgrammeDesk) -> list[dict[str, Any]]:
    """Partners without a public identifier, each with the page where it is written; of one whose
    organisation is not here the page of the partner, for those who keep its project. At most one
    query."""
    own = own_ids(desk.user) if any(row.partner.organisation is None for row in rows) else set()
    return [
        {
            "name": known.name if known else row.partner.name,
            "project": None if known else row.project,
            "href": _where_written(row, own),
        }
        for row in rows
        for known in [row.partner.organisation]
    ]


def _where_written(row: Signed, own: set[UUID]) -> str:
    """own: organisations that the reader writes for."""
    if row.partner.organisation_id is not None:
        return reverse("organisation", args=[row.partner.organisation_id])
    if row.project.owner_id in own and row.project.stage != Project.Stage.CLOSED:
        return reverse("partner_edit", args=[row.project.pk, row.partner.pk])
    return reverse("contract", args=[row.call.programme_id, row.contract.pk])


def _left_out(awarded: Awarded) -> list[dict[str, Any]]:
    """Contracts that are not told, by the reason."""
    words = {
        Why.UNDECIDED: _("The call is still being decided, or its decision was taken up again."),
        Why.UNSIGNED: _("The contract is not signed by both sides."),
        Why.UNNAMED: _("The partner's organisation is not for everybody to know."),
    }
    by_reason: dict[Why, list[GrantContract]] = {}
    for contract, why in awarded.left_out:
        by_reason.setdefault(why, []).append(contract)
    return [
        {
            "why": words[why],
            "many": len(rows),
            "contracts": rows[:MOST_NAMED],
        }
        for why, rows in by_reason.items()
    ]


@access("object")
@require_safe
def programme_giving(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The grants as a package of 360Giving; back to the page of files while something lacks."""
    desk = desk_or_404(request, pk)
    try:
        data = exports.giving_export(by=desk.user, programme=desk.programme)
    except NotReady:
        return redirect("programme_files", desk.programme.pk)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return attached(response, "360giving.json")


@access("object")
@require_safe
def call_giving(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The grants of one call as a package of 360Giving; to the page of files while something
    lacks."""
    at = call_desk(request, pk, call)
    try:
        data = exports.call_giving_export(by=at.desk.user, call=at.call)
    except NotReady:
        messages.error(request, _("No grant of this call can leave yet. What lacks stands here."))
        return redirect("programme_files", at.desk.programme.pk)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return attached(response, f"360giving-{clean(at.call.code)}.json")


@access("object")
@require_safe
def programme_iati(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The programme and its grants as IATI; back to the page of files while something lacks."""
    desk = desk_or_404(request, pk)
    try:
        data = exports.iati_export(by=desk.user, programme=desk.programme)
    except NotReady:
        return redirect("programme_files", desk.programme.pk)
    return attached(HttpResponse(data, content_type=XML), "programme.iati.xml")


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@access("object")
def programme_files_settings(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Prefix and licence, for those who run the programme."""
    desk = desk_or_404(request, pk, to_run=True)
    programme = desk.programme

    def save(cleaned: dict[str, Any], version: int) -> None:
        programme_update(by=desk.user, programme=programme, opened_version=version, facts=cleaned)

    page = RowPage(
        title=_("What the files say of the publisher"),
        tab="files",
        make_form=lambda data: FilesForm(data, initial=initial_of_rows(programme, FACTS)),
        save=save,
        back=reverse("programme_files", args=[programme.pk]),
        version=programme.version,
        draft_key=f"files:{programme.pk.hex}"[:40],
    )
    return answer(request, desk, page)
