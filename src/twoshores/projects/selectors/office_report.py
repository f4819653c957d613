"""A report as it leaves for Word, Excel and paper: its words, and the figures that stand beside."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from twoshores.engines.indicators import Value

from ..models import Project, Report
from ..office.columns import ReportPart
from ..office.state import Row, State, clean_text, plain, value_text, yes_no
from ..report_states import WRITABLE
from .reports import Figures, figures_of, reports_of

TOLD = tuple(part for part in ReportPart.values if part != ReportPart.LANGUAGE)
NUMBERS = ("number", "numerator", "denominator")


def report_state_of(project: Project, report: Report) -> State:
    """The report as canonical rows; figures live, or as they were when it was handed in.

    Six queries, one more for the consolidated report, which shows what the partners wrote.
    """
    figures = standing_figures(project, report)
    rows = [*words_of(report), *_said(project, report), *_figures(figures), *_days(report)]
    return State(str(project.pk), {row.id: row for row in rows}, {}, {}, str(report.pk))


def words_state_of(report: Report) -> State:
    """What can come back alone. No queries."""
    rows = {row.id: row for row in words_of(report)}
    return State(str(report.project_id), rows, {}, {}, str(report.pk))


def standing_figures(project: Project, report: Report) -> Figures:
    """Live while the report is written; afterwards those that were kept when it was handed in."""
    if report.state in WRITABLE or report.figures is None:
        return figures_of(project, report.period, report.partner)
    return dict(report.figures)


def words_of(report: Report) -> Iterator[Row]:
    """A row for each part, empty ones too: somebody may write them; then its language."""
    for part in TOLD:
        fields = {"part": part, "text": clean_text(getattr(report, part))}
        yield Row(f"part:{part}", "part", report.version, fields)
    fields = {"part": ReportPart.LANGUAGE.value, "text": report.language}
    yield Row("part:language", "tongue", report.version, fields)


def _said(project: Project, report: Report) -> Iterator[Row]:
    if report.partner_id is not None:
        return
    for other in reports_of(project):
        if other.period_id != report.period_id or other.partner is None:
            continue
        name = clean_text(other.partner.name)
        for part in TOLD:
            if text := clean_text(getattr(other, part)):
                fields = {"partner": name, "part": part, "text": text}
                yield Row(f"said:{other.pk}:{part}", "said", 0, fields)


def _days(report: Report) -> Iterator[Row]:
    """Which days it covers and when it is due: shown there, changed on the page of reports."""
    days = {"starts": report.period.starts.isoformat(), "ends": report.period.ends.isoformat()}
    yield Row(f"period:{report.period_id}", "period", 0, days)
    if report.due_on:
        yield Row(f"due:{report.pk}", "due", 0, {"starts": "", "ends": report.due_on.isoformat()})


def _figures(figures: Figures) -> Iterator[Row]:
    yield from (_measure(row) for row in figures["indicators"])
    yield from (_task(row) for row in figures["activities"])
    money = figures["money"]
    yield from (_cost(row) for row in money["lines"])
    yield from _sums(money)
    for rate in money["rates"]:
        fields = {
            "kind": "number",
            "currency": rate["currency"],
            "per_unit": plain(Decimal(rate["per_unit"])),
            "on": rate["on"] or "",
            "source": clean_text(rate["source"]),
        }
        yield Row(f"rate:{rate['currency']}", "rate", 0, fields)


def _measure(row: Mapping[str, Any]) -> Row:
    fields = {
        "kind": row["kind"],
        "text": clean_text(row["text"]),
        "unit": clean_text(row["unit"]),
        "aimed": _value(row["target"]),
        "measured": _value(row["measured"]),
        "confirmed": yes_no(row["confirmed"]) if row["measured"] else "",
        "source": clean_text(row["source"]),
    }
    return Row(f"measure:{row['id']}", "measure", 0, fields)


def _value(value: Mapping[str, Any] | None) -> str:
    if value is None:
        return ""
    given: dict[str, Any] = {
        name: Decimal(entry) if name in NUMBERS else entry for name, entry in value.items()
    }
    return value_text(Value(**given))


def _task(row: Mapping[str, Any]) -> Row:
    fields = {
        "kind": "number",
        "text": clean_text(row["title"]),
        "starts": row["starts"] or "",
        "ends": row["ends"] or "",
        "share": plain(row["done"]),
    }
    return Row(f"task:{row['id']}", "task", 0, fields)


def _cost(row: Mapping[str, Any]) -> Row:
    fields = {
        "text": clean_text(row["text"]),
        "partner": clean_text(row["partner"]),
        "currency": row["currency"],
        "planned": _amount(row["planned"]),
        "spent": _amount(row["spent"]),
        "confirmed": yes_no(row["confirmed"]),
    }
    return Row(f"cost:{row['id']}", "cost", 0, fields)


def _amount(amount: str | None) -> str:
    return "" if amount is None else plain(Decimal(amount))


def _sums(money: Mapping[str, Any]) -> Iterator[Row]:
    """Each currency apart; all together only where a rate is named for every one of them."""
    planned, spent = money["planned"], money["spent"]
    for code in dict.fromkeys((*planned["own"], *spent["own"])):
        fields = {
            "text": "",
            "currency": code,
            "planned": _amount(planned["own"].get(code)),
            "spent": _amount(spent["own"].get(code)),
        }
        yield Row(f"sum:{code}", "sum", 0, fields)
    if len({*planned["own"], *spent["own"]} | {money["currency"]}) > 1:
        # Where a rate lacks, nothing is added, and the row stays away rather than say half.
        converted = {
            name: _amount(total["converted"]) if total["own"] else ""
            for name, total in (("planned", planned), ("spent", spent))
        }
        if any(converted.values()):
            fields = {"text": "", "currency": money["currency"]} | converted
            yield Row("converted:all", "converted", 0, fields)
