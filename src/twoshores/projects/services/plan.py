"""Writes of the work plan: activities, their partners, what they wait for, shifts, progress."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.engines.schedule import Break, Circular, Move, breaks_of, shifted

from ..models import Activity, ActivityPartner, Dependency, ProgressNote, Project, ProjectPartner
from ..permissions.projects import can_edit_project
from ..selectors.plan import plan_of
from .rows import row_create, row_update

MOST_ACTIVITIES = 500


@dataclass(frozen=True, slots=True)
class PartsData:
    """Who does an activity, and behind what it begins.

    lags: days in between for single activities that it waits for, by their id, where these are
    not `lag_days`.
    """

    responsible: ProjectPartner | None = None
    contributing: Sequence[ProjectPartner] = ()
    waits_for: Sequence[Activity] = ()
    lag_days: int = 0
    lags: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a shift moves, and what it breaks that was whole before."""

    moves: list[Move]
    breaks: list[Break]


@transaction.atomic
def activity_create(
    *, by: User, project: Project, facts: Mapping[str, Any], parts: PartsData | None = None
) -> Activity:
    """Add an activity at the end of the plan. Raises ValidationError by field."""
    if project.activities.count() >= MOST_ACTIVITIES:
        raise ValidationError(_("Five hundred activities at most."))
    last = project.activities.aggregate(last=Max("position"))["last"] or 0
    activity = row_create(
        by=by, project=project, model=Activity, facts={**facts, "position": last + 1}
    )
    if parts is not None:
        _write_parts(activity, parts)
    return activity


@transaction.atomic
def activity_update(
    *,
    by: User,
    project: Project,
    row: Activity,
    opened_version: int,
    facts: Mapping[str, Any],
    parts: PartsData | None = None,
) -> Activity:
    """Change an activity, and only it: `activity_shift` moves what waits for it too."""
    activity = row_update(
        by=by, project=project, row=row, opened_version=opened_version, facts=facts
    )
    if parts is not None:
        _write_parts(activity, parts)
    return activity


@transaction.atomic
def activities_parts_set(
    *, by: User, project: Project, parts: Mapping[Activity, PartsData]
) -> None:
    """Replace partners and waiting of several at once: only what comes out of all may not circle.

    Their versions are moved by whoever changes their facts beside this.
    """
    require(can_edit_project(by, project))
    for activity, data in parts.items():
        _replace_parts(activity, data)
        audit.record("activity.update", activity, by=by, about=project, fields=["parts"])
    if parts:
        _refuse_circles(project)


def _write_parts(activity: Activity, parts: PartsData) -> None:
    """Replace partners and waiting. Raises ValidationError where tasks would wait in a circle."""
    _replace_parts(activity, parts)
    _refuse_circles(activity.project)


def _replace_parts(activity: Activity, parts: PartsData) -> None:
    activity.partners.all().delete()
    rows = []
    if parts.responsible is not None:
        rows.append(_part(activity, parts.responsible, ActivityPartner.Part.RESPONSIBLE))
    rows += [
        _part(activity, partner, ActivityPartner.Part.CONTRIBUTES)
        for partner in parts.contributing
        if partner != parts.responsible
    ]
    ActivityPartner.objects.bulk_create(rows)
    activity.waits_for.all().delete()
    Dependency.objects.bulk_create(
        Dependency(
            before=before, after=activity, lag_days=parts.lags.get(before.pk, parts.lag_days)
        )
        for before in parts.waits_for
        if before.pk != activity.pk
    )


def _part(activity: Activity, partner: ProjectPartner, part: str) -> ActivityPartner:
    return ActivityPartner(activity=activity, partner=partner, part=part)


def _refuse_circles(project: Project) -> None:
    work = plan_of(project)
    try:
        work.plan.order()
    except Circular as error:
        names = " → ".join(work.by_id[key].title for key in error.circle)
        raise ValidationError(
            {
                "waits_for": _("These would wait for each other in a circle: %(names)s")
                % {"names": names}
            }
        ) from error


def shift_preview(*, project: Project, activity: Activity, starts: date, ends: date) -> Shift:
    """What would move if an activity got new days, and what that would break. Writes nothing."""
    plan = plan_of(project).plan
    before = set(breaks_of(plan))
    moved, moves = shifted(plan, str(activity.pk), starts, ends)
    return Shift(moves, [found for found in breaks_of(moved) if found not in before])


@transaction.atomic
def activity_shift(
    *, by: User, project: Project, activity: Activity, starts: date, ends: date
) -> Shift:
    """Give an activity new days and move what waits for it as far as it must.

    The plan is read again under a lock, so that two shifts at once do not mix.
    """
    require(can_edit_project(by, project))
    Project.objects.select_for_update().get(pk=project.pk)
    shift = shift_preview(project=project, activity=activity, starts=starts, ends=ends)
    moves = {move.id: (move.new_starts, move.new_ends) for move in shift.moves}
    moves[str(activity.pk)] = (starts, ends)
    for row in project.activities.filter(pk__in=list(moves)):
        first, last = moves[str(row.pk)]
        Activity.objects.filter(pk=row.pk).update(starts=first, ends=last, version=F("version") + 1)
        audit.record("activity.update", row, by=by, about=project, fields=["starts", "ends"])
    return shift


@transaction.atomic
def progress_note(
    *, by: User, activity: Activity, on: date, done_percent: int | None, text: str, language: str
) -> ProgressNote:
    """Note how far an activity is. The state on its record is the one of the latest day noted."""
    project = activity.project
    require(can_edit_project(by, project))
    note = ProgressNote(
        activity=activity, on=on, done_percent=done_percent, text=text, language=language, by=by
    )
    note.full_clean()
    note.save(force_insert=True)
    latest = activity.progress.exclude(done_percent=None).first()
    done = latest.done_percent if latest else None
    Activity.objects.filter(pk=activity.pk).update(
        done_percent=done, done_on=latest.on if latest and done == 100 else None
    )
    audit.record("activity.update", activity, by=by, about=project, fields=["progress"])
    return note
