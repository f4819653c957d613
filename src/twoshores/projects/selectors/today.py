"""What waits at a project that the reader was let into: for its people, today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from twoshores.accounts.models import User
from twoshores.engines.schedule import Break, breaks_of

from ..models import (
    BudgetLine,
    Expense,
    Measurement,
    Period,
    Project,
    ProjectBlock,
    Report,
    Result,
    Risk,
    Target,
)
from .plan import WorkPlan, plan_of
from .reports import reports_waiting

MOST = 20
DAYS_AHEAD = 14  # so long before it is due a report is spoken of


@dataclass(frozen=True, slots=True)
class Waiting:
    """Each list is at most `MOST` long; `steps` are parts of a design that nobody began."""

    work: WorkPlan
    breaks: list[Break]
    to_confirm: list[Measurement]
    expenses: int  # entered by others, not confirmed
    unmeasured: list[tuple[Period, int]]  # past periods and how many aims have no measurement
    risks: list[Risk]  # to be looked at again by now
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
    """At most nine queries more, whatever the size of the project."""
    work = plan_of(project)
    measured = Measurement.objects.filter(indicator__project=project, corrected_by=None)
    unconfirmed = measured.filter(confirmed_at=None).exclude(entered_by=reader)
    expenses = Expense.objects.filter(
        project=project, corrected_by=None, is_void=False, confirmed_at=None
    ).exclude(entered_by=reader)
    counted = _counted(project, expenses)
    return Waiting(
        work=work,
        breaks=breaks_of(work.plan, today)[:MOST],
        to_confirm=list(unconfirmed.select_related("indicator", "period")[:MOST]),
        expenses=counted["waiting_expenses"] or 0,
        unmeasured=_unmeasured(project, today),
        risks=list(project.risks.filter(closed_on=None, review_on__lte=today)[:MOST]),
        reports=reports_waiting(project, today, within=DAYS_AHEAD)[:MOST],
        steps=_steps(project, work, counted),
    )


def _unmeasured(project: Project, today: date) -> list[tuple[Period, int]]:
    """Periods that are over and open, with the number of aims that nobody measured. One query."""
    measured = Measurement.objects.filter(
        indicator=OuterRef("indicator"), period=OuterRef("period"), corrected_by=None
    )
    rows = (
        Target.objects.filter(
            ~Exists(measured),
            indicator__project=project,
            period__ends__lt=today,
            period__locked_at=None,
        )
        .select_related("period")
        .order_by("period__position")
    )
    return list(Counter(row.period for row in rows).items())[:MOST]


def _counted(project: Project, expenses: QuerySet[Expense]) -> dict[str, Any]:
    """How many expenses wait, and which parts of the design stand empty. One query."""
    number = expenses.order_by().values("project").annotate(number=Count("pk")).values("number")
    parts = {"blocks": ProjectBlock, "results": Result, "periods": Period}
    parts |= {"budget": BudgetLine, "risks": Risk}
    return dict(
        Project.objects.filter(pk=project.pk)
        .values(
            waiting_expenses=Subquery(number),
            **{
                f"has_{name}": Exists(model._default_manager.filter(project=OuterRef("pk")))
                for name, model in parts.items()
            },
        )
        .get()
    )


def _steps(project: Project, work: WorkPlan, has: dict[str, Any]) -> list[str]:
    """Parts of a design that stand empty, in the order in which people write them."""
    if project.stage != Project.Stage.DESIGN:
        return []
    begun = {
        "problem": bool(project.problem.strip()),
        "blocks": has["has_blocks"] or has["has_results"],
        "partners": len(project.partners.all()) > 1,
        "plan": bool(work.activities),
        "periods": has["has_periods"],
        "budget": has["has_budget"],
        "risks": has["has_risks"],
    }
    return [name for name, done in begun.items() if not done]
