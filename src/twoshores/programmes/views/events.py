"""Events and papers: written by those who run a programme, read by its grantees too."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.accounts.models import User
from twoshores.alliances import calendar_file
from twoshores.alliances.zones import clocks, zone_choices
from twoshores.common.decisions import access
from twoshores.common.links import absolute
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.row_pages import RowPage, answer

from ..forms.events import EventForm, PaperForm, initial_of_event
from ..models import ProgrammeEvent
from ..selectors.events import event_or_404, paper_or_404, path_of
from ..services.papers import paper_add, paper_remove
from ..services.rows import part_create, part_remove, part_update
from .desk import ProgrammeDesk, desk_or_404

PAGE_LENGTH = 30


def event_rows(events: Any) -> list[dict[str, Any]]:
    """Events with what the clocks of their place show."""
    return [
        {
            "event": row,
            "starts": clocks(row.starts_at, [row.time_zone])[0],
            "ends": clocks(row.ends_at, [row.time_zone])[0],
        }
        for row in events
    ]


@access("object")
@require_safe
def programme_events(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Meetings of grantees."""
    desk = desk_or_404(request, pk)
    page = Paginator(desk.programme.events.all(), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("events") | {"page": page, "rows": event_rows(page.object_list)}
    return render(request, "programmes/events.html", context)


@access("object")
def event_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Plan an event."""
    desk = desk_or_404(request, pk, to_run=True)
    return answer(request, desk, _event_page(request, desk, None))


@access("object")
def event_edit(request: HttpRequest, pk: str, event: str) -> HttpResponseBase:
    """Move an event, change it, take it out."""
    desk = desk_or_404(request, pk, to_run=True)
    row = get_object_or_404(desk.programme.events, pk=event)
    return answer(request, desk, _event_page(request, desk, row))


def _event_page(request: HttpRequest, desk: ProgrammeDesk, row: ProgrammeEvent | None) -> RowPage:
    country = desk.programme.organisation.country
    zones = zone_choices([country] if country else [], row.time_zone if row else "")
    # As for a call: the programme's own clock, said on purpose.
    fresh = {"language": reader_language(), "time_zone": zones[0][0]}

    def make(data: Any) -> EventForm:
        return EventForm(
            data,
            initial=initial_of_event(row) or fresh,
            zones=zones,
            reader_language=reader_language(),
        )

    def save(_cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.is_valid()
        if row is None:
            part_create(
                by=desk.user,
                programme=desk.programme,
                model=ProgrammeEvent,
                facts=bound.facts() | {"programme": desk.programme},
            )
        else:
            part_update(
                by=desk.user,
                programme=desk.programme,
                row=row,
                opened_version=version,
                facts=bound.facts(),
            )

    def remove() -> None:
        assert row is not None
        part_remove(by=desk.user, programme=desk.programme, row=row)

    return RowPage(
        title=_("An event"),
        tab="events",
        make_form=make,
        save=save,
        back=reverse("programme_events", args=[desk.programme.pk]),
        version=row.version if row else 0,
        remove=remove if row else None,
        draft_key=f"event:{(row or desk.programme).pk.hex}"[:40],
    )


@access("object")
@require_safe
def programme_event_ics(request: HttpRequest, event: str) -> HttpResponse:
    """An event as a calendar file."""
    assert isinstance(request.user, User)
    row = event_or_404(request.user, event)
    made = calendar_file.one_event(
        key=f"{row.pk}@twoshores",
        sequence=row.version,
        starts=row.starts_at,
        ends=row.ends_at,
        title=row.title,
        where=row.where,
        text=row.about,
        address=absolute("programme_event_ics", row.pk),
    )
    headers = {
        "Content-Disposition": f'attachment; filename="event-{row.pk}.ics"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(made, content_type=calendar_file.MEDIA_TYPE, headers=headers)


@access("object")
@require_safe
def programme_papers(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What grantees are given to work with."""
    desk = desk_or_404(request, pk)
    context = desk.head("papers") | {"papers": desk.programme.papers.all()}
    return render(request, "programmes/papers.html", context)


@access("object")
def paper_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Add a paper."""
    desk = desk_or_404(request, pk, to_run=True)

    def make(data: Any) -> PaperForm:
        return PaperForm(
            data,
            request.FILES if data is not None else None,
            initial={"language": reader_language()},
            reader_language=reader_language(),
        )

    def save(cleaned: dict[str, Any], _version: int) -> None:
        file = request.FILES["file"]
        if isinstance(file, list):
            raise ValidationError({"file": _("Send one file.")})
        paper_add(
            by=desk.user,
            programme=desk.programme,
            title=cleaned["title"],
            language=cleaned["language"],
            name=file.name or "",
            data=cleaned["file"],
        )

    page = RowPage(
        title=_("A paper for grantees"),
        tab="papers",
        make_form=make,
        save=save,
        back=reverse("programme_papers", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def programme_paper_remove(request: HttpRequest, pk: str, paper: str) -> HttpResponseBase:
    """Take a paper out."""
    desk = desk_or_404(request, pk, to_run=True)
    paper_remove(by=desk.user, paper=get_object_or_404(desk.programme.papers, pk=paper))
    return redirect("programme_papers", pk)


@access("object")
@require_safe
def programme_paper(request: HttpRequest, paper: str) -> HttpResponseBase:
    """The file itself, always as something to save."""
    assert isinstance(request.user, User)
    row = paper_or_404(request.user, paper)
    try:
        stored = default_storage.open(path_of(row))
    except FileNotFoundError as error:
        raise Http404 from error
    answered = FileResponse(
        stored,
        as_attachment=True,
        filename=row.file_name,
        content_type="application/octet-stream",
    )
    answered.headers["X-Content-Type-Options"] = "nosniff"
    return answered
