"""Writes of report duties: asked for, handed in, reminded of, chased."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.actors.selectors.introductions import inboxes_of
from twoshores.common import audit, mail
from twoshores.common.decisions import require
from twoshores.common.editing import save_version
from twoshores.common.links import absolute
from twoshores.projects.models import Report
from twoshores.projects.services.rows import check_facts

from ..contract_states import OPEN
from ..models import GrantContract, ReportDuty, ReportReview
from ..permissions.duties import can_hand_in, can_set_duties
from ..selectors.duties import HANDED_IN, reports_to_hand_in, settled
from .contracts import lock

DAYS_BEFORE = 14  # a reminder
DAYS_BETWEEN = 7  # one chase and the next


@transaction.atomic
def duty_add(*, by: User, contract: GrantContract, title: str, due_on: date) -> ReportDuty:
    """Ask a partner for a report until a day.

    Raises PermissionDenied, ValidationError by field or where the contract is over.
    """
    locked = lock(contract)
    require(can_set_duties(by, locked))
    if locked.state not in OPEN:
        raise ValidationError(_("This contract is over: no report is asked for any more."))
    row = ReportDuty(contract=locked, title=title, due_on=due_on)
    row.full_clean()
    row.save(force_insert=True)
    _note("reportduty.create", row, by, ["title", "due_on"])
    return row


@transaction.atomic
def duty_update(
    *, by: User, duty: ReportDuty, opened_version: int, facts: Mapping[str, Any]
) -> ReportDuty:
    """Change title or day; a day that moves is reminded of again. Raises StaleVersion."""
    locked = _lock(duty)
    require(can_set_duties(by, locked.contract))
    moved = "due_on" in facts and facts["due_on"] != locked.due_on
    whole = dict(facts) | ({"reminded_on": None, "chased_on": None} if moved else {})
    check_facts(locked, whole)
    changed = save_version(locked, whole, opened_version=opened_version)
    _note("reportduty.update", locked, by, changed)
    return locked


@transaction.atomic
def duty_remove(*, by: User, duty: ReportDuty) -> None:
    """Take a duty out that nobody answered. Raises ValidationError once one was reviewed."""
    lock(duty.contract)  # a report is accepted under the same lock
    locked = _lock(duty)
    require(can_set_duties(by, locked.contract))
    if locked.reviews.exists():
        raise ValidationError(_("A report was reviewed for it already; it stays."))
    _note("reportduty.remove", locked, by, [])
    locked.delete()


@transaction.atomic
def duty_hand_in(*, by: User, duty: ReportDuty, report: Report) -> ReportDuty:
    """Answer a duty with a report that was handed in within the project.

    Raises PermissionDenied, or ValidationError by field.
    """
    locked = _lock(duty)
    require(can_hand_in(by, locked))
    if not reports_to_hand_in(locked).filter(pk=report.pk).exists():
        raise ValidationError({"report": _("Choose from the list.")})
    if Report.objects.select_for_update(of=("self",)).get(pk=report.pk).state not in HANDED_IN:
        raise ValidationError(
            {"report": _("This report is still being written. Hand it in on its own page first.")}
        )
    if locked.reviews.filter(verdict=ReportReview.Verdict.ACCEPTED).exists():
        raise ValidationError(_("The programme has accepted a report for this already."))
    locked.report = report
    locked.version += 1
    locked.save(update_fields=["report", "version"])
    _note("reportduty.hand_in", locked, by, ["report"])
    _mail_later(locked, "handed_in")
    return locked


def duties_remind(today: date | None = None) -> int:
    """Mail about reports that are due soon or late. Returns how many mails were asked for.

    Once within two weeks before the day, then weekly while it is late. Idempotent within a day;
    run daily.
    """
    today = today or timezone.localdate()
    waiting = _waiting()
    soon = waiting.filter(
        reminded_on=None, due_on__gte=today, due_on__lte=today + timedelta(DAYS_BEFORE)
    )
    week_ago = today - timedelta(DAYS_BETWEEN)
    late = waiting.filter(due_on__lt=today).filter(Q(chased_on=None) | Q(chased_on__lte=week_ago))
    told = [_remind(pk, "reminded_on", today) for pk in list(soon.values_list("pk", flat=True))]
    told += [_remind(pk, "chased_on", today) for pk in list(late.values_list("pk", flat=True))]
    return sum(told)


def _waiting() -> QuerySet[ReportDuty]:
    """Of contracts under way: not handed in, nor accepted, and not given up."""
    running = GrantContract.State.RUNNING
    rows = ReportDuty.objects.filter(~settled(), contract__state=running)
    return rows.exclude(report__state__in=HANDED_IN)


@transaction.atomic
def _remind(pk: Any, field: str, today: date) -> int:
    row = ReportDuty.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None or getattr(row, field) == today or not _waiting().filter(pk=pk).exists():
        return 0
    setattr(row, field, today)
    row.save(update_fields=[field])
    _note("reportduty.remind", row, None, [field])
    _mail_later(row, "late" if field == "chased_on" else "soon")
    return 1


def _lock(duty: ReportDuty) -> ReportDuty:
    return (
        ReportDuty.objects.select_for_update(of=("self",))
        .select_related("contract__partner__project", "contract__proposal__call__programme")
        .get(pk=duty.pk)
    )


def _note(verb: str, duty: ReportDuty, by: User | None, fields: Any) -> None:
    programme = duty.contract.proposal.call.programme
    audit.record(verb, duty, by=by, about=programme.organisation, fields=fields)


def _mail_later(duty: ReportDuty, what: str) -> None:
    from ..tasks import mail_duty  # tasks import services

    key = str(duty.pk)
    transaction.on_commit(lambda: mail_duty.enqueue(key, what))


def duty_mail(duty_id: str, what: str) -> None:
    """Mail one of these: soon, late, returned, accepted, corrected, waived to the partner;
    handed_in to the programme.

    Silent if the duty is gone.
    """
    duty = (
        ReportDuty.objects.filter(pk=duty_id)
        .select_related(
            "contract__partner__organisation",
            "contract__proposal__project",
            "contract__proposal__call__programme__organisation",
        )
        .first()
    )
    if duty is None:
        return
    project = duty.contract.proposal.project
    programme = duty.contract.proposal.call.programme
    partner = duty.contract.partner
    if what == "handed_in":
        told = inboxes_of(programme.organisation)
        link = absolute("programme_duty", programme.pk, duty.pk)
    else:
        told = inboxes_of(partner.organisation) if partner.organisation else []
        link = absolute("project_duty", project.pk, duty.pk)
    mail.send_all(
        sorted(set(told)),
        template="programmes/mail/duty.txt",
        context={"duty": duty, "project": project, "partner": partner, "what": what, "link": link},
    )
