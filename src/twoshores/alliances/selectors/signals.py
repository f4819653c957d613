"""Early signs at a project that the reader was let into, read from what stands there already."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import DateField, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.utils import timezone

from twoshores.engines.budget import Amount, add_up
from twoshores.engines.earlysigns import Facts, Meeting, Partner, Sign, Step, early_signs
from twoshores.projects.models import BudgetLine, Project, ProjectPartner, Report
from twoshores.projects.selectors.budget import rates_of

from ..models import Agreement, Contact, HandOver, Mediation, NextStep
from .meetings import Record, ReportStanding, partners_of, record_of, touches

WAITING = (Report.State.DRAFT, Report.State.RETURNED)

type Dated = list[tuple[int | None, date | None]]  # (partner, day)


def signs_at(project: Project, mediations: Iterable[Mediation], today: date) -> list[Sign]:
    """What the engine finds. mediations: those that the reader is a party to.

    Six queries, whatever the size of the project.
    """
    return early_signs(facts_of(project, mediations, today), today)


def facts_of(project: Project, mediations: Iterable[Mediation], today: date) -> Facts:
    """The engine's facts."""
    running = project.stage == Project.Stage.RUNNING
    record, dated = record_of(project), _dated(project)
    return Facts(
        running_since=project.starts if running else None,
        partners=tuple(_partners(project, record, dated, today)),
        meetings=tuple(
            Meeting(row.on, {str(pk): came for pk, came in row.came.items()})
            for row in record.meetings
        ),
        steps=tuple(
            Step(day, str(pk) if pk else None) for pk, day in dated["step"] if day is not None
        ),
        asked_on=tuple(
            timezone.localdate(row.at) for row in mediations if row.state == Mediation.State.ASKED
        ),
        ends_on=tuple(day for _pk, day in dated["agreement"] if day is not None),
    )


def _dated(project: Project) -> dict[str, Dated]:
    """Contacts, open steps, signed agreements and open hand-overs: (partner, day). One query."""
    steps = NextStep.objects.filter(project=project, done_on=None)
    signed = Agreement.objects.filter(
        project=project, state=Agreement.State.SIGNED, replaced_by=None
    )
    found: dict[str, Dated] = defaultdict(list)
    rows = _columns("contact", Contact.objects.filter(project=project), "partner", "on").union(
        _columns("step", steps, "partner", "due_on"),
        _columns("agreement", signed, None, "expires_on"),
        _columns(
            "hand-over", HandOver.objects.filter(project=project, done_on=None), "partner", None
        ),
        all=True,
    )
    for kind, partner_id, day in rows.order_by():
        found[kind].append((partner_id, day))
    return found


def _columns(
    kind: str, rows: QuerySet[Any], partner: str | None, day: str | None
) -> QuerySet[Any, Any]:
    nobody = Value(None, output_field=IntegerField())
    never = Value(None, output_field=DateField())
    chosen: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(
            row_kind=Value(kind),
            row_partner=Cast(partner, IntegerField()) if partner else nobody,
            row_day=Cast(day, DateField()) if day else never,
        )
        .values_list("row_kind", "row_partner", "row_day")
    )
    return chosen


def _partners(
    project: Project, record: Record, dated: dict[str, Dated], today: date
) -> list[Partner]:
    contacts = [(pk, day) for pk, day in dated["contact"] if pk is not None and day is not None]
    silent = {row.partner.pk: row.weeks for row in touches(project, record, contacts, today)}
    shares = shares_of(project)
    hand_overs = Counter(pk for pk, _day in dated["hand-over"])
    return [
        Partner(
            id=str(row.pk),
            late=sum(_is_late(report, today) for report in record.reports if _is(report, row)),
            sent_back_on=tuple(
                report.returned
                for report in record.reports
                if _is(report, row)
                and report.state == Report.State.RETURNED
                and report.returned is not None
            ),
            silent_weeks=silent.get(row.pk),
            share=shares.get(row.pk),
            in_writing=_in_writing(row),
            hand_overs=hand_overs[row.pk],
        )
        for row in partners_of(project)
    ]


def _is(report: ReportStanding, partner: ProjectPartner) -> bool:
    return report.partner_id == partner.pk


def _is_late(report: ReportStanding, today: date) -> bool:
    return report.state in WAITING and report.due_on is not None and report.due_on < today


def _in_writing(partner: ProjectPartner) -> bool | None:
    if not partner.agreement:
        return None
    return partner.agreement == ProjectPartner.Agreement.SIGNED


def shares_of(project: Project) -> dict[int, Fraction]:
    """Each partner's part of the planned money, at the project's named rates.

    Empty where nothing is planned or a currency has no rate: a part of a total that cannot be
    compared is no share. Three queries.
    """
    planned = (
        BudgetLine.objects.filter(
            project=project, source=BudgetLine.Source.MONEY, amounts__isnull=False
        )
        .order_by()
        .values_list("partner", "currency")
        .annotate(total=Sum("amounts__amount"))
    )
    sums: dict[int, list[Amount]] = defaultdict(list)
    for partner_id, currency, total in planned:
        if partner_id is not None:
            sums[partner_id].append(Amount(total or Decimal(0), currency))
    rates = rates_of(project, {amount.currency for rows in sums.values() for amount in rows}).rates
    whole = add_up([amount for rows in sums.values() for amount in rows], rates).converted
    if not whole:
        return {}
    return {
        pk: Fraction(add_up(rows, rates).converted or 0) / Fraction(whole)
        for pk, rows in sums.items()
    }
