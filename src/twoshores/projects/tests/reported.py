"""A period with its reports opened and something noted in it."""

from datetime import date
from decimal import Decimal

import pytest

from twoshores.engines.indicators import Value
from twoshores.projects.models import Report
from twoshores.projects.services.budget import AmountData, ExpenseData, expense_add, line_create
from twoshores.projects.services.indicators import (
    MeasurementData,
    indicator_create,
    measurement_add,
    targets_set,
)
from twoshores.projects.services.plan import PartsData, activity_create, progress_note
from twoshores.projects.services.reports import reports_open


@pytest.fixture
def opened(design, periods) -> dict[str, Report]:
    made = reports_open(by=design.coordinator, period=periods[0], due_on=date(2027, 7, 31))
    return {row.partner.name if row.partner else "all": row for row in made}


@pytest.fixture
def figures(design, periods):
    """A well measured, an activity half done, money in two currencies spent in the first period."""
    by, project = design.coordinator, design.project
    facts = {"text": "Wells dug", "kind": "number", "adds": "new", "unit": "wells"}
    wells = indicator_create(by=by, project=project, facts=facts)
    targets_set(by=by, indicator=wells, targets={periods[0]: Value(number=Decimal(3))})
    measured = measurement_add(
        by=by,
        indicator=wells,
        period=periods[0],
        data=MeasurementData(value=Value(number=Decimal(2)), on=date(2027, 6, 1)),
    )
    activity = activity_create(
        by=by,
        project=project,
        facts={"title": "Dig", "starts": date(2027, 2, 1), "ends": date(2027, 8, 1)},
        parts=PartsData(responsible=design.lead),
    )
    progress_note(
        by=by, activity=activity, on=date(2027, 6, 1), done_percent=50, text="", language="fr"
    )
    for partner, currency, amount in ((design.lead, "GNF", 655957), (design.partner, "EUR", 500)):
        line = line_create(
            by=by,
            project=project,
            facts={
                "text": f"Pumps {currency}",
                "partner": partner,
                "category": "equipment",
                "currency": currency,
            },
            amounts={periods[0]: AmountData(Decimal(amount))},
        )
        data = ExpenseData(line, date(2027, 3, 1), Decimal(amount) / 2, currency, "Six pumps")
        expense_add(by=by, project=project, data=data)
    return measured
