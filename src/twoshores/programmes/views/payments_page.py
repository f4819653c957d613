"""Words of payments and of the bank's lines for their pages."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twoshores.common.formatting import format_day, format_money, format_number, join_words

from ..models import BankLine, Payment
from ..selectors.payments import Candidate
from .journal import rate_words

REASONS = {
    "amount": gettext_lazy("the same amount"),
    "near": gettext_lazy("near what it is worth at the contract's rate"),
    "number": gettext_lazy("names the contract"),
    "name": gettext_lazy("names the partner"),
}


def facts_of(line: BankLine) -> dict[str, Any]:
    """What a line says of a payment."""
    return {"on": line.on, "amount": abs(line.amount), "currency": line.currency}


def line(row: BankLine, candidates: Sequence[Candidate]) -> dict[str, Any]:
    return {
        "row": row,
        "amount": format_money(abs(row.amount), row.currency),
        "is_out": row.amount < 0,
        "day": format_day(row.on),
        "candidates": [candidate(one) for one in candidates],
    }


def candidate(one: Candidate) -> dict[str, Any]:
    """A suggestion with its reasons; a person confirms."""
    part = one.instalment
    return {
        "contract": one.contract,
        "instalment": part,
        "words": _("instalment %(number)s, %(amount)s")
        % {
            "number": format_number(part.position),
            "amount": format_money(part.amount, one.contract.currency),
        }
        if part
        else _("money that comes back"),
        "why": join_words(REASONS[name] for name, _points in one.suggestion.reasons),
    }


def payment(row: Payment) -> dict[str, Any]:
    contract = row.contract
    counted = row.currency != contract.currency
    return {
        "row": row,
        "contract": contract,
        "amount": format_money(row.amount, row.currency),
        "counts": format_money(row.counts, contract.currency) if counted else "",
        "rate": rate_words(row.rate, row.rate_on, row.rate_source),
        "day": format_day(row.on),
        "instalment": row.instalment.position if row.instalment else None,
        "voidable": not row.is_void and contract.state == "running",
    }
