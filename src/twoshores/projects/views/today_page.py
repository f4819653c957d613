"""What waits at a project, and how it stands, in words. No queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twoshores.common.formatting import format_day, format_number, format_share, labelled
from twoshores.engines.budget import time_gone

from ..models import Activity, Project, Report
from ..selectors.indicators import Row
from ..selectors.plan import WorkPlan
from ..selectors.today import MOST, Waiting
from ..values import value_of, value_words
from ..waiting import WaitingItem
from . import plan_chart, report_words
from .plan_chart import break_words

MOST_ACTIVITIES, MOST_INDICATORS = 10, 8
type Wait = dict[str, Any]


def context(
    waiting: Waiting,
    project: Project,
    today: date,
    elsewhere: Sequence[WaitingItem],
    *,
    writes: bool,
) -> dict[str, Any]:
    """What `projects/today.html` shows; elsewhere: items that higher apps registered."""
    waits = _waits(waiting, project, today) + [_item(one, today) for one in elsewhere[:MOST]]
    # What has a day comes first, the earliest in front; all else stays in its order.
    waits.sort(key=lambda wait: wait["due"] or date.max)
    waits += [_step(name, project, writes) for name in waiting.steps]
    if waits and writes:
        waits[0]["main"] = True  # one filled button a page
    return {"waits": waits, "plan": _plan(waiting.work, project, today)} | _results(
        waiting.measured, project, today
    )


def _waits(waiting: Waiting, project: Project, today: date) -> list[Wait]:
    found = [_broken(break_words(one, waiting.work), project) for one in waiting.breaks]
    found += [_report(row, project, today) for row in waiting.reports]
    indicators = reverse("workbench_indicators", args=[project.pk])
    found += [
        _wait(labelled(period.name, _unmeasured(number)), indicators, _("Measure"))
        for period, number in waiting.unmeasured
    ]
    found += [
        _wait(
            _("Confirm what was measured"),
            reverse("indicator_detail", args=[project.pk, row.indicator_id]),
            _("Look at it"),
            said=row.indicator.text,
            language=project.language,
            text=row.period.name,
        )
        for row in waiting.to_confirm
    ]
    if waiting.expenses:
        expenses = reverse("workbench_expenses", args=[project.pk])
        found.append(_wait(_expenses(waiting.expenses), expenses, _("Look at it")))
    found += [
        _wait(
            _("Look at this risk again"),
            reverse("workbench_risks", args=[project.pk]),
            _("Look at it"),
            said=row.text,
            language=project.language,
            when=format_day(row.review_on),
            due=row.review_on,
        )
        for row in waiting.risks
    ]
    return found


def _wait(title: str, href: str, action: str, **more: Any) -> Wait:
    """For components/waits.html."""
    return {"title": title, "href": href, "action": action, "due": None, **more}


def _broken(found: dict[str, Any], project: Project) -> Wait:
    words = _("mend") if found["kind"] == "bad" else _("mind")
    return _wait(
        found["text"],
        reverse("activity_detail", args=[project.pk, found["task"]]),
        _("Look at it"),
        tag={"kind": found["kind"], "text": words},
    )


def _report(row: Report, project: Project, today: date) -> Wait:
    head = report_words.head(row, today)
    return _wait(
        labelled(_("Report"), head["whose"]),
        reverse("report_detail", args=[project.pk, row.pk]),
        _("Write the report"),
        text=" · ".join([head["period"], _("due on %(day)s") % {"day": head["due"]}]),
        due=row.due_on,
        **_when(row.due_on, today),
    )


def _item(item: WaitingItem, today: date) -> Wait:
    more = _when(item.due, today)
    text = format_day(item.due) if item.due else ""
    return _wait(
        item.text, item.href, _("Look at it"), said=item.said, text=text, due=item.due, **more
    )


def _when(due: date | None, today: date) -> dict[str, Any]:
    """How long until it is due, or since when it is late."""
    if due is None:
        return {}
    days = (due - today).days
    n = {"n": format_number(abs(days))}
    if days < 0:
        words = ngettext("%(n)s day late", "%(n)s days late", -days) % n
        return {"tag": {"kind": "bad", "text": words}}
    if days == 0:
        return {"when": _("today")}
    return {"when": ngettext("in %(n)s day", "in %(n)s days", days) % n}


def _step(name: str, project: Project, writes: bool) -> Wait:
    label, page = {
        "problem": (_("Say what is wrong today, and for whom"), "project_edit"),
        "blocks": (_("Choose building blocks, or write the goal"), "workbench_blocks"),
        "partners": (_("Add a partner on the other shore"), "partner_new"),
        "plan": (_("Plan the first activity"), "activity_new"),
        "periods": (_("Say how often there is a report"), "workbench_periods"),
        "budget": (_("Plan the money"), "line_new"),
        "risks": (_("Write down what may go wrong"), "risk_new"),
    }[name]
    return _wait(label, reverse(page, args=[project.pk]) if writes else "", _("Begin"))


def _expenses(number: int) -> str:
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


def _plan(work: WorkPlan, project: Project, today: date) -> dict[str, Any]:
    """The activities that are nearest to today, drawn as on the page of the plan."""
    dated = [row for row in work.activities if row.starts and row.ends]
    near = {row.pk for row in sorted(dated, key=lambda row: _far(row, today))[:MOST_ACTIVITIES]}
    kept = {str(key) for key in near}
    part = WorkPlan(
        [row for row in dated if row.pk in near],
        work.partners,
        replace(
            work.plan,
            tasks=tuple(task for task in work.plan.tasks if task.id in kept),
            links=tuple(x for x in work.plan.links if {x.before, x.after} <= kept),
        ),
    )
    drawn = plan_chart.context(part, project, today)
    return {name: drawn[name] for name in ("chart", "rows", "key")} | {
        "others": _others(len(work.activities) - len(near))
    }


def _far(row: Activity, today: date) -> tuple[bool, int]:
    """What is under way or late first, then by the days to or since."""
    assert row.starts is not None
    assert row.ends is not None
    is_done = row.done_percent == 100
    if row.starts <= today and not is_done:
        return False, 0
    return is_done, abs(
        (row.starts - today).days if row.starts > today else (today - row.ends).days
    )


def _others(number: int) -> str:
    return (
        ngettext("%(n)s more", "%(n)s more", number) % {"n": format_number(number)}
        if number
        else ""
    )


def _results(rows: Sequence[Row], project: Project, today: date) -> dict[str, Any]:
    """Indicators with where they began, the latest measurement, their aim and how far they are."""
    gone = time_gone(project.starts, project.ends, today)
    return {
        "results": [_result(row) for row in rows[:MOST_INDICATORS]],
        "more_results": _others(max(0, len(rows) - MOST_INDICATORS)),
        "gone": gone,
        "gone_words": "" if gone is None else format_share(gone, 0),
    }


def _result(row: Row) -> dict[str, Any]:
    indicator = row.indicator
    entries = [cell.measurement for cell in row.cells if cell.measurement is not None]
    last = max(entries, key=lambda entry: entry.on, default=None)
    return {
        "indicator": indicator,
        "baseline": value_words(row.baseline, indicator),
        "latest": value_words(row.reached.value, indicator)
        or value_words(value_of(last), indicator),
        "aimed": value_words(row.aimed.value, indicator),
        "has_target": row.has_target,
        "share": row.done,
        "share_words": "" if row.done is None else format_share(row.done, 0),
        "on": last.on if last else None,
        "confirmed": bool(last and last.confirmed_at),
    }
