"""Writes of the reporting periods: made in one go, changed one by one, locked."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from ..models import STANDING, Period, Project
from ..permissions.projects import can_edit_project, can_keep_project
from ..report_states import WRITABLE
from .rows import row_create, row_remove, row_update

MOST_PERIODS = 60


@transaction.atomic
def periods_make(
    *, by: User, project: Project, spans: Iterable[tuple[str, date, date]]
) -> list[Period]:
    """Put reporting periods in the place of those that nothing hangs on: (name, first, last day).

    Raises ValidationError if one ends before it starts, two overlap, or one is in use.
    """
    require(can_edit_project(by, project))
    wanted = sorted(spans, key=lambda span: span[1])
    if not 1 <= len(wanted) <= MOST_PERIODS:
        raise ValidationError(_("From one to sixty periods."))
    for (name, first, last), following in zip(wanted, [*wanted[1:], None], strict=True):
        if last < first:
            raise ValidationError(_("%(name)s ends before it starts.") % {"name": name})
        if following is not None and following[1] <= last:
            raise ValidationError(_overlap(name, following[0]))
    _lock(project)
    for period in project.periods.all():
        if _in_use(period):
            raise ValidationError(
                _(
                    "Something is planned or measured in “%(name)s” already. "
                    "Change that period by itself."
                )
                % {"name": period.name}
            )
    project.periods.all().delete()
    made = Period.objects.bulk_create(
        Period(project=project, position=position, name=name[:80], starts=first, ends=last)
        for position, (name, first, last) in enumerate(wanted, start=1)
    )
    audit.record("period.create", project, by=by, about=project, fields=["periods"])
    return made


@transaction.atomic
def period_add(*, by: User, project: Project, facts: Mapping[str, Any]) -> Period:
    """Add one period among those there are. Raises ValidationError by field."""
    require(can_edit_project(by, project))
    _lock(project)
    if project.periods.count() >= MOST_PERIODS:
        raise ValidationError(_("From one to sixty periods."))
    _check_place(project, facts["starts"], facts["ends"])
    last = project.periods.order_by("-position").first()
    position = 1 if last is None else last.position + 1
    row = row_create(by=by, project=project, model=Period, facts={**facts, "position": position})
    _put_in_order(project)
    return row


@transaction.atomic
def period_update(
    *, by: User, project: Project, row: Period, opened_version: int, facts: Mapping[str, Any]
) -> Period:
    """Change the name and the days of one period, whatever hangs on it stays in it.

    Raises StaleVersion, or ValidationError by field: a locked period and one of which a report
    was handed in keep their days, and no expense or measurement falls out of its period.
    """
    require(can_edit_project(by, project))
    _lock(project)
    now = Period.objects.get(pk=row.pk)
    days = (facts["starts"], facts["ends"])
    if days != (now.starts, now.ends):
        _check_days_may_change(now)
        _check_place(project, *days, but=now)
        _check_holds(now, *days)
    changed = row_update(
        by=by, project=project, row=row, opened_version=opened_version, facts=facts
    )
    _put_in_order(project)
    return changed


@transaction.atomic
def period_remove(*, by: User, project: Project, row: Period) -> None:
    """Take out a period that nothing hangs on. Raises ValidationError if something does."""
    require(can_edit_project(by, project))
    _lock(project)
    if _in_use(row):
        raise ValidationError(_("Something is planned, measured or spent in it: it stays."))
    row_remove(by=by, project=project, row=row)
    _put_in_order(project)


@transaction.atomic
def period_lock(*, by: User, period: Period, lock: bool) -> Period:
    """Close a period, so that nothing in it changes but by correction; or open it again."""
    project = period.project
    require(can_keep_project(by, project))
    period.locked_at = timezone.now() if lock else None
    period.locked_by = by if lock else None
    period.save(update_fields=["locked_at", "locked_by"])
    audit.record("period.update", period, by=by, about=project, fields=["locked_at"])
    return period


def _lock(project: Project) -> None:
    """Two who change periods at once go one after the other: no check of a row sees both."""
    Project.objects.select_for_update().get(pk=project.pk)


def _overlap(name: str, other: str) -> str:
    return _("%(name)s and %(other)s overlap.") % {"name": name, "other": other}


def _check_place(project: Project, starts: date, ends: date, *, but: Period | None = None) -> None:
    others = project.periods.filter(starts__lte=ends, ends__gte=starts)
    if but is not None:
        others = others.exclude(pk=but.pk)
    other = others.order_by("starts").first()
    if other is not None:
        raise ValidationError({"starts": _overlap(_("The period"), other.name)})


def _check_days_may_change(period: Period) -> None:
    if period.locked_at is not None:
        raise ValidationError({"starts": _("This period is locked. Open it again first.")})
    if period.reports.exclude(state__in=WRITABLE).exists():
        raise ValidationError(
            {"starts": _("A report of this period was handed in. Its days stay.")}
        )


def _check_holds(period: Period, starts: date, ends: date) -> None:
    """Nothing that was noted for a day of the period may fall out of it."""
    expenses, measured = period.expenses.filter(STANDING), period.measurements.filter(STANDING)
    if expenses.filter(on__lt=starts).exists() or measured.filter(on__lt=starts).exists():
        raise ValidationError({"starts": _("Something was noted in it for an earlier day.")})
    # A measurement may be of a later day than the period that it is for.
    if expenses.filter(on__gt=ends).exists():
        raise ValidationError({"ends": _("Something was noted in it for a later day.")})


def _put_in_order(project: Project) -> None:
    """Positions follow the days. Moved out of the way first: a position belongs to one period."""
    rows = list(project.periods.order_by("starts", "pk"))
    if [row.position for row in rows] == list(range(1, len(rows) + 1)):
        return
    project.periods.update(position=F("position") + 2 * MOST_PERIODS + len(rows))
    for position, row in enumerate(rows, start=1):
        row.position = position
    Period.objects.bulk_update(rows, ["position"])


def _in_use(period: Period) -> bool:
    return (
        period.targets.exists()
        or period.measurements.exists()
        or period.budget_amounts.exists()
        or period.expenses.exists()
        or period.reached_people.exists()
        or period.reached_counts.exists()
        or period.reports.exists()
    )
