"""The figures of a report in words, live or as they were handed in. No queries."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from twoshores.common.formatting import format_day, format_money, format_share, join_words
from twoshores.engines.indicators import Value

from ..models import Indicator, Project, Report
from ..report_states import WRITABLE
from ..selectors.budget import NamedRate
from ..selectors.reports import Figures
from ..values import value_words
from . import budget_table

STATE_TAGS = {
    Report.State.DRAFT: "unknown",
    Report.State.SUBMITTED: "mind",
    Report.State.RETURNED: "bad",
    Report.State.ACCEPTED: "go",
}
PARTS = ("done", "changed", "difficulties", "lessons", "following")
NUMBERS = ("number", "numerator", "denominator")


def head(report: Report, today: date) -> dict[str, Any]:
    """Whose report it is, where it stands, when it is due."""
    late = report.state in WRITABLE and report.due_on is not None and report.due_on < today
    return {
        "id": report.pk,
        "whose": report.partner.name if report.partner else _("All partners together"),
        "is_whole": report.partner is None,
        "state": report.get_state_display(),
        "kind": STATE_TAGS[Report.State(report.state)],
        "due": format_day(report.due_on) if report.due_on else "",
        "late": late,
        "period": report.period.name,
    }


def narrative(report: Report) -> list[dict[str, str]]:
    """What was written, part by part; parts without words are left out."""
    fields = report._meta
    return [
        {"label": str(fields.get_field(name).verbose_name), "text": text}  # type: ignore[union-attr]
        for name in PARTS
        if (text := getattr(report, name).strip())
    ]


def figures(found: Figures, project: Project) -> dict[str, Any]:
    """Activities, indicators, money, each with the words that it had."""
    money = found["money"]
    return {
        "activities": [_activity(row) for row in found["activities"]],
        "indicators": [
            {
                "text": row["text"],
                "target": _words(row["target"], row),
                "measured": _words(row["measured"], row),
                "confirmed": row["confirmed"],
                "source": row["source"],
            }
            for row in found["indicators"]
        ],
        "lines": [_line(row) for row in money["lines"]],
        "planned": _sum(money["planned"], money["currency"]),
        "spent": _sum(money["spent"], money["currency"]),
        "rates": [budget_table.rate_words(rate, project) for rate in _rates(money["rates"])],
    }


def _activity(row: Mapping[str, Any]) -> dict[str, Any]:
    days = [format_day(date.fromisoformat(row[name])) for name in ("starts", "ends") if row[name]]
    done = row["done"]
    return {
        "title": row["title"],
        "days": " – ".join(dict.fromkeys(days)),
        "done": "" if done is None else format_share(Decimal(done) / 100, 0),
    }


def _words(value: Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    if value is None:
        return ""
    given: dict[str, Any] = {
        name: Decimal(entry) if name in NUMBERS else entry for name, entry in value.items()
    }
    return value_words(Value(**given), Indicator(kind=row["kind"], unit=row["unit"]))


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": row["text"],
        "partner": row["partner"],
        "planned": _amount(row["planned"], row["currency"]),
        "spent": _amount(row["spent"], row["currency"]),
        "confirmed": row["confirmed"],
    }


def _amount(amount: str | None, currency: str) -> str:
    return "" if amount is None else format_money(Decimal(amount), currency)


def _sum(total: Mapping[str, Any], currency: str) -> dict[str, str]:
    """Each currency apart, and all at named rates; "not added" where a rate lacks."""
    own = join_words(format_money(Decimal(value), code) for code, value in total["own"].items())
    if not total["own"]:
        return {"own": "", "converted": ""}
    if total["converted"] is None:
        codes = join_words(total["without_rate"])
        return {"own": own, "converted": _("not added: no rate for %(codes)s") % {"codes": codes}}
    return {"own": own, "converted": format_money(Decimal(total["converted"]), currency)}


def _rates(rates: Iterable[Mapping[str, Any]]) -> list[NamedRate]:
    return [
        NamedRate(
            row["currency"],
            Decimal(row["per_unit"]),
            date.fromisoformat(row["on"]) if row["on"] else None,
            row["source"],
            is_own=False,
        )
        for row in rates
    ]
