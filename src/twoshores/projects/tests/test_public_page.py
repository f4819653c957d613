"""Others see what a project chose to show, and nothing else of it."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from twoshores.common.tests import files
from twoshores.engines.indicators import Value
from twoshores.projects.public_parts import PARTS
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services.budget import AmountData, line_create
from twoshores.projects.services.chain import result_create
from twoshores.projects.services.documents import Upload, document_add, document_update
from twoshores.projects.services.news import news_create
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import activity_create
from twoshores.projects.services.projects import partner_update, project_show, project_update

WORDS = {
    "problem": "Two hours to bad water",
    "chain": "Fewer sick children",
    "indicators": "Families at a protected well",
    "plan": "Drill six wells",
    "budget": "7,777",
    "partners": "Collects the money in Paris",
    "news": "The first well gives water",
    "papers": "Statutes.pdf",
}


@pytest.fixture
def whole(design):
    by, project = design.coordinator, design.project
    project_update(by=by, project=project, opened_version=1, facts={"problem": WORDS["problem"]})
    result_create(by=by, project=project, level="goal", facts={"text": WORDS["chain"]})
    [period] = periods_make(
        by=by, project=project, spans=[("2027", date(2027, 1, 1), date(2027, 12, 31))]
    )
    indicator = measuring.indicator_create(
        by=by, project=project, facts={"text": WORDS["indicators"], "kind": "number"}
    )
    data = measuring.MeasurementData(Value(number=D(4321)), date(2027, 3, 1))
    measuring.measurement_add(by=by, indicator=indicator, period=period, data=data)
    activity_create(
        by=by,
        project=project,
        facts={"title": WORDS["plan"], "starts": date(2027, 1, 1), "ends": date(2027, 2, 1)},
    )
    line_create(
        by=by,
        project=project,
        facts={"text": "A secret line", "partner": design.lead, "category": "travel"}
        | {"currency": "EUR"},
        amounts={period: AmountData(D(7777))},
    )
    partner_update(
        by=by,
        project=project,
        partner=design.partner,
        opened_version=1,
        facts={"role": WORDS["partners"]},
    )
    facts = {"title": WORDS["news"], "language": "fr", "on": date(2026, 3, 1)}
    news_create(by=by, project=project, facts=facts | {"is_public": True})
    paper = document_add(by=by, project=project, upload=Upload("Statutes.pdf", files.PDF))
    document_update(by=by, project=project, row=paper, opened_version=1, facts={"is_public": True})
    return design


def show(design, *parts):
    project_show(
        by=design.coordinator,
        project=design.project,
        visibility="public",
        shown=parts,
        opened_version=design.project.version,
    )


@pytest.mark.parametrize("part", list(PARTS))
def test_one_chosen_part_shows_and_the_others_do_not(whole, client, part):
    show(whole, part)
    page = client.get(reverse("project", args=[whole.project.code])).text
    assert {name for name, words in WORDS.items() if words in page} == {part}
    assert "A secret line" not in page
    assert "text box" not in page  # which only example projects have


def test_what_nobody_confirmed_is_not_shown(whole, client):
    show(whole, "indicators")
    page = client.get(reverse("project", args=[whole.project.code])).text
    assert "4,321" not in page


def test_the_public_page_takes_few_queries(whole, client, django_assert_max_num_queries):
    show(whole, *PARTS)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("project", args=[whole.project.code])).text
    assert all(words in page for words in WORDS.values())


def test_a_plan_shown_alone_names_no_partner(whole, client):
    show(whole, "plan")
    assert "Kayes in Paris" not in client.get(reverse("project", args=[whole.project.code])).text
