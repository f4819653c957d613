"""The budget in words: own currencies first, converted only with the rate named. No queries."""

from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.formatting import (
    format_day,
    format_money,
    format_number,
    format_share,
    isolated,
    join_phrases,
    join_words,
    rate_source_words,
    to_reader_digits,
)
from twoshores.engines.budget import CeilingState, Sum

from ..agreed_money import AgreedMoney
from ..models import BudgetLine, CostCategory, Expense, Project
from ..selectors.budget import Budget, NamedRate, PartnerMoney, PlannedLine
from ..selectors.budget_roles import RolesAndMoney, SumApart
from .plan_chart import shores_of


def context(budget: Budget, project: Project) -> dict[str, Any]:
    shores = shores_of(project)
    names = {partner.pk: partner.name for partner in project.partners.all()}
    return {
        "has_lines": bool(budget.lines),
        "partners": [
            _partner(row, names[row.partner_id], shores[row.partner_id], project)
            for row in budget.by_partner
        ],
        "whole": {
            "planned": _("not added") if budget.money.is_mixed else own_words(budget.money),
            "spent": _("not added") if budget.spent.is_mixed else _spent_words(budget.spent),
            "planned_converted": converted_words(budget.money, project),
            "spent_converted": converted_words(budget.spent, project),
            "share": budget.burn.spent,
            "time": budget.burn.time,
            "share_words": _share_words(budget.burn.spent),
            "time_words": _share_words(budget.burn.time),
        },
        "rates": [rate_words(rate, project) for rate in budget.rates.named],
        "apart": [
            {"label": label, "words": own_words(budget.apart[key])}
            for key, label in (
                ("in_kind", _("Given in kind")),
                ("volunteers", _("Volunteers' time")),
            )
            if not budget.apart[key].is_empty
        ],
        "categories": [
            {
                "label": str(CostCategory(key).label),
                "own": own_words(total),
                "converted": converted_words(total, project),
            }
            for key, total in budget.by_category.items()
        ],
        "ceilings": [ceiling(state, project) for state in budget.ceilings],
        "periods": [
            {
                "label": period.name,
                "own": own_words(budget.by_period[period.pk]),
                "converted": converted_words(budget.by_period[period.pk], project),
            }
            for period in budget.periods
            if period.pk in budget.by_period
        ],
        "lines": _lines(budget, project, names),
    }


def _lines(budget: Budget, project: Project, names: dict[int, str]) -> list[dict[str, Any]]:
    """Labels and the address are made once: a large budget has hundreds of lines."""
    categories = {code: str(label) for code, label in CostCategory.choices}
    sources = {code: str(label) for code, label in BudgetLine.Source.choices}
    sources[BudgetLine.Source.MONEY] = ""
    address = reverse("line_edit", args=[project.pk, UUID(int=0)])
    return [
        line(row, names)
        | {
            "category": categories.get(row.line.category, row.line.category),
            "source": sources.get(row.line.source, row.line.source),
            "href": address.replace(str(UUID(int=0)), str(row.line.pk)),
        }
        for row in budget.lines
    ]


def _partner(row: PartnerMoney, name: str, shore: str, project: Project) -> dict[str, Any]:
    return {
        "name": name,
        "shore": shore,
        "planned": own_words(row.planned),
        "spent": _spent_words(row.spent),
        "planned_converted": converted_words(row.planned, project),
        "spent_converted": converted_words(row.spent, project),
        "share": row.burn.spent,
        "time": row.burn.time,
        "share_words": _share_words(row.burn.spent),
    }


def _spent_words(spent: Sum) -> str:
    return own_words(spent) or _("nothing noted")


class InCurrency(Protocol):
    """What converts into a currency of its own: a project, a programme."""

    @property
    def currency(self) -> str: ...


def own_words(total: Sum) -> str:
    """Each currency apart: "731,000 EGP and 104,200 EUR". Nothing for no amounts."""
    return join_words(format_money(value, code) for code, value in total.own.items())


def converted_words(total: Sum, project: InCurrency) -> str:
    """In the project's currency; "not added" where a currency has no rate."""
    if total.is_empty:
        return ""
    if total.converted is None:
        return _("not added: no rate for %(codes)s") % {"codes": join_words(total.without_rate)}
    return format_money(total.converted, project.currency)


def rate_words(rate: NamedRate, project: InCurrency) -> str:
    """As in: 1 EUR = 655.957 XOF, 31 December 2024, International Monetary Fund."""
    said = _("1 %(here)s = %(number)s %(there)s") % {
        "here": project.currency,
        "number": format_number(_short(rate.per_unit)),
        "there": rate.currency,
    }
    day = format_day(rate.on) if rate.on else ""
    return join_phrases(
        [isolated(to_reader_digits(said)), day, isolated(rate_source_words(rate.source))]
    )


def _short(number: Decimal) -> Decimal:
    """Six significant digits are enough to be checked by."""
    return Decimal(f"{number:.6g}")


def ceiling(state: CeilingState, project: Project) -> dict[str, Any]:
    """A ceiling, and whether it holds: yes, by how much not, or not known."""
    over = state.over
    if over is None:
        kind, words = "unknown", _("not known")
    elif over:
        kind = "bad"
        words = _("%(much)s too much") % {"much": format_money(over, project.currency)}
    else:
        kind, words = "go", _("kept")
    percent = state.ceiling.percent
    return {
        "label": str(CostCategory(state.ceiling.category).label),
        "limit": _("%(share)s of the whole") % {"share": format_share(percent / 100)}
        if percent is not None
        else format_money(state.limit or Decimal(0), project.currency),
        "planned": "" if state.planned is None else format_money(state.planned, project.currency),
        "kind": kind,
        "words": words,
    }


def line(row: PlannedLine, names: dict[int, str]) -> dict[str, Any]:
    """One line of the list."""
    spent = row.spent
    return {
        "line": row.line,
        "partner": names.get(row.line.partner_id, ""),
        "planned": format_money(row.total.value, row.total.currency) if row.total else "",
        "spent": "" if spent is None else format_money(spent, row.line.currency),
        "over": spent is not None and row.total is not None and spent > row.total.value,
        "quantity": _quantity(row),
    }


def roles(found: RolesAndMoney, project: Project) -> dict[str, Any]:
    """Sums that differ from agreements; lines whose partner has no part in their activity;
    activities without any line. Each with what it rests on."""
    names = {partner.pk: partner.name for partner in project.partners.all()}
    return {
        "sums": [_sum_apart(row, names, project) for row in found.sums],
        "apart": [
            {
                "row": row,
                "partner": names.get(row.line.partner_id, ""),
                "paper": _paper(row.paper, project) if row.paper else None,
            }
            for row in found.apart
        ],
        "unplanned": [
            {"activity": activity, "partner": partner} for activity, partner in found.unplanned
        ],
    }


def _sum_apart(row: SumApart, names: dict[int, str], project: Project) -> dict[str, Any]:
    return {
        "partner": names.get(row.partner, ""),
        "pk": row.partner,
        "currency": row.currency,
        "agreed": format_money(row.agreed, row.currency),
        "planned": "" if row.planned is None else format_money(row.planned, row.currency),
        "over": format_money(-row.left, row.currency) if row.left < 0 else "",
        "left": format_money(row.left, row.currency) if row.left > 0 else "",
        "papers": [_paper(paper, project) for paper in row.papers],
    }


def _paper(paper: AgreedMoney, project: Project) -> dict[str, str]:
    return {"title": paper.title, "href": reverse(paper.page, args=[project.pk, paper.pk])}


def _quantity(row: PlannedLine) -> str:
    if not row.quantities:
        return ""
    number = format_number(sum(row.quantities.values(), Decimal(0)).normalize())
    return f"{number} {row.line.unit}".strip()


def _share_words(share: Decimal | None) -> str:
    return "" if share is None else format_share(share)


def _paid_rate(row: Expense) -> str:
    """The rate an expense was paid at; nothing where it is in its line's currency."""
    if row.rate is None:
        return ""
    said = _("at %(rate)s for 1 %(currency)s (%(source)s)")
    return to_reader_digits(said) % {
        "rate": format_number(_short(row.rate)),
        "currency": row.line.currency,
        "source": isolated(row.rate_source),
    }


def expense(row: Expense, reader: User, *, writes: bool) -> dict[str, Any]:
    """One expense, with what can be done with it."""
    standing = row.corrected_by_id is None and not row.is_void
    return {
        "row": row,
        "amount": format_money(row.amount, row.currency),
        "rate": _paid_rate(row),
        "standing": standing,
        "can_correct": writes and standing,
        "can_confirm": writes
        and standing
        and row.confirmed_at is None
        and row.entered_by_id != reader.pk,
    }
