"""Reports of a project that the reader was let into, and the figures that go into them.

Figures are plain JSON, so that those of a report that was handed in can be kept as they were:
numbers are text ("12.5"), days ISO 8601, and what is not known is null.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from twoshores.engines.budget import Amount, Sum, add_up

from ..models import STANDING, BudgetLine, Period, Project, ProjectPartner, Report
from ..values import COLUMNS
from .budget import NamedRates, rates_of
from .chain import part_or_404

type Figures = dict[str, Any]


def reports_of(project: Project) -> list[Report]:
    """All reports by period, each partner's before the consolidated one. One query."""
    rows = project.reports.select_related("period", "partner")
    return sorted(
        rows,
        key=lambda row: (
            row.period.position,
            row.partner is None,
            row.partner.position if row.partner else 0,
        ),
    )


def report_or_404(project: Project, pk: str) -> Report:
    """With the project that was read already, so that its partners are not read again."""
    row = part_or_404(project.reports.select_related("period", "partner"), pk)
    row.project = project
    return row


def reports_waiting(project: Project, today: date, *, within: int) -> list[Report]:
    """Reports not handed in that are late or due within so many days. One query."""
    rows = project.reports.filter(
        state__in=(Report.State.DRAFT, Report.State.RETURNED), due_on__isnull=False
    ).select_related("period", "partner")
    return sorted(
        (row for row in rows if row.due_on and (row.due_on - today).days <= within),
        key=lambda row: (row.due_on, row.period.position),
    )


def figures_of(project: Project, period: Period, partner: ProjectPartner | None) -> Figures:
    """Activities, indicators and money of a period; of one partner, or of all. Six queries."""
    return {
        "activities": _activities(project, period, partner),
        "indicators": _indicators(project, period),
        "money": _money(project, period, partner),
    }


def _activities(
    project: Project, period: Period, partner: ProjectPartner | None
) -> list[dict[str, Any]]:
    """Those that lie in the period at least with one day, or were noted to be done in it."""
    rows = project.activities.filter(
        Q(starts__lte=period.ends, ends__gte=period.starts)
        | Q(done_on__range=(period.starts, period.ends))
    )
    if partner is not None:
        rows = rows.filter(partners__partner=partner)
    return [
        {
            "id": str(row.pk),
            "title": row.title,
            "starts": _day(row.starts),
            "ends": _day(row.ends),
            "done": row.done_percent,
        }
        for row in rows.distinct()
    ]


def _indicators(project: Project, period: Period) -> list[dict[str, Any]]:
    """Every indicator with an aim or a measurement in the period. One query."""
    asked = project.indicators.annotate(
        aimed=FilteredRelation("targets", condition=Q(targets__period=period)),
        measure=FilteredRelation(
            "measurements",
            condition=Q(measurements__period=period)
            & ~Q(measurements__corrected_by__isnull=False),  # as `models.STANDING`
        ),
    ).filter(Q(aimed__isnull=False) | Q(measure__isnull=False))
    rows = asked.order_by("position", "pk", "measure__on").values(
        *("pk", "text", "kind", "unit", "measure__source", "measure__confirmed_at"),
        *(f"{where}__{name}" for where in ("aimed", "measure") for name in ("pk", *COLUMNS)),
    )
    # Of several measurements that stand, the last one counts.
    return [_indicator(row) for row in {row["pk"]: row for row in rows}.values()]


def _indicator(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["pk"]),
        "text": row["text"],
        "kind": row["kind"],
        "unit": row["unit"],
        "target": _value(row, "aimed"),
        "measured": _value(row, "measure"),
        "confirmed": row["measure__confirmed_at"] is not None,
        "source": row["measure__source"] or "",
    }


def _value(row: dict[str, Any], where: str) -> dict[str, Any] | None:
    """A value of an indicator as JSON, or null where there is no row."""
    if row[f"{where}__pk"] is None:
        return None
    return {
        name: str(given) if isinstance(given, Decimal) else given
        for name in COLUMNS
        if (given := row[f"{where}__{name}"]) not in (None, "")
    }


def _money(project: Project, period: Period, partner: ProjectPartner | None) -> dict[str, Any]:
    """Planned for the period and spent in it, each line in its currency; sums at named rates."""
    spent = _spent(project, period)
    lines = [
        row
        for row in _lines(project, period, partner)
        if row["planned"] is not None or row["pk"] in spent
    ]
    rates = rates_of(project, {row["currency"] for row in lines})
    planned = [
        Amount(row["planned"], row["currency"]) for row in lines if row["planned"] is not None
    ]
    gone = [
        Amount(amount, row["currency"])
        for row in lines
        for amount, _confirmed in spent.get(row["pk"], ())
    ]
    return {
        "currency": project.currency,
        "lines": [_line(row, spent.get(row["pk"], [])) for row in lines],
        "planned": _sum(add_up(planned, rates.rates)),
        "spent": _sum(add_up(gone, rates.rates)),
        "rates": _rates(rates),
    }


type Paid = list[tuple[Decimal, bool]]  # (amount in the line's currency, whether confirmed)


def _spent(project: Project, period: Period) -> dict[UUID, Paid]:
    """What was spent in a period, by line. One query, as plain values."""
    found: dict[UUID, Paid] = defaultdict(list)
    rows = project.expenses.filter(STANDING, period=period, is_void=False).order_by("on")
    for line, amount, rate, confirmed in rows.values_list(
        "line_id", "amount", "rate", "confirmed_at"
    ):
        found[line].append((amount if rate is None else amount / rate, confirmed is not None))
    return found


def _lines(
    project: Project, period: Period, partner: ProjectPartner | None
) -> Iterable[Mapping[str, Any]]:
    """What is paid, with the amount planned. Gifts and volunteers are told in words."""
    rows = (
        project.budget_lines.filter(source=BudgetLine.Source.MONEY)
        .annotate(plan=FilteredRelation("amounts", condition=Q(amounts__period=period)))
        .annotate(planned=F("plan__amount"), payer=F("partner__name"))
    )
    if partner is not None:
        rows = rows.filter(partner=partner)
    return rows.values("pk", "text", "currency", "planned", "payer")


def _line(row: Mapping[str, Any], spent: Paid) -> dict[str, Any]:
    planned = row["planned"]
    return {
        "id": str(row["pk"]),
        "text": row["text"],
        "partner": row["payer"],
        "currency": row["currency"],
        "planned": None if planned is None else str(planned),
        "spent": str(sum((amount for amount, _confirmed in spent), Decimal(0))) if spent else None,
        "papers": len(spent),
        "confirmed": all(confirmed for _amount, confirmed in spent) if spent else None,
    }


def _sum(total: Sum) -> dict[str, Any]:
    return {
        "own": {code: str(value) for code, value in total.own.items()},
        "converted": None if total.converted is None else str(total.converted),
        "without_rate": list(total.without_rate),
    }


def _rates(rates: NamedRates) -> list[dict[str, Any]]:
    return [
        {
            "currency": rate.currency,
            "per_unit": str(rate.per_unit),
            "on": _day(rate.on),
            "source": rate.source,
        }
        for rate in rates.named
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
