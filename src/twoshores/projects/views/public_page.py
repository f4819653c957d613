"""The public page of a designed project: its title, its countries, the parts it shows."""

from typing import Any

from django.utils import timezone

from ..models import Project
from ..selectors.budget import budget_of
from ..selectors.chain import chain_of
from ..selectors.indicators import Row, indicator_rows
from ..selectors.news import shown_news
from ..selectors.plan import plan_of
from ..values import value_words
from . import budget_table, news_page, plan_chart, project_record


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
    if "chain" in shown:
        found["chain"] = chain_of(project)
    if "indicators" in shown:
        found["indicators"] = [measured(row) for row in indicator_rows(project)]
    if "plan" in shown:
        work = plan_of(project)
        drawn = plan_chart.context(work, project, timezone.localdate())
        found["plan"] = {"chart": drawn["chart"], "rows": drawn["rows"], "key": drawn["key"]}
    if "budget" in shown:
        money = budget_of(project)
        found["budget"] = {
            "planned": budget_table.own_words(money.money),
            "converted": budget_table.converted_words(money.money, project),
            "mixed": money.money.is_mixed,
            "rates": [budget_table.rate_words(rate, project) for rate in money.rates.named],
        }
    if "news" in shown:
        found["news"] = [news_page.item(row, project.code) for row in shown_news(project)]
    return found


def measured(row: Row) -> dict[str, Any]:
    """An indicator for others: only what somebody confirmed."""
    confirmed = [
        cell for cell in row.cells if cell.measurement is not None and cell.measurement.confirmed_at
    ]
    return {
        "text": row.indicator.text,
        "aimed": value_words(row.aimed.value, row.indicator),
        "cells": [(cell.period.name, value_words(cell.value, row.indicator)) for cell in confirmed],
    }
