"""Two periods of a programme side by side, and where each of their figures comes from."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_day, format_money, format_number
from twoshores.common.forms import answer_status
from twoshores.projects.views.budget_table import converted_words, own_words, rate_words

from ..forms.periods import NAMES, PeriodsForm, usual
from ..models import Programme
from ..selectors.periods import MONEY, Comparison, Figure, Period, Source, Span, compare, sources_of
from ..selectors.portfolio import Filters
from .desk import desk_or_404
from .portfolio import narrowed_words, own_lines, whole_words
from .portfolio_links import link

PAGE_LENGTH = 40


def _words(figure: Figure) -> str:
    return {
        Figure.COMMITTED: _("Committed by contracts"),
        Figure.PAID: _("Paid, less paid back"),
        Figure.REPORTED: _("Accounted for by accepted reports"),
        Figure.WRITTEN_OFF: _("Written off"),
        Figure.CONTRACTS: _("Contracts that were signed"),
        Figure.DUE: _("Reports that were due"),
        Figure.LATE: _("Reports that came late or are missing"),
    }[figure]


@access("object")
@require_safe
def programme_periods(request: HttpRequest, pk: str) -> HttpResponseBase:
    """?since=&until=&before_since=&before_until=, narrowed as the portfolio is."""
    desk = desk_or_404(request, pk)
    filters = Filters.of(request.GET.dict())
    spans = usual(timezone.localdate())
    asked = any(name in request.GET for name in NAMES)
    form = PeriodsForm(request.GET if asked else None, initial=_initial(spans))
    if asked and form.is_valid():
        spans = form.spans()
    found = compare(desk.programme, filters, spans)
    context = desk.head("periods") | {
        "form": form,
        "kept": [(name, value) for name in Filters.__slots__ if (value := getattr(filters, name))],
        "narrowed": narrowed_words(
            desk.programme, filters, name="programme_periods", **_days(spans)
        ),
        "heads": [_span_words(one.span) for one in found.periods],
        "rows": _rows(found, desk.programme, filters),
        "still": max(span.until for span in spans) > timezone.localdate(),
        "rates": [rate_words(rate, desk.programme) for rate in found.rates],
        "rates_on": format_day(found.on),
    }
    return render(request, "programmes/periods.html", context, status=answer_status(form))


def _days(spans: list[Span]) -> dict[str, str]:
    return {name: day.isoformat() for name, day in _initial(spans).items()}


def _initial(spans: list[Span]) -> dict[str, date]:
    days = [day for span in spans for day in (span.since, span.until)]
    return dict(zip(NAMES, days, strict=True))


def _span_words(span: Span) -> str:
    return _("%(start)s to %(end)s") % {
        "start": format_day(span.since, "medium"),
        "end": format_day(span.until, "medium"),
    }


def _rows(found: Comparison, programme: Programme, filters: Filters) -> list[dict[str, Any]]:
    rows = []
    for figure in (*MONEY, Figure.CONTRACTS, Figure.LATE):
        cells = [_cell(one, figure, programme, filters) for one in found.periods]
        rows.append(
            {
                "label": _words(figure),
                "cells": cells,
                "change": _change(found.periods, figure, programme),
            }
        )
    return rows


def _cell(one: Period, figure: Figure, programme: Programme, filters: Filters) -> dict[str, Any]:
    """Lines and the address of the rows behind them; no lines where there is nothing to count."""
    more, lines = "", []
    if figure in MONEY:
        total = one.money[figure]
        lines = own_lines(total)
        more, there = whole_words(total, programme), bool(lines)
    elif figure == Figure.LATE:
        there = bool(one.late)
        numbers = {"late": format_number(one.late), "due": format_number(one.due)}
        lines = [_("%(late)s of %(due)s") % numbers] if one.due else []
    else:
        there = bool(one.contracts)
        lines = [format_number(one.contracts)]
    href = _source_link(programme, filters, figure, one.span) if there else ""
    return {"lines": lines, "more": more, "href": href}


def _source_link(programme: Programme, filters: Filters, figure: Figure, span: Span) -> str:
    days = {"since": span.since.isoformat(), "until": span.until.isoformat()}
    query = link(programme.pk, filters, **days).partition("?")[2]
    return f"{reverse('programme_sources', args=[programme.pk, figure])}?{query}"


def _change(periods: list[Period], figure: Figure, programme: Programme) -> str:
    """First less second; nothing where one of them is not known."""
    first, second = periods
    if figure in MONEY:
        a, b = first.money[figure], second.money[figure]
        if a.is_empty or b.is_empty or a.converted is None or b.converted is None:
            return ""
        return _signed(a.converted - b.converted, programme.currency)
    if figure == Figure.LATE:
        return _signed(first.late - second.late) if first.due and second.due else ""
    return _signed(first.contracts - second.contracts)


def _signed(difference: Decimal | int, currency: str = "") -> str:
    size = max(difference, -difference)
    words = format_money(size, currency) if currency else format_number(size)
    if not difference:
        return _("no change")
    return (_("%(much)s more") if difference > 0 else _("%(much)s less")) % {"much": words}


@access("object")
@require_safe
def programme_sources(request: HttpRequest, pk: str, figure: str) -> HttpResponseBase:
    """The rows behind a figure of a period: ?since=&until=, narrowed as the portfolio is."""
    desk = desk_or_404(request, pk)
    filters = Filters.of(request.GET.dict())
    span = _span(request)
    if figure not in list(Figure) or span is None:
        raise Http404
    chosen = Figure(figure)
    rows, total, rates = sources_of(desk.programme, filters, chosen, span)
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("periods") | {
        "page": page,
        "figure": _words(chosen),
        "span": _span_words(span),
        "back": link(desk.programme.pk, filters, name="programme_periods"),
        "own": own_words(total),
        "converted": converted_words(total, desk.programme) if total.is_mixed else "",
        "rates": [rate_words(rate, desk.programme) for rate in rates],
        "narrowed": narrowed_words(desk.programme, filters),
        "has_money": chosen in MONEY,
        "rows": [_source(row, desk.programme) for row in page],
    }
    return render(request, "programmes/sources.html", context)


def _span(request: HttpRequest) -> Span | None:
    try:
        since, until = (parse_date(request.GET.get(name, "")) for name in ("since", "until"))
    except ValueError:
        return None
    return Span(since, until) if since and until else None


def _source(row: Source, programme: Programme) -> dict[str, Any]:
    contract = row.contract
    found: dict[str, Any] = {
        "day": format_day(row.day, "medium"),
        "number": contract.number,
        "contract": reverse("contract_money", args=[programme.pk, contract.pk]),
        "project": contract.proposal.project,
        "amount": format_money(row.amount.value, row.amount.currency) if row.amount else "",
    }
    if row.entry is not None:
        day = row.day.isoformat()
        query = urlencode({"contract": str(contract.pk), "since": day, "until": day})
        journal = reverse("programme_journal", args=[programme.pk])
        words = _("entry %(number)s") % {"number": format_number(row.entry.number)}
        return found | {"words": words, "href": f"{journal}?{query}#e{row.entry.number}"}
    assert row.duty is not None
    duty = reverse("programme_duty", args=[programme.pk, row.duty.pk])
    return found | {"words": row.duty.title, "href": duty}
