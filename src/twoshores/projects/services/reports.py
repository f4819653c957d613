"""Writes of reports: opened for a period, written, handed in, sent back, accepted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.formatting import isolated, join_words

from ..models import Period, Report, ReportMove
from ..permissions.reports import can_decide_on_reports, can_write_report
from ..report_states import MACHINE, WRITABLE
from ..selectors.reports import figures_of
from .rows import check_facts


@transaction.atomic
def reports_open(*, by: User, period: Period, due_on: date | None) -> list[Report]:
    """A draft for each partner and one for all together, where there is none yet.

    Open reports that nobody handed in get the new due date. Returns those that were made.
    """
    project = period.project
    require(can_decide_on_reports(by, project))
    if due_on is not None and due_on < period.starts:
        raise ValidationError({"due_on": _("This day lies before the period begins.")})
    there = {row.partner_id: row for row in project.reports.filter(period=period)}
    partners = [row for row in project.partners.all() if row.left_on is None]
    made = []
    for partner in [*partners, None]:
        if (partner.pk if partner else None) in there:
            continue
        report = Report(
            project=project,
            period=period,
            partner=partner,
            due_on=due_on,
            language=project.language,
        )
        report.full_clean()
        report.save(force_insert=True)
        audit.record("report.create", report, by=by, about=project)
        made.append(report)
    for report in there.values():
        if report.state in WRITABLE and report.due_on != due_on:
            report.due_on = due_on
            report.save(update_fields=["due_on"])
            audit.record("report.update", report, by=by, about=project, fields=["due_on"])
    return made


@transaction.atomic
def report_write(
    *, by: User, report: Report, opened_version: int, facts: Mapping[str, Any]
) -> Report:
    """Change the words of a report that is not handed in. Raises StaleVersion, ValidationError."""
    require(can_write_report(by, report))
    if report.state not in WRITABLE:
        raise ValidationError(_("This report is handed in. To change it, have it sent back."))
    check_facts(report, facts)
    changed = save_version(report, facts, opened_version=opened_version)
    audit.record("report.update", report, by=by, about=report.project, fields=changed)
    return report


@transaction.atomic
def report_move(*, by: User, report: Report, move: str, remark: str, language: str) -> Report:
    """submit, return, accept. Raises WrongState, or ValidationError where something is missing.

    Handing in keeps the figures as they are; a remark is needed to send a report back.
    """
    if move not in MACHINE.moves:
        raise ValidationError(_("This cannot be done with a report."))
    locked = (
        Report.objects.select_for_update(of=("self",))
        .select_related("project", "period", "partner")
        .get(pk=report.pk)
    )
    if move == "submit":
        require(can_write_report(by, locked))
    else:
        require(can_decide_on_reports(by, locked.project))
    after = MACHINE.after(move, locked.state)
    if move == "submit":
        _check_whole(locked)
        locked.figures = figures_of(locked.project, locked.period, locked.partner)
        locked.figures_at = timezone.now()
    if move == "return" and not remark.strip():
        raise ValidationError({"remark": _("Say what should be changed.")})
    locked.state = after
    locked.version += 1
    locked.save(update_fields=["state", "figures", "figures_at", "version"])
    ReportMove.objects.create(
        report=locked, move=move, remark=remark.strip(), language=language, by=by
    )
    audit.record(f"report.{move}", locked, by=by, about=locked.project)
    return locked


@transaction.atomic
def report_return_for_funder(*, by: User, report: Report, remark: str, language: str) -> Report:
    """A funder sends a report back that was handed in: its partners write it again.

    The funder's app has asked its own permission. Raises WrongState if it is open already, or
    ValidationError without a remark.
    """
    if not remark.strip():
        raise ValidationError({"remark": _("Say what should be changed.")})
    locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    locked.state = MACHINE.after("return", locked.state)
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    ReportMove.objects.create(
        report=locked, move="return", remark=remark.strip(), language=language, by=by
    )
    audit.record("report.return", locked, by=by, about=locked.project)
    return locked


def _check_whole(report: Report) -> None:
    if not report.done.strip():
        raise ValidationError(_("Say first what was done in this period."))
    if report.partner_id is not None:
        return
    open_ones = (
        Report.objects.filter(
            project=report.project, period=report.period, partner__left_on__isnull=True
        )
        .exclude(partner=None)
        .exclude(state=Report.State.ACCEPTED)
        .select_related("partner")
    )
    names = [isolated(row.partner.name) for row in open_ones if row.partner]
    if names:
        raise ValidationError(
            _("The reports of these partners are not accepted yet: %(names)s.")
            % {"names": join_words(names)}
        )
