"""Calls of a programme: the list, a new one, its facts, publishing and moving it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.alliances.zones import zone_choices
from twoshores.common.decisions import access
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..deadlines import passed_of
from ..forms.calls import CALL_FACTS, CallForm, initial_of_call
from ..models import Call, Programme
from ..selectors.call_texts import word_calls
from ..selectors.calls import calls_of
from ..services import calls as services
from ..services.deciding import appraisal_begin
from . import call_page
from .call_desk import STATE_TAGS, CallDesk, call_desk
from .desk import desk_or_404


@access("object")
@require_safe
def programme_calls(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All calls of a programme, the latest first."""
    desk = desk_or_404(request, pk)
    calls = list(calls_of(desk.programme))
    word_calls(calls, reader_language())
    rows = [
        {"call": row, "kind": STATE_TAGS[Call.State(row.state)], "waiting": row.waiting}  # type: ignore[attr-defined]
        for row in calls
    ]
    return render(request, "programmes/calls.html", desk.head("calls") | {"rows": rows})


@access("object")
def call_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Begin a call."""
    desk = desk_or_404(request, pk, to_run=True)
    programme = desk.programme
    begin = {
        "language": programme.language,
        "currency": programme.currency,
        "stages": Call.Stages.ONE,
        "time_zone": _zones(programme, "")[0][0],
    }

    def make(data: Any) -> CallForm:
        return _form(data, programme, "", begin)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        services.call_create(by=desk.user, programme=programme, facts=_facts(cleaned))

    page = RowPage(
        title=_("A new call"),
        lead=_("Nobody outside the programme sees it before you publish it."),
        tab="calls",
        make_form=make,
        save=save,
        back=reverse("programme_calls", args=[programme.pk]),
        draft_key=f"call:{programme.pk.hex}"[:40],
    )
    return answer(request, desk, page)


def _facts(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: cleaned[name] for name in CALL_FACTS if name in cleaned}


def _zones(programme: Programme, kept: str) -> list[tuple[str, str]]:
    """Clocks of the countries where people of the programme sit."""
    offices = programme.offices.filter(ended_on__isnull=True).values_list("countries", flat=True)
    countries = {code for codes in offices for code in codes}
    return zone_choices([programme.organisation.country, *sorted(countries)], kept)


def _form(
    data: Any, programme: Programme, kept: str, initial: dict[str, Any], **more: Any
) -> CallForm:
    return CallForm(
        data,
        reader_language=reader_language(),
        initial=initial,
        zones=_zones(programme, kept),
        noted=more.get("noted", False),
        fixed=services.LASTING if more.get("noted") else (),
        passed=more.get("passed", ()),
    )


@access("object")
def call_edit(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The facts of a call."""
    at = call_desk(request, pk, call, to_run=True)
    row = at.call
    if not at.writes:
        return _refused(request, at)

    def make(data: Any) -> CallForm:
        initial = initial_of_call(row)
        passed = passed_of(row, timezone.now())
        return _form(data, at.desk.programme, row.time_zone, initial, noted=at.noted, passed=passed)

    def save(cleaned: dict[str, Any], version: int) -> None:
        services.call_update(
            by=at.desk.user,
            call=row,
            opened_version=version,
            facts=_facts(cleaned),
            note=cleaned.get("note", ""),
        )

    page = RowPage(
        title=_("Facts of the call"),
        tab="programme_call",
        make_form=make,
        save=save,
        back=at.address,
        version=row.version,
        draft_key=f"call:{row.pk.hex}"[:40],
    )
    return answer(request, at, page)


def _refused(request: HttpRequest, at: CallDesk) -> HttpResponseBase:
    messages.error(request, _("This call no longer changes."))
    return redirect(at.address)


@access("object")
@require_safe
def programme_call(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """The call on one page: what is missing, its parts, its versions."""
    at = call_desk(request, pk, call)
    context = at.head("programme_call") | call_page.context(at, timezone.now())
    return render(request, "programmes/call_desk.html", context)


@access("object")
@require_POST
def call_move(request: HttpRequest, pk: str, call: str) -> HttpResponseBase:
    """Publish it, go on to appraise, or call it off."""
    at = call_desk(request, pk, call, to_run=True)
    does = {
        "publish": services.call_publish,
        "appraise": appraisal_begin,
        "cancel": services.call_cancel,
    }.get(request.POST.get("move", ""))
    if does is None:
        raise Http404
    try:
        does(by=at.desk.user, call=at.call)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Done."))
    return redirect(at.address)
