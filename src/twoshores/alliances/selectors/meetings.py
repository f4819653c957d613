"""Meetings, steps and contacts of a project that the reader was let into."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from twoshores.engines.earlysigns import SILENT_WEEKS
from twoshores.projects.models import Project, ProjectPartner

from ..models import Contact, Meeting, MeetingPresence, NextStep

MOST_HELD = 8  # meetings in the table of who came
MOST_CONTACTS = 20


@dataclass(frozen=True, slots=True)
class Touch:
    """When a partner was last in touch, and for how many whole weeks it has been silent.

    weeks is None where nothing was ever noted: that is not known, not silence.
    """

    partner: ProjectPartner
    last: date | None
    weeks: int | None

    @property
    def is_silent(self) -> bool:
        return self.weeks is not None and self.weeks >= SILENT_WEEKS


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who came to the last meetings held: per partner True, False or None (not noted)."""

    meetings: list[Meeting]
    rows: list[tuple[ProjectPartner, list[bool | None]]]


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: who came, by partner; of whom nothing was noted is left out."""

    on: date
    came: dict[int, bool]


@dataclass(frozen=True, slots=True)
class ReportStanding:
    partner_id: int
    state: str
    due_on: date | None
    handed_in: date | None  # the last time
    returned: date | None  # the last time


@dataclass(frozen=True, slots=True)
class Record:
    """What partners did together, as it was noted."""

    meetings: list[Held]
    reports: list[ReportStanding]


def partners_of(project: Project) -> list[ProjectPartner]:
    """Partners that have not left, in their order. No query if the project brought them."""
    return [row for row in project.partners.all() if row.left_on is None]


def meetings_planned(project: Project, now: datetime) -> list[Meeting]:
    """Meetings that were not held or called off, the next first; those past want a record."""
    rows = project.meetings.filter(state=Meeting.State.PLANNED)
    return sorted(rows, key=lambda row: (row.starts_at < now, row.starts_at))


def attendance_of(project: Project) -> Attendance:
    """The table of the last meetings held, the oldest first. Two queries."""
    held = list(project.meetings.filter(state=Meeting.State.HELD)[:MOST_HELD])[::-1]
    came: dict[tuple[int, object], bool] = {
        (row.partner_id, row.meeting_id): row.came
        for row in MeetingPresence.objects.filter(meeting__in=held)
    }
    rows = [
        (partner, [came.get((partner.pk, meeting.pk)) for meeting in held])
        for partner in partners_of(project)
    ]
    return Attendance(held, rows)


def steps_open(project: Project) -> list[NextStep]:
    """Next steps not done, those due first. One query."""
    rows = project.next_steps.filter(done_on=None).select_related("partner", "meeting")
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.pk))


def contacts_of(project: Project) -> list[Contact]:
    """The latest contacts noted outside meetings. One query."""
    return list(project.contacts.select_related("partner")[:MOST_CONTACTS])


def touches_of(project: Project, today: date) -> list[Touch]:
    """When each partner was last in touch. Three queries."""
    contacts = Contact.objects.filter(project=project).values_list("partner", "on")
    return touches(project, record_of(project), contacts, today)


def touches(
    project: Project, record: Record, contacts: Iterable[tuple[int, date]], today: date
) -> list[Touch]:
    """When each partner was last in touch: meetings it came to, contacts, reports handed in.

    The partner that keeps the project writes here itself and is left out. No query.
    """
    days: dict[int, list[date]] = defaultdict(list)
    for held in record.meetings:
        for partner_id, came in held.came.items():
            if came:
                days[partner_id].append(held.on)
    for partner_id, day in contacts:
        days[partner_id].append(day)
    for report in record.reports:
        if report.handed_in is not None:
            days[report.partner_id].append(report.handed_in)
    return [
        _touch(partner, days.get(partner.pk, []), today)
        for partner in partners_of(project)
        if partner.organisation_id != project.owner_id
    ]


def record_of(project: Project) -> Record:
    """Meetings held with who came, and what became of partners' reports. Two queries."""
    held: dict[object, Held] = {}
    rows = Meeting.objects.filter(project=project, state=Meeting.State.HELD)
    for pk, moment, partner_id, came in rows.values_list(
        "pk", "starts_at", "presences__partner", "presences__came"
    ):
        one = held.setdefault(pk, Held(timezone.localdate(moment), {}))
        if partner_id is not None:
            one.came[partner_id] = bool(came)
    reports = project.reports.filter(partner__isnull=False).annotate(
        returned_at=Max("moves__at", filter=Q(moves__move="return"))
    )
    return Record(list(held.values()), [_report(row) for row in reports])


def _report(row: Any) -> ReportStanding:
    return ReportStanding(
        row.partner_id,
        row.state,
        row.due_on,
        timezone.localdate(row.figures_at) if row.figures_at else None,
        timezone.localdate(row.returned_at) if row.returned_at else None,
    )


def _touch(partner: ProjectPartner, days: list[date], today: date) -> Touch:
    past = [day for day in days if day <= today]
    if not past:
        return Touch(partner, None, None)
    last = max(past)
    return Touch(partner, last, (today - last).days // 7)
