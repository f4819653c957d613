"""The public page of a designed project: its title, its countries, the parts it shows."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from twoshores.engines.budget import add_up

from ..models import Document, Project
from ..selectors.budget import rates_of, shares_of
from ..selectors.chain import goals_of
from ..selectors.documents import papers_marked
from ..selectors.indicators import Row, confirmed_rows
from ..selectors.news import shown_news
from ..selectors.plan import plan_of
from ..values import value_words
from ..worked import WORKED_PAGES
from . import budget_table, documents, news_page, plan_chart, project_record


def context(project: Project) -> dict[str, Any]:
    """Nothing is read of a part that is not shown."""
    shown = set(project.shown)
    found: dict[str, Any] = {
        "project": project,
        "record": project_record.record(project),
        "facts": project_record.facts(project),
        "shown": shown,
        "partners": list(project.partners.all()) if "partners" in shown else [],
    }
    if project.rebuilt_from_id is not None:
        found["worked_pages"] = [
            {"label": row.label, "href": reverse(row.page, args=[project.code])}
            for row in WORKED_PAGES
            if row.exists(project)
        ]
    if "chain" in shown:
        found["goals"] = goals_of(project)
    if "indicators" in shown:
        found["indicators"] = [measured(row) for row in confirmed_rows(project)]
    if "plan" in shown:
        found["plan"] = _plan(project, named="partners" in shown)
    if "budget" in shown:
        found["budget"] = _money(project)
    if "news" in shown:
        found["news"] = [news_page.item(row, project.code) for row in shown_news(project)]
    if "papers" in shown:
        found["papers"] = [_paper(row, project.code) for row in papers_marked(project)]
    return found


def _plan(project: Project, *, named: bool) -> dict[str, Any]:
    """named: whether others may know which partner does what."""
    work = plan_of(project, doers=named)
    drawn = plan_chart.context(work, project, timezone.localdate())
    key = drawn["key"] if named else []
    return {"chart": drawn["chart"], "rows": drawn["rows"], "key": key}


def _money(project: Project) -> dict[str, Any]:
    amounts = [one for planned in shares_of(project).values() for one in planned]
    rates = rates_of(project, {one.currency for one in amounts})
    total = add_up(amounts, rates.rates)
    return {
        "planned": budget_table.own_words(total),
        "converted": budget_table.converted_words(total, project),
        "mixed": total.is_mixed,
        "rates": [budget_table.rate_words(rate, project) for rate in rates.named],
    }


def _paper(row: Document, code: str) -> dict[str, Any]:
    return documents.item(row) | {"href": reverse("shown_paper", args=[code, row.pk])}


def measured(row: Row) -> dict[str, Any]:
    """An indicator for others: its aim, and what was measured."""
    confirmed = [cell for cell in row.cells if cell.measurement is not None]
    return {
        "text": row.indicator.text,
        "aimed": value_words(row.aimed.value, row.indicator),
        "cells": [(cell.period.name, value_words(cell.value, row.indicator)) for cell in confirmed],
    }
