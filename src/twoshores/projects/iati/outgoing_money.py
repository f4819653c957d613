"""Budgets and transactions of a project, as IATI has them: amounts of one currency each."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day
from twoshores.engines import iati
from twoshores.engines.budget import Amount, Sum, add_up

from ..models import STANDING, BudgetAmount, BudgetLine, Period, Project, PublishedBudget
from ..selectors.budget import rates_of
from . import codes
from .scope import Scope


def budgets_of(project: Project, is_published: bool, left_out: list[str]) -> list[iati.Budget]:
    """Budgets as published, then of each other period what is planned in money."""
    published = list(project.published_budgets.all()) if is_published else []
    found = [_published(row) for row in published]
    amounts = _planned(project)
    rates = rates_of(project, {row.currency for rows in amounts.values() for row in rows})
    for period in project.periods.all():
        if period.pk not in amounts:
            continue
        planned = add_up(amounts[period.pk], rates.rates)
        if (period.ends - period.starts).days > codes.LONGEST_BUDGET:
            _leave(left_out, period, _("IATI takes budgets of one year at most; split the period"))
        elif any(_overlaps(period, row) for row in published):
            _leave(left_out, period, _("the published file has a budget of this time already"))
        else:
            amount = _one_amount(planned, project, period, rates.on)
            if amount is None:
                _leave(left_out, period, _("a currency has no rate"))
            else:
                whole = {"type_code": codes.ORIGINAL, "status_code": codes.INDICATIVE}
                found.append(iati.Budget(period.starts, period.ends, amount, **whole))
    return found


def _planned(project: Project) -> dict[int, list[Amount]]:
    """What is planned in money, by period: no row where nothing is. One query."""
    rows = BudgetAmount.objects.filter(
        line__project=project, line__source=BudgetLine.Source.MONEY
    ).values_list("period", "amount", "line__currency")
    found: dict[int, list[Amount]] = defaultdict(list)
    for period, amount, currency in rows:
        found[period].append(Amount(amount, currency))
    return found


def _leave(left_out: list[str], period: Period, why: str) -> None:
    text = _("The budget of %(period)s: %(why)s.") % {"period": period.name, "why": why}
    left_out.append(text)


def _overlaps(period: Period, row: PublishedBudget) -> bool:
    return row.starts <= period.ends and period.starts <= row.ends


def _one_amount(
    planned: Sum, project: Project, period: Period, rates_on: date
) -> iati.Money | None:
    """In its own currency if it is one; else in the project's, dated by its rates; else None."""
    if not planned.is_mixed:
        [(currency, value)] = planned.own.items()
        return iati.Money(value, currency, period.starts)
    if planned.converted is None:
        return None
    return iati.Money(planned.converted, project.currency, rates_on)


def _published(row: PublishedBudget) -> iati.Budget:
    money = iati.Money(row.value, row.currency, row.value_date)
    return iati.Budget(row.starts, row.ends, money, row.type_code, row.status_code)


def transactions_of(
    project: Project, is_published: bool, scope: Scope, left_out: list[str]
) -> list[iati.Transaction]:
    """Transactions as published, then what was spent, one expenditure a day and currency.

    Single expenses are for the project's own people: a public file holds published ones only.
    """
    found = [_transaction(row) for row in project.transactions.all()] if is_published else []
    if scope.is_public:
        return found
    spent: dict[tuple[date, str], Decimal] = defaultdict(Decimal)
    for row in project.expenses.filter(STANDING, is_void=False).order_by("on", "currency"):
        spent[row.on, row.currency] += row.amount
    today = timezone.localdate()
    for (on, currency), value in spent.items():
        if on > today:
            left_out.append(_("What is dated %(day)s: the day has not come.") % {"day": day(on)})
        else:
            money = iati.Money(value, currency, on)
            found.append(iati.Transaction(codes.EXPENDITURE, on, money))
    return found


def day(on: date) -> str:
    return format_day(on)


def _transaction(row: Any) -> iati.Transaction:
    money = iati.Money(row.value, row.currency, row.value_date)
    parties = [iati.Party(**said) if said else None for said in (row.provider, row.receiver)]
    return iati.Transaction(
        row.type_code, row.on, money, row.description, parties[0], parties[1], row.rest
    )
