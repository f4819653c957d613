"""The workbench as a coordinator sees it: on a phone, in Arabic, without JavaScript."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.urls import reverse

from twoshores.catalogue.services import catalogue_load
from twoshores.engines.indicators import Value
from twoshores.projects.models import Project
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services.budget import AmountData, line_create
from twoshores.projects.services.chain import result_create
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.plan import PartsData, activity_create
from twoshores.projects.services.rows import row_create
from twoshores.projects.tests import designs

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    *("workbench_project", "workbench_blocks", "workbench_chain", "workbench_partners"),
    *("workbench_people", "workbench_risks", "workbench_plan", "workbench_budget"),
    *("workbench_expenses", "workbench_rates", "workbench_indicators", "workbench_periods"),
    *("workbench_files", "iati_shares", "workbench_public", "workbench_history"),
    *("indicator_new", "activity_new", "line_new"),
    *("expense_new", "risk_new", "partner_new", "project_edit"),
)


@pytest.fixture
def design(transactional_db):
    """A design with one of each part, in two currencies."""
    catalogue_load()
    world = designs.build()
    by, project = world.coordinator, world.project
    goal = result_create(by=by, project=project, level="goal", facts={"text": "Moins de maladies"})
    [period] = periods_make(
        by=by, project=project, spans=[("2027", date(2027, 1, 1), date(2027, 12, 31))]
    )
    indicator = measuring.indicator_create(
        by=by, project=project, facts={"text": "Puits", "kind": "number", "result": goal}
    )
    measuring.measurement_add(
        by=by,
        indicator=indicator,
        period=period,
        data=measuring.MeasurementData(Value(number=D(3)), date(2027, 3, 1)),
    )
    for title, who in (("Forer", world.lead), ("Collecter", world.partner)):
        activity_create(
            by=by,
            project=project,
            facts={"title": title, "starts": date(2026, 9, 1), "ends": date(2026, 10, 1)},
            parts=PartsData(responsible=who),
        )
    for partner, currency in ((world.lead, "XOF"), (world.partner, "EUR")):
        facts = {"text": "Pompes", "partner": partner, "category": "equipment"}
        line_create(
            by=by,
            project=project,
            facts=facts | {"currency": currency},
            amounts={period: AmountData(D(1000))},
        )
    risk = {"kind": "external", "text": "Sécheresse", "likelihood": 4, "effect": 5}
    row_create(by=by, project=project, model=project.risks.model, facts=risk)
    return world


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_every_page_is_read_by_axe_and_fits(reader, axe, design, language, width):
    somebody = reader(language, width)
    design.coordinator.language = language
    design.coordinator.save()
    somebody.sign_in(design.coordinator)
    found = []
    for name in PAGES:
        page = somebody.open(reverse(name, args=[design.project.pk]))
        found += [f"{name}: {problem}" for problem in axe(page)]
        if overflow(page):
            found.append(f"{name}: {overflow(page)} pixels too wide")
    assert found == []
    assert somebody.console == []


def test_a_design_from_an_empty_page_without_javascript(reader, design):
    """Title, a block, its chain, an activity: by buttons and links alone, on a phone."""
    somebody = reader("fr", 360, javascript=False)
    design.coordinator.language = "fr"
    design.coordinator.save()
    somebody.sign_in(design.coordinator)
    page = somebody.open(reverse("project_new"))
    page.locator("#id_title").fill("Des mois plus calmes à Kayes")
    page.locator("#id_language").select_option("fr")
    page.get_by_role("button", name="Enregistrer et continuer").click()
    project = Project.objects.get(title="Des mois plus calmes à Kayes")
    page.locator(f'form[action$="/{"financial-literacy"}/"] button').click()
    assert project.blocks.get().block == "financial-literacy"
    page.get_by_role("link", name="Voir la chaîne de résultats").click()
    assert page.locator("ul.chain li.outcome").count() == 3
    page.goto(somebody.base_url + reverse("activity_new", args=[project.pk]))
    page.locator("#id_title").fill("Réunion des familles")
    page.locator("#id_starts").fill("2027-02-01")
    page.locator("#id_ends").fill("2027-01-01")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert page.locator(".errors").is_visible()  # what was typed stays
    assert page.locator("#id_title").input_value() == "Réunion des familles"
    page.locator("#id_ends").fill("2027-02-10")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert project.activities.filter(title="Réunion des familles").exists()
