"""The portfolio: what the programme funds, today, and where each figure comes from."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_day, format_money
from twoshores.common.tables import csv_response
from twoshores.common.territories import country_name
from twoshores.common.translations import facing_lists
from twoshores.engines.budget import Amount, Rates, Sum, add_up
from twoshores.projects.models import Capital, Project
from twoshores.projects.views.basics import reader_language
from twoshores.projects.views.budget_table import converted_words, own_words, rate_words

from ..models import Account, Programme
from ..selectors.portfolio import Filters, Grant, Money, Portfolio, portfolio_of, theme_titles
from . import portfolio_charts
from .desk import desk_or_404
from .portfolio_links import link

PAGE_LENGTH = 40
MONEY = ("committed", "paid", "reported", "written_off")
MOST_ROWS = 12  # of a group's table that lies open
COLUMNS = (
    *("call", "number", "project", "title", "language", "theme", "capital", "stage"),
    *("origin", "residence", "contracts", "committed", "paid", "reported", "written_off"),
    *("late_reports", "late_actions", "high_risks", "phases_told", "migrants_decide"),
)


@access("object")
@require_safe
def programme_portfolio(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All grants, narrowed by links, with what they add up to."""
    desk = desk_or_404(request, pk)
    filters = Filters.of(request.GET.dict())
    found = portfolio_of(desk.programme, filters)
    page = Paginator(found.grants, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("portfolio") | {
        "page": page,
        "narrowed": narrowed_words(desk.programme, filters),
        "money": _money(found.money, desk.programme),
        "signs": _signs(found.grants),
        "groups": _groups(found, desk.programme, filters),
        "map": portfolio_charts.map_of(found.shores, desk.programme, filters),
        "quarters": _quarters(found, desk.programme),
        "chart": portfolio_charts.columns(found.by_quarter, desk.programme),
        "grants": [_grant(row) for row in page],
        "rates": [rate_words(rate, desk.programme) for rate in found.rates],
        "rates_on": format_day(found.on),
        "csv": link(desk.programme.pk, filters, name="programme_portfolio_csv"),
    }
    return render(request, "programmes/portfolio.html", context)


@access("object")
@require_safe
def programme_portfolio_csv(request: HttpRequest, pk: str) -> HttpResponse:
    """The grants as a table: amounts by currency, never converted."""
    desk = desk_or_404(request, pk)
    found = portfolio_of(desk.programme, Filters.of(request.GET.dict()))
    return csv_response("portfolio", COLUMNS, [_csv_row(row) for row in found.grants])


def _csv_row(row: Grant) -> list[Any]:
    project = row.project
    return [
        row.proposal.call.code,
        row.proposal.number,
        project.code,
        project.title,
        project.language,
        row.proposal.theme.title if row.proposal.theme else "",
        project.capital,
        project.stage,
        " ".join(dict.fromkeys(origin for origin, _other in row.pairs)),
        " ".join(dict.fromkeys(other for _origin, other in row.pairs)),
        row.contracts,
        *(_plain(getattr(row, name)) for name in MONEY),
        row.late_reports,
        row.late_actions,
        row.high_risks,
        row.phases_told,
        row.migrants_decide,
    ]


def _by_currency(amounts: Iterable[Amount]) -> Sum:
    """Each currency apart; nothing is converted."""
    return add_up(amounts, Rates("", {}))


def _plain(amounts: Iterable[Amount]) -> str:
    """ "1200.00 EUR 300.00 XOF": each currency apart, in its plain notation."""
    return " ".join(f"{value} {code}" for code, value in _by_currency(amounts).own.items())


def narrowed_words(
    programme: Programme, filters: Filters, *, name: str = "programme_portfolio", **more: str
) -> list[dict[str, str]]:
    """What a page is narrowed to, each with a link to the same page without it."""
    themes = theme_titles(programme, reader_language()) if filters.theme else {}
    words = {
        "origin": country_name(filters.origin),
        "residence": country_name(filters.residence),
        "capital": str(dict(Capital.choices).get(filters.capital, filters.capital)),
        "theme": themes.get(filters.theme, ""),
        "stage": str(dict(Project.Stage.choices).get(filters.stage, filters.stage)),
    }
    return [
        {
            "label": words[key] or getattr(filters, key),
            "href": link(programme.pk, filters, name=name, **(more | {key: ""})),
        }
        for key in Filters.__slots__
        if getattr(filters, key)
    ]


def whole_words(total: Sum, programme: Programme) -> str:
    """Converted; nothing where the own words say it already."""
    if not total.is_mixed and programme.currency in total.own:
        return ""
    return converted_words(total, programme)


def _money(money: Money, programme: Programme) -> list[dict[str, Any]]:
    """Committed, paid, reported: in words, and as a share of what is committed for the bars."""
    labels = {
        "committed": _("Committed by contracts"),
        "paid": pgettext("money", "Paid"),
        "reported": _("Accounted for by accepted reports"),
    }
    if not money.written_off.is_empty:
        labels["written_off"] = _("Written off")
    whole = money.committed.converted
    rows = []
    for name, label in labels.items():
        total: Sum = getattr(money, name)
        part = total.converted
        known = whole is not None and whole > 0 and part is not None
        rows.append(
            {
                "label": label,
                "href": _journal_of_losses(programme) if name == "written_off" else "",
                "own": own_lines(total),
                "converted": whole_words(total, programme),
                "share": part / whole if known and part is not None and whole else None,
            }
        )
    return rows


def _journal_of_losses(programme: Programme) -> str:
    journal = reverse("programme_journal", args=[programme.pk])
    return f"{journal}?{urlencode({'account': Account.WRITTEN_OFF.value})}"


def _signs(grants: list[Grant]) -> dict[str, int]:
    return {
        "grants": len(grants),
        "late_reports": sum(row.late_reports for row in grants),
        "late_actions": sum(row.late_actions for row in grants),
        "high_risks": sum(row.high_risks for row in grants),
        "decide": sum(1 for row in grants if row.migrants_decide),
        "told": sum(1 for row in grants if row.phases_told),
    }


def own_lines(total: Sum) -> list[str]:
    """Each currency apart, a line each: a row of several would not fit."""
    return [format_money(value, code) for code, value in total.own.items()]


def _table(label: str, href: str, many: int, money: Money) -> dict[str, Any]:
    return {
        "label": label,
        "href": href,
        "grants": many,
        "committed": own_lines(money.committed),
        "paid": own_lines(money.paid),
        "reported": own_lines(money.reported),
    }


def _groups(found: Portfolio, programme: Programme, filters: Filters) -> list[dict[str, Any]]:
    """By pair of countries, by what migrants bring, theme and stage: each a table and bars."""
    capitals: Mapping[str, Any] = dict(Capital.choices)
    stages: Mapping[str, Any] = dict(Project.Stage.choices)

    def to(**narrowed: str) -> str:
        return link(programme.pk, filters, **narrowed)

    pairs = [
        (f"{country_name(a)} · {country_name(b)}", to(origin=a, residence=b), *of)
        for (a, b), of in found.by_pair.items()
    ]
    brought = [
        (str(capitals.get(one, one)) or _("Not said"), to(capital=one) if one else "", *of)
        for one, of in found.by_capital.items()
    ]
    read = _themes(found)
    themes = [
        (read[one.pk] if one else _("No theme"), to(theme=str(one.pk)) if one else "", *of)
        for one, of in found.by_theme.items()
    ]
    standing = [
        (str(stages.get(one, one)), to(stage=one), *of) for one, of in found.by_stage.items()
    ]
    return [
        {
            "name": name,
            "title": title,
            "head": head,
            "rows": [_table(*row) for row in rows],
            "folded": len(rows) > MOST_ROWS,
            "chart": None
            if name == "pairs"
            else portfolio_charts.bars(((row[0], row[3]) for row in rows), programme),
        }
        for name, title, head, rows in (
            ("pairs", _("By pair of countries"), _("Pair of countries"), pairs),
            ("capitals", _("By what migrants bring"), _("What migrants bring"), brought),
            ("themes", _("By theme"), _("Theme"), themes),
            ("stages", _("By where projects stand"), _("Where projects stand"), standing),
        )
    ]


def _themes(found: Portfolio) -> dict[int, str]:
    """Titles of the themes as the reader reads them. One query, none for the original's readers."""
    calls = {row.proposal.call_id: row.proposal.call for row in found.grants}
    themes = [one for one in found.by_theme if one is not None]
    for one in themes:
        one.call = calls[one.call_id]
    facings = facing_lists(themes, ("title",), reader_language())
    return {one.pk: facings[one.pk].texts["title"] for one in themes}


def _quarters(found: Portfolio, programme: Programme) -> list[dict[str, Any]]:
    return [
        {
            "label": portfolio_charts.quarter_words(quarter),
            "own": own_lines(total),
            "converted": converted_words(total, programme),
        }
        for quarter, total in found.by_quarter.items()
    ]


def _grant(row: Grant) -> dict[str, Any]:
    return {
        "project": row.project,
        "number": row.proposal.number,
        "pairs": ", ".join(f"{country_name(a)} · {country_name(b)}" for a, b in row.pairs),
        "stage": row.project.get_stage_display(),
        "committed": own_words(_by_currency(row.committed)),
        "paid": own_words(_by_currency(row.paid)),
        "late": row.late_reports + row.late_actions,
        "high_risks": row.high_risks,
    }
