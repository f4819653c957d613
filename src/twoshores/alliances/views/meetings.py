"""Meetings of partners, next steps, contacts in between."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.links import absolute
from twoshores.projects.selectors.chain import part_or_404
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.parts import part_page
from twoshores.projects.views.row_pages import RowPage, answer
from twoshores.projects.views.workspace import Desk, desk_or_404

from .. import calendar_file
from ..forms.meetings import (
    CONTACT_FACTS,
    MEETING_FACTS,
    RECORD_FACTS,
    STEP_FACTS,
    ContactForm,
    MeetingForm,
    RecordForm,
    StepForm,
    initial_of_meeting,
)
from ..models import Contact, Meeting, NextStep
from ..selectors import meetings as selectors
from ..services import meetings as services
from ..zones import clocks, zone_choices, zones_of
from . import meetings_page

TAB = "meetings"


@access("object")
@require_safe
def meetings(request: HttpRequest, pk: str) -> HttpResponseBase:
    """What is planned, what is to be done, who came, who has been silent."""
    desk = desk_or_404(request, pk)
    project, today = desk.project, timezone.localdate()
    context = desk.head(TAB) | {
        "planned": meetings_page.planned(selectors.meetings_planned(project, timezone.now())),
        "attendance": selectors.attendance_of(project),
        "steps": selectors.steps_open(project),
        "touches": [meetings_page.touch(row) for row in selectors.touches_of(project, today)],
        "contacts": selectors.contacts_of(project),
        "today": today,
    }
    return render(request, "alliances/meetings.html", context)


@access("object")
@require_safe
def meeting(request: HttpRequest, pk: str, meeting: str) -> HttpResponseBase:
    """One meeting: agenda, notes, decisions, who came, what is done next."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.meetings.all(), meeting)
    past = row.starts_at <= timezone.now()
    context = desk.head(TAB) | {
        "meeting": row,
        "clocks": clocks(row.starts_at, zones_of(_countries(desk))),
        "presences": list(row.presences.select_related("partner")),
        "steps": list(row.next_steps.select_related("partner")),
        "records": desk.writes and past and row.state != Meeting.State.CANCELLED,
    }
    return render(request, "alliances/meeting.html", context)


@access("object")
@require_safe
def meeting_calendar(request: HttpRequest, pk: str, meeting: str) -> HttpResponseBase:
    """The meeting for the reader's own calendar."""
    desk = desk_or_404(request, pk)
    row = part_or_404(desk.project.meetings.all(), meeting)
    address = absolute("alliance_meeting", pk, row.pk)
    made = calendar_file.calendar_of(row, address=address)
    name = f'attachment; filename="meeting-{row.pk}.ics"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type=calendar_file.MEDIA_TYPE, headers=headers)


@access("object")
def meeting_edit(request: HttpRequest, pk: str, meeting: str | None = None) -> HttpResponseBase:
    """Plan a meeting, move it, call it off, or take it out."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.meetings.all(), meeting) if meeting is not None else None
    countries = _countries(desk)
    stored = initial_of_meeting(row) if row is not None else {"language": reader_language()}

    def make(data: Any, initial: dict[str, Any]) -> MeetingForm:
        return MeetingForm(
            data,
            initial=stored,
            zones=zone_choices(countries, row.zone if row is not None else ""),
            begun=row is not None,
            reader_language=reader_language(),
        )

    page = part_page(
        desk,
        row=row,
        model=Meeting,
        names=MEETING_FACTS,
        make=make,
        title=_("A meeting of partners"),
        tab=TAB,
        back=_back(desk),
        removable=row is not None and row.state != Meeting.State.HELD,
    )
    return answer(request, desk, page)


@access("object")
def meeting_record(request: HttpRequest, pk: str, meeting: str) -> HttpResponseBase:
    """Write down what came of a meeting."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.meetings.exclude(state=Meeting.State.CANCELLED), meeting)
    before = {name: getattr(row, name) for name in RECORD_FACTS}
    for one in row.presences.all():
        before[f"came_{one.partner_id}"] = "yes" if one.came else "no"
    make = partial(
        RecordForm,
        initial=before,
        partners=selectors.partners_of(desk.project),
        kept=bool(row.decided),
    )

    def save(cleaned: dict[str, Any], version: int) -> None:
        bound = make(request.POST)
        bound.full_clean()
        step = services.Step(cleaned["step"], cleaned["step_partner"], cleaned["step_due"])
        services.meeting_record(
            by=desk.user,
            meeting=row,
            opened_version=version,
            facts={name: cleaned[name] for name in RECORD_FACTS},
            presences=bound.presences(),
            step=step if step.text else None,
            keep_decision=cleaned.get("keep_decision", False),
        )

    page = RowPage(
        title=_("What came of the meeting"),
        tab=TAB,
        make_form=make,
        save=save,
        back=reverse("alliance_meeting", args=[pk, row.pk]),
        version=row.version,
        draft_key=f"meeting_record:{row.pk.hex[:24]}",
    )
    return answer(request, desk, page)


@access("object")
def step(
    request: HttpRequest, pk: str, step: int | None = None, meeting: str | None = None
) -> HttpResponseBase:
    """Add, change or take out a next step; `meeting`: one that was agreed there."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.next_steps.all(), step) if step is not None else None
    held = part_or_404(desk.project.meetings.all(), meeting) if meeting is not None else None
    page = part_page(
        desk,
        row=row,
        model=NextStep,
        names=STEP_FACTS,
        make=partial(StepForm, partners=selectors.partners_of(desk.project)),
        fixed={"meeting": held},
        title=_("What is done next"),
        tab=TAB,
        back=reverse("alliance_meeting", args=[pk, held.pk]) if held else _back(desk),
    )
    return answer(request, desk, page)


@access("object")
def contact_new(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Note that partners were in touch."""
    desk = desk_or_404(request, pk, to_write=True)
    own = desk.project.owner_id
    others = [row for row in selectors.partners_of(desk.project) if row.organisation_id != own]

    def make(data: Any, initial: dict[str, Any]) -> ContactForm:
        return ContactForm(data, initial={"on": timezone.localdate()}, partners=others)

    page = part_page(
        desk,
        row=None,
        model=Contact,  # type: ignore[arg-type]  # it is added and never changed: no version
        names=CONTACT_FACTS,
        make=make,
        fixed={"by": desk.user},
        title=_("We were in touch"),
        tab=TAB,
        back=_back(desk),
    )
    return answer(request, desk, page)


def _countries(desk: Desk) -> list[str]:
    """Of the partners, then of the project: whose clocks matter."""
    partners = [row.country for row in selectors.partners_of(desk.project) if row.country]
    return [*partners, *(row.country for row in desk.project.countries.all())]


def _back(desk: Desk) -> str:
    return reverse("alliance_meetings", args=[desk.project.pk])
