"""Today: what is late, contradictory, to be confirmed or measured; what nobody began."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from twoshores.engines.indicators import Value
from twoshores.engines.schedule import Broken
from twoshores.projects.selectors.today import waiting_at
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services.budget import ExpenseData, expense_add, line_create
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import activity_create
from twoshores.projects.services.projects import project_move
from twoshores.projects.views import today_page
from twoshores.projects.waiting import WaitingItem

TODAY = date(2027, 7, 10)


@pytest.fixture
def busy(design):
    by, project = design.coordinator, design.project
    first, _second = periods_make(
        by=by,
        project=project,
        spans=[
            ("One", date(2027, 1, 1), date(2027, 6, 30)),
            ("Two", date(2027, 7, 1), date(2027, 12, 31)),
        ],
    )
    for text in ("Wells", "Committees"):
        indicator = measuring.indicator_create(
            by=by, project=project, facts={"text": text, "kind": "number"}
        )
        measuring.targets_set(
            by=by, indicator=indicator, targets={first: Value(number=D(6)), _second: None}
        )
    data = measuring.MeasurementData(Value(number=D(3)), date(2027, 3, 1))
    measuring.measurement_add(by=by, indicator=indicator, period=first, data=data)
    activity_create(
        by=by,
        project=project,
        facts={"title": "Drill", "starts": date(2027, 1, 1), "ends": date(2027, 7, 1)},
    )
    line = line_create(
        by=by,
        project=project,
        facts={"text": "Pumps", "partner": design.lead, "category": "travel", "currency": "EUR"},
    )
    expense_add(
        by=by, project=project, data=ExpenseData(line, date(2027, 3, 1), D(5), "EUR", "Two")
    )
    project.risks.create(
        kind="external", text="Drought", likelihood=2, effect=2, review_on=date(2027, 7, 1)
    )
    return design


def test_what_waits_for_somebody_else_than_who_entered_it(busy):
    own = waiting_at(busy.project, busy.coordinator, TODAY)
    assert (own.to_confirm, own.expenses) == ([], 0)
    others = waiting_at(busy.project, busy.abroad, TODAY)
    assert [row.indicator.text for row in others.to_confirm] == ["Committees"]
    assert others.expenses == 1
    assert [(found.kind, found.days) for found in own.breaks] == [(Broken.LATE, 9)]
    assert [(period.name, number) for period, number in own.unmeasured] == [("One", 1)]
    assert [risk.text for risk in own.risks] == ["Drought"]
    assert own.steps == ["problem", "blocks"]


def test_under_way_nothing_asks_for_the_design(busy):
    project_move(by=busy.coordinator, project=busy.project, move="begin")
    assert waiting_at(busy.project, busy.coordinator, TODAY).steps == []


def test_the_page_of_today_takes_few_queries(busy, client, django_assert_max_num_queries):
    client.force_login(busy.coordinator)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_project", args=[busy.project.pk])).text
    assert "Choose building blocks" in page
    for words in ("Drill", "The whole plan", "Wells", "Committees"):
        assert words in page


def test_what_is_late_stands_first_and_says_since_when(busy):
    found = today_page.context(
        waiting_at(busy.project, busy.abroad, TODAY),
        busy.project,
        TODAY,
        [
            WaitingItem("Sign", "/sign/", due=date(2027, 7, 13)),
            WaitingItem("Meet", "/meet/", due=date(2027, 7, 10)),
            WaitingItem("Tell", "/tell/", due=date(2027, 6, 30)),
        ],
        writes=True,
    )
    said = [
        (row["title"], row.get("when") or row.get("tag", {}).get("text")) for row in found["waits"]
    ]
    assert said[:4] == [
        ("Tell", "10 days late"),
        ("Look at this risk again", "July 1, 2027"),
        ("Meet", "today"),
        ("Sign", "in 3 days"),
    ]
    assert [row["title"] for row in found["waits"] if row.get("main")] == ["Tell"]


def test_a_long_plan_shows_what_is_nearest(busy, monkeypatch):
    monkeypatch.setattr(today_page, "MOST_ACTIVITIES", 2)
    days = {
        "Long ago": (date(2026, 1, 1), date(2026, 1, 9), 100),
        "Soon": (date(2027, 7, 20), date(2027, 8, 1), None),
        "Far away": (date(2028, 7, 20), date(2028, 8, 1), None),
    }
    for title, (starts, ends, done) in days.items():
        facts = {"title": title, "starts": starts, "ends": ends, "done_percent": done}
        activity_create(by=busy.coordinator, project=busy.project, facts=facts)
    waiting = waiting_at(busy.project, busy.coordinator, TODAY)
    shown = today_page.context(waiting, busy.project, TODAY, [], writes=True)["plan"]
    assert [row["activity"].title for row in shown["rows"]] == ["Drill", "Soon"]
    assert shown["others"] == "2 more"


def test_items_of_higher_apps_stand_in_the_list_the_earliest_first(design, client, monkeypatch):
    from twoshores.projects import waiting

    def source(project, reader, today):
        assert (project, reader) == (design.project, design.coordinator)
        return [
            waiting.WaitingItem("Someday", "/later/"),
            waiting.WaitingItem("Sign", "/sign/", said="Le mémorandum", due=date(2020, 1, 1)),
        ]

    monkeypatch.setattr(waiting, "SOURCES", [source])
    client.force_login(design.coordinator)
    page = client.get(reverse("workbench_project", args=[design.project.pk])).content.decode()
    assert page.index("/sign/") < page.index("/later/")
    assert "Le mémorandum" in page
    assert "Nothing waits today." not in page
