"""The budget of a project that the reader was let into: lines, sums at named rates, spending."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from babel.numbers import get_currency_precision
from django.db.models import CharField, Q
from django.db.models import Sum as DbSum
from django.db.models.functions import Cast
from django.utils import timezone

from twoshores.common.models import ExchangeRate
from twoshores.common.money import Money, NoRate, convert
from twoshores.engines.budget import (
    Amount,
    Burn,
    Ceiling,
    CeilingState,
    Rates,
    Sum,
    add_up,
    burn_of,
    ceiling_states,
    grouped,
)

from ..models import STANDING, BudgetAmount, BudgetLine, Period, Project

Source = BudgetLine.Source


@dataclass(frozen=True, slots=True)
class NamedRate:
    """Units of a currency for one unit of the project's, with the day and source to be shown."""

    currency: str
    per_unit: Decimal
    on: datetime.date | None
    source: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class NamedRates:
    rates: Rates
    named: list[NamedRate]
    on: datetime.date


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line with its amounts by period, and what is spent against it, in the line's currency."""

    line: BudgetLine
    by_period: dict[int, Decimal]
    quantities: dict[int, Decimal]
    spent: Decimal | None

    @property
    def total(self) -> Amount | None:
        """None if nothing is planned: that is not zero."""
        if not self.by_period:
            return None
        return Amount(sum(self.by_period.values(), Decimal(0)), self.line.currency)


@dataclass(frozen=True, slots=True)
class PartnerMoney:
    partner_id: int
    planned: Sum
    spent: Sum
    burn: Burn


@dataclass(frozen=True, slots=True)
class Budget:
    """Money is what is paid; things given and volunteers' time are valued apart."""

    lines: list[PlannedLine]
    periods: list[Period]
    rates: NamedRates
    money: Sum
    apart: dict[str, Sum]  # in_kind, volunteers
    spent: Sum
    by_partner: list[PartnerMoney]
    by_category: dict[str, Sum]
    by_period: dict[int, Sum]
    ceilings: list[CeilingState]
    burn: Burn


def rates_of(project: Project, currencies: Iterable[str]) -> NamedRates:
    """A named rate for each currency, where there is one. Two queries.

    The project's own rates go before published ones; both are the newest on the day that the
    project converts at: the stated one, else its first day, else today.
    """
    on = project.rates_on or project.starts or timezone.localdate()
    wanted = sorted(set(currencies) - {project.currency})
    found: dict[str, NamedRate] = {}
    if wanted:
        for own in project.rates.filter(currency__in=wanted, on__lte=on).order_by("on"):
            found[own.currency] = NamedRate(own.currency, own.per_unit, own.on, own.source, True)
        missing = [code for code in wanted if code not in found]
        found |= published_rates(project.currency, missing, on)
    per_unit = {code: rate.per_unit for code, rate in found.items()}
    places = get_currency_precision(project.currency)
    named = [found[code] for code in wanted if code in found]
    return NamedRates(Rates(project.currency, per_unit, places), named, on)


def published_rates(
    currency: str, wanted: Iterable[str], on: datetime.date
) -> dict[str, NamedRate]:
    """By currency: its units for one of `currency`, the newest published one that is valid on a
    day. Currencies without one are left out. One query."""
    codes = list(wanted)
    published = list(
        ExchangeRate.objects.filter(Q(currency__in=[*codes, currency]) & Q(date__lte=year_end(on)))
    )
    found = {}
    for code in codes:
        try:
            made = convert(Money(Decimal(1), currency), code, published, on)
        except NoRate:
            continue
        found[code] = NamedRate(code, made.rate, made.date, made.source or "", False)
    return found


def year_end(day: datetime.date) -> datetime.date:
    """An annual average is dated on the last day of its year and valid from its first."""
    return datetime.date(day.year, 12, 31)


def budget_of(project: Project) -> Budget:
    """Everything the page of money shows. Seven queries, whatever the number of lines."""
    periods = list(project.periods.all())
    spent, amounts = _spent_by_line(project), _amounts(project)
    lines = [
        _planned(line, amounts[line.pk], spent.get(line.pk))
        for line in project.budget_lines.select_related("activity")
    ]
    currencies = {planned.line.currency for planned in lines}
    rates = rates_of(project, currencies)
    paid = [planned for planned in lines if planned.line.source == Source.MONEY]
    money = add_up(_totals(paid), rates.rates)
    gone = add_up(_spent(paid), rates.rates)
    by_category = grouped(
        [row for row in paid if row.total], lambda row: str(row.line.category), _total, rates.rates
    )
    today = timezone.localdate()
    return Budget(
        lines=lines,
        periods=periods,
        rates=rates,
        money=money,
        apart={
            source: add_up(_totals(x for x in lines if x.line.source == source), rates.rates)
            for source in (Source.IN_KIND, Source.VOLUNTEERS)
        },
        spent=gone,
        by_partner=_by_partner(project, paid, rates, today),
        by_category=by_category,
        by_period=_by_period(paid, rates),
        ceilings=ceiling_states(
            [Ceiling(c.category, c.percent, c.amount) for c in project.ceilings.all()],
            by_category,
            money,
        ),
        burn=burn_of(money, gone, project.starts, project.ends, today),
    )


type Amounts = list[tuple[int, Decimal, Decimal | None]]  # (period, amount, quantity)


def _amounts(project: Project) -> dict[UUID, Amounts]:
    """Amounts by line. One query, as plain values: a large budget has thousands."""
    found: dict[UUID, Amounts] = defaultdict(list)
    keys: dict[str, UUID] = {}  # each line's key is made once, not for each of its amounts
    rows = BudgetAmount.objects.filter(line__project=project).order_by("pk")
    values = rows.values_list(Cast("line_id", CharField()), "period_id", "amount", "quantity")
    for line, *amount in values:
        key = keys.get(line) or keys.setdefault(line, UUID(line))
        found[key].append(tuple(amount))
    return found


def _planned(line: BudgetLine, amounts: Amounts, spent: Decimal | None) -> PlannedLine:
    return PlannedLine(
        line,
        {period: amount for period, amount, _quantity in amounts},
        {period: quantity for period, _amount, quantity in amounts if quantity is not None},
        spent,
    )


def _total(row: PlannedLine) -> Amount:
    assert row.total is not None, "lines without amounts are left out before"
    return row.total


def _totals(rows: Iterable[PlannedLine]) -> list[Amount]:
    return [row.total for row in rows if row.total is not None]


def _spent(rows: Iterable[PlannedLine]) -> list[Amount]:
    return [Amount(row.spent, row.line.currency) for row in rows if row.spent is not None]


def _by_partner(
    project: Project, paid: list[PlannedLine], rates: NamedRates, today: datetime.date
) -> list[PartnerMoney]:
    found = []
    for partner in project.partners.all():
        rows = [row for row in paid if row.line.partner_id == partner.pk]
        if not rows:
            continue
        planned, spent = add_up(_totals(rows), rates.rates), add_up(_spent(rows), rates.rates)
        burn = burn_of(planned, spent, project.starts, project.ends, today)
        found.append(PartnerMoney(partner.pk, planned, spent, burn))
    return found


def _by_period(paid: list[PlannedLine], rates: NamedRates) -> dict[int, Sum]:
    """Like is added to like first, so that each currency of a period is converted once."""
    whole: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in paid:
        currency = row.line.currency
        for period, value in row.by_period.items():
            whole[period][currency] += value
    return {
        period: add_up([Amount(value, code) for code, value in sums.items()], rates.rates)
        for period, sums in whole.items()
    }


def _spent_by_line(project: Project) -> dict[UUID, Decimal]:
    """What stands (nobody corrected it or took it back), by line. One query, as plain values."""
    rows = project.expenses.filter(STANDING, is_void=False).order_by()
    found: dict[str, Decimal] = defaultdict(Decimal)
    for line, amount, rate in rows.values_list(Cast("line_id", CharField()), "amount", "rate"):
        found[line] += amount if rate is None else amount / rate
    return {UUID(line): spent for line, spent in found.items()}


def shares_of(project: Project) -> dict[int, list[Amount]]:
    """What each partner handles in money, by its id: a sum for each currency, by its code.

    A partner without an amount has no entry: that is not zero. One query.
    """
    rows = (
        project.budget_lines.filter(source=Source.MONEY, amounts__isnull=False)
        .order_by("partner", "currency")
        .values("partner", "currency")
        .annotate(planned=DbSum("amounts__amount"))
    )
    found: dict[int, list[Amount]] = defaultdict(list)
    for row in rows:
        found[row["partner"]].append(Amount(row["planned"], row["currency"]))
    return dict(found)
