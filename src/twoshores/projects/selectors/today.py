"""What waits at a project that the reader was let into: for its people, today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    Model,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from twoshores.accounts.models import User
from twoshores.engines.schedule import Break, breaks_of

from ..models import (
    STANDING,
    BudgetLine,
    Expense,
    Measurement,
    Period,
    Project,
    ProjectBlock,
    Report,
    Result,
    Risk,
)
from .indicators import Row, measured_rows
from .plan import WorkPlan, plan_of
from .reports import reports_waiting

MOST = 20
DAYS_AHEAD = 14  # so long before it is due a report is spoken of
RISK, EXPENSES = "risk", "expenses"
# Parts of a design whose emptiness is spoken of.
BEGUN: dict[str, type[Model]] = {
    "blocks": ProjectBlock,
    "results": Result,
    "periods": Period,
    "budget": BudgetLine,
    "risks": Risk,
}


@dataclass(frozen=True, slots=True)
class RiskDue:
    text: str
    review_on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each list is at most `MOST` long; `steps` are parts of a design that nobody began."""

    work: WorkPlan
    measured: list[Row]
    breaks: list[Break]
    to_confirm: list[Measurement]
    expenses: int  # entered by others, not confirmed
    unmeasured: list[tuple[Period, int]]  # past periods and how many aims have no measurement
    risks: list[RiskDue]  # to be looked at again by now
    reports: list[Report]  # late, or due soon
    steps: list[str]

    @property
    def is_quiet(self) -> bool:
        return not (
            self.breaks
            or self.to_confirm
            or self.expenses
            or self.unmeasured
            or self.risks
            or self.reports
            or self.steps
        )


def waiting_at(project: Project, reader: User, today: date) -> Waiting:
    """Eight queries more, whatever the size of the project."""
    work, measured = plan_of(project), measured_rows(project)
    noted = _noted(project, reader, today)
    return Waiting(
        work=work,
        measured=measured,
        breaks=breaks_of(work.plan, today)[:MOST],
        to_confirm=_to_confirm(measured, reader),
        expenses=sum(int(text) for kind, text, _day in noted if kind == EXPENSES),
        unmeasured=_unmeasured(measured, today),
        risks=[RiskDue(text, day) for kind, text, day in noted if kind == RISK][:MOST],
        reports=reports_waiting(project, today, within=DAYS_AHEAD)[:MOST],
        steps=_steps(project, work, {kind for kind, _text, _day in noted}),
    )


def _to_confirm(measured: list[Row], reader: User) -> list[Measurement]:
    """What others measured and nobody confirmed, with its indicator and period."""
    found = []
    for row in measured:
        for cell in row.cells:
            entry = cell.measurement
            if entry and entry.confirmed_at is None and entry.entered_by_id != reader.pk:
                entry.indicator = row.indicator  # read already
                found.append(entry)
    return found[:MOST]


def _unmeasured(measured: list[Row], today: date) -> list[tuple[Period, int]]:
    """Periods that are over and open, with the number of aims that nobody measured."""
    missing = Counter(
        cell.period
        for row in measured
        for cell in row.cells
        if cell.target is not None
        and cell.measurement is None
        and cell.period.ends < today
        and cell.period.locked_at is None
    )
    return sorted(missing.items(), key=lambda pair: pair[0].position)[:MOST]


def _noted(project: Project, reader: User, today: date) -> list[tuple[str, str, date]]:
    """(kind, text, day): risks to look at, the number of expenses that wait, and each part of a
    design that somebody began. One query."""
    nothing, no_day = Value("", CharField()), Value(None, DateField())
    expenses = (
        Expense.objects.filter(STANDING, project=project, is_void=False, confirmed_at=None)
        .exclude(entered_by=reader)
        .order_by()
        .values("project")
        .annotate(number=Count("pk"))
    )
    begun = [
        _columns(
            Project.objects.filter(
                Exists(model._default_manager.filter(project=OuterRef("pk"))), pk=project.pk
            ),
            name,
            nothing,
            no_day,
        )
        for name, model in BEGUN.items()
    ]
    risks = project.risks.filter(closed_on=None, review_on__lte=today)
    rows = _columns(risks, RISK, F("text"), F("review_on")).union(
        _columns(expenses, EXPENSES, Cast("number", CharField()), no_day), *begun, all=True
    )
    return list(rows.order_by("row_day"))


def _columns(rows: QuerySet[Any, Any], kind: str, text: Any, day: Any) -> QuerySet[Any, Any]:
    made: QuerySet[Any, Any] = (
        rows.order_by()
        .annotate(row_kind=Value(kind, CharField()), row_text=text, row_day=day)
        .values_list("row_kind", "row_text", "row_day")
    )
    return made


def _steps(project: Project, work: WorkPlan, has: set[str]) -> list[str]:
    """Parts of a design that stand empty, in the order in which people write them."""
    if project.stage != Project.Stage.DESIGN:
        return []
    begun = {
        "problem": bool(project.problem.strip()),
        "blocks": bool({"blocks", "results"} & has),
        "partners": len(project.partners.all()) > 1,
        "plan": bool(work.activities),
        "periods": "periods" in has,
        "budget": "budget" in has,
        "risks": "risks" in has,
    }
    return [name for name, done in begun.items() if not done]
