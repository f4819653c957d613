"""The journal on screen and as CSV: entries with their lines, what stands on each account."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_day, format_money, format_number, rate_source_words
from twoshores.common.tables import csv_response

from ..models import Account, GrantContract, JournalEntry, JournalLine
from ..selectors import journal as selectors
from ..selectors.journal import Shown
from .desk import ProgrammeDesk, desk_or_404

PAGE_LENGTH = 25
ACCOUNTS = dict(Account.choices)


@access("object")
@require_safe
def programme_journal(request: HttpRequest, pk: str) -> HttpResponseBase:
    """?contract=<id>&account=<name>&since=<day>&until=<day>, newest first."""
    desk = desk_or_404(request, pk)
    contracts = list(_contracts(desk))
    numbers = {row.pk: row.number for row in contracts}
    shown = _shown(request, contracts)
    rows = selectors.entries_of(desk.programme, shown)
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = desk.head("journal") | {
        "page": page,
        "entries": [_entry(row, numbers) for row in page],
        "balances": _balances(desk, shown),
        "contracts": contracts,
        "accounts": [(value, label) for value, label in ACCOUNTS.items()],
        "shown": shown,
        "proof": selectors.journal_proof(desk.programme),
        "query": request.GET.urlencode(),
    }
    return render(request, "programmes/journal.html", context)


def _contracts(desk: ProgrammeDesk) -> Any:
    found = GrantContract.objects.filter(proposal__call__programme=desk.programme)
    return found.select_related("partner").order_by("number")


def _shown(request: HttpRequest, contracts: list[GrantContract]) -> Shown:
    """What the address asks for; what is not known there asks for nothing."""
    known = {str(row.pk): row.pk for row in contracts}
    account = request.GET.get("account", "")
    return Shown(
        contract=known.get(request.GET.get("contract", "")),
        account=account if account in ACCOUNTS else "",
        since=_day(request.GET.get("since", "")),
        until=_day(request.GET.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _balances(desk: ProgrammeDesk, shown: Shown) -> dict[str, Any]:
    """A table: account, balance in each currency, each apart."""
    rows = selectors.balances_of(desk.programme, shown)
    return {
        "caption": "",
        "columns": [
            {"label": _("Account"), "kind": ""},
            {"label": _("Balance"), "kind": "n"},
        ],
        "rows": [[ACCOUNTS[row.account], format_money(row.amount, row.currency)] for row in rows],
    }


def _entry(entry: JournalEntry, numbers: dict[Any, str]) -> dict[str, Any]:
    """numbers: of the programme's contracts, by id."""
    return {
        "entry": entry,
        "number": format_number(entry.number),
        "day": format_day(entry.on),
        "lines": [_line(line, numbers) for line in entry.lines.all()],
        "reverses": entry.reverses.number if entry.reverses else None,
        "reversed_by": _reversed_by(entry),
    }


def _reversed_by(entry: JournalEntry) -> int | None:
    found: JournalEntry | None = getattr(entry, "reversed_by", None)
    return found.number if found is not None else None


def _line(line: JournalLine, numbers: dict[Any, str]) -> dict[str, Any]:
    return {
        "account": line.get_account_display(),
        "contract": numbers.get(line.contract_id, ""),
        "debit": format_money(line.amount, line.currency) if line.amount > 0 else "",
        "credit": format_money(-line.amount, line.currency) if line.amount < 0 else "",
        "rate": line.rate,
        "rate_words": rate_words(line.rate, line.rate_on, line.rate_source),
    }


def rate_words(rate: Decimal | None, on: date | None, source: str) -> str:
    """ "at 10.8123, 1 March 2027, Central bank"; "" without a rate."""
    if rate is None:
        return ""
    number, source = format_number(rate.normalize()), rate_source_words(source)
    if on is None:
        return _("at %(rate)s (%(source)s)") % {"rate": number, "source": source}
    words = {"rate": number, "day": format_day(on), "source": source}
    return _("at %(rate)s of %(day)s (%(source)s)") % words


@access("object")
@require_safe
def programme_journal_csv(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The same as CSV, a row for each line, amounts signed: debit positive, credit negative."""
    desk = desk_or_404(request, pk)
    contracts = list(_contracts(desk))
    numbers = {row.pk: row.number for row in contracts}
    shown = _shown(request, contracts)
    header = [
        *(_("Number"), _("Day"), _("What"), _("Text"), _("Account"), _("Contract")),
        *(_("Amount"), _("Currency"), _("Rate"), _("Day of the rate"), _("Source of the rate")),
        *(_("Reverses"), _("Comes from")),
    ]
    rows = (
        [
            *(entry.number, entry.on.isoformat(), entry.get_kind_display(), entry.text),
            *(line.get_account_display(), numbers.get(line.contract_id, "")),
            *(line.amount, line.currency, line.rate, line.rate_on, line.rate_source),
            *(entry.reverses.number if entry.reverses else "", entry.source),
        ]
        for entry in selectors.entries_of(desk.programme, shown).order_by("number")
        for line in entry.lines.all()
    )
    response = csv_response("journal", header, rows)
    response.headers["Cache-Control"] = "private, no-store"
    return response
