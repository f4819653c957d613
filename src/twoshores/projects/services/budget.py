"""Writes of money: lines with their amounts, ceilings, own rates, what was spent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require

from ..models import (
    ActivityPartner,
    BudgetAmount,
    BudgetLine,
    Document,
    Expense,
    Period,
    Project,
    ProjectPartner,
)
from ..permissions.projects import can_edit_project
from .rows import row_create, row_update

MOST_LINES = 1000


@dataclass(frozen=True, slots=True)
class AmountData:
    """Planned in a period, in the line's currency; how many units that is, if one said."""

    amount: Decimal
    quantity: Decimal | None = None


type Amounts = Mapping[Period, AmountData | None]


@transaction.atomic
def line_create(
    *, by: User, project: Project, facts: Mapping[str, Any], amounts: Amounts | None = None
) -> BudgetLine:
    """Add a line at the end. Raises ValidationError by field."""
    if project.budget_lines.count() >= MOST_LINES:
        raise ValidationError(_("A thousand lines at most."))
    last = project.budget_lines.aggregate(last=Max("position"))["last"] or 0
    line = row_create(
        by=by, project=project, model=BudgetLine, facts={**facts, "position": last + 1}
    )
    _write_amounts(line, amounts or {})
    return line


@transaction.atomic
def line_update(
    *,
    by: User,
    project: Project,
    row: BudgetLine,
    opened_version: int,
    facts: Mapping[str, Any],
    amounts: Amounts | None = None,
) -> BudgetLine:
    """Change a line. Its currency and partner stand once money was spent against it."""
    if row.expenses.exists():
        for name in ("currency", "partner"):
            if name in facts and facts[name] != getattr(row, name):
                raise ValidationError(
                    {name: _("Money was spent against this line already. Add another line.")}
                )
    line = row_update(by=by, project=project, row=row, opened_version=opened_version, facts=facts)
    _write_amounts(line, amounts or {})
    return line


@transaction.atomic
def line_take_over(
    *, by: User, project: Project, row: BudgetLine, opened_version: int, partner: ProjectPartner
) -> BudgetLine:
    """Give a line to the partner that is responsible for its activity. Its currency stays.

    partner: whom the reader saw as responsible; refused where that is somebody else by now.
    Raises StaleVersion, or ValidationError.
    """
    parts = ActivityPartner.objects.filter(
        activity=row.activity_id, part=ActivityPartner.Part.RESPONSIBLE
    )
    if row.activity_id is None or not parts.filter(partner=partner).exists():
        raise ValidationError(_("Somebody else is responsible by now. Look at the page again."))
    return line_update(
        by=by,
        project=project,
        row=row,
        opened_version=opened_version,
        facts={"partner": partner},
    )


def _write_amounts(line: BudgetLine, amounts: Amounts) -> None:
    """None takes a period's amount away: nothing is planned, which is not a planned zero."""
    for period, data in amounts.items():
        rows = BudgetAmount.objects.filter(line=line, period=period)
        if data is None:
            rows.delete()
        elif data.amount < 0:
            raise ValidationError(_("What is planned is not less than zero."))
        else:
            BudgetAmount.objects.update_or_create(
                line=line,
                period=period,
                defaults={"amount": data.amount, "quantity": data.quantity},
            )


@dataclass(frozen=True, slots=True)
class ExpenseData:
    """What was paid. rate: units of `currency` for one of the line's; None where they are one."""

    line: BudgetLine
    on: date
    amount: Decimal
    currency: str
    text: str
    rate: Decimal | None = None
    rate_source: str = ""
    document_number: str = ""
    document: Document | None = None


@transaction.atomic
def expense_add(*, by: User, project: Project, data: ExpenseData) -> Expense:
    """Note an expense in the period of its date. Raises ValidationError by field."""
    require(can_edit_project(by, project))
    period = _period_of(project, data.on)
    if period.locked_at is not None:
        raise ValidationError(
            {"on": _("This period is locked. Correct an expense of it, or use an open period.")}
        )
    return _write(by, project, period, data)


@transaction.atomic
def expense_correct(*, by: User, row: Expense, data: ExpenseData | None, reason: str) -> Expense:
    """Put another entry in the place of one, or (data None) take it back. The old one stays."""
    project = row.project
    require(can_edit_project(by, project))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is corrected: the old entry stays too.")})
    if row.corrected_by_id is not None or row.is_void:
        raise ValidationError(_("This was corrected in the meantime. Look at the page again."))
    row.correction_reason = reason.strip()[:300]
    if data is None:
        row.is_void = True
        row.save(update_fields=["is_void", "correction_reason"])
        audit.record("expense.remove", row, by=by, about=project)
        return row
    new = _write(by, project, row.period, data)
    row.corrected_by = new
    row.save(update_fields=["corrected_by", "correction_reason"])
    return new


def _write(by: User, project: Project, period: Period, data: ExpenseData) -> Expense:
    _check_rate(data)
    if data.line.project_id != project.pk:
        raise ValidationError({"line": _("Choose from the list.")})
    expense = Expense(
        project=project,
        line=data.line,
        partner=data.line.partner,
        period=period,
        on=data.on,
        amount=data.amount,
        currency=data.currency,
        rate=data.rate,
        rate_on=data.on if data.rate is not None else None,
        rate_source=data.rate_source,
        text=data.text,
        document_number=data.document_number,
        document=data.document,
        entered_by=by,
    )
    expense.full_clean()
    expense.save(force_insert=True)
    audit.record("expense.create", expense, by=by, about=project)
    return expense


def _check_rate(data: ExpenseData) -> None:
    """Another currency than the line's needs the rate that was paid, and where it is from."""
    if data.currency == data.line.currency:
        if data.rate is not None:
            raise ValidationError({"rate": _("The line is in this currency: no rate is needed.")})
        return
    if data.rate is None or data.rate <= 0:
        raise ValidationError(
            {
                "rate": _(
                    "The line is in %(currency)s: say how many %(paid)s one %(currency)s was."
                )
                % {"currency": data.line.currency, "paid": data.currency}
            }
        )
    if not data.rate_source.strip():
        raise ValidationError({"rate_source": _("Say where the rate is from.")})


def _period_of(project: Project, day: date) -> Period:
    period = project.periods.filter(starts__lte=day, ends__gte=day).first()
    if period is None:
        raise ValidationError({"on": _("No period of the project holds this day.")})
    return period


@transaction.atomic
def expense_confirm(*, by: User, row: Expense) -> Expense:
    """Somebody else than who entered it has seen the document."""
    require(can_edit_project(by, row.project))
    if row.entered_by_id == by.pk:
        raise ValidationError(_("Somebody else confirms what you entered."))
    row.confirmed_by, row.confirmed_at = by, timezone.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record("expense.update", row, by=by, about=row.project, fields=["confirmed"])
    return row
