"""What waits at a project, in words. No queries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.formatting import format_number

from ..models import Project
from ..selectors.today import MOST, Waiting
from ..waiting import WaitingItem
from . import report_words
from .plan_chart import break_words


def context(
    waiting: Waiting, project: Project, today: date, elsewhere: Sequence[WaitingItem]
) -> dict[str, Any]:
    """What `projects/today.html` shows; elsewhere: items that higher apps registered."""
    return {
        "quiet": waiting.is_quiet and not elsewhere,
        "today": today,
        "elsewhere": elsewhere[:MOST],
        "steps": [_step(name, project) for name in waiting.steps],
        "breaks": [break_words(found, waiting.work) for found in waiting.breaks],
        "to_confirm": waiting.to_confirm,
        "expenses": _expenses(waiting.expenses),
        "unmeasured": [
            {"period": period.name, "words": _unmeasured(number)}
            for period, number in waiting.unmeasured
        ],
        "due_risks": waiting.risks,
        "reports": [report_words.head(row, today) for row in waiting.reports],
    }


def _step(name: str, project: Project) -> dict[str, str]:
    label, page = {
        "problem": (_("Say what is wrong today, and for whom"), "project_edit"),
        "blocks": (_("Choose building blocks, or write the goal"), "workbench_blocks"),
        "partners": (_("Add a partner on the other shore"), "partner_new"),
        "plan": (_("Plan the first activity"), "activity_new"),
        "periods": (_("Say how often there is a report"), "workbench_periods"),
        "budget": (_("Plan the money"), "line_new"),
        "risks": (_("Write down what may go wrong"), "risk_new"),
    }[name]
    return {"label": label, "href": reverse(page, args=[project.pk])}


def _expenses(number: int) -> str:
    if not number:
        return ""
    return ngettext(
        "%(n)s expense waits for somebody else to confirm it.",
        "%(n)s expenses wait for somebody else to confirm them.",
        number,
    ) % {"n": format_number(number)}


def _unmeasured(number: int) -> str:
    return ngettext(
        "%(n)s indicator has an aim and no measurement.",
        "%(n)s indicators have an aim and no measurement.",
        number,
    ) % {"n": format_number(number)}
