"""A project, end to end, in a browser on a phone: from an empty page to a clean review, planned,
budgeted in two currencies, run for a period, reported on, and exported as IATI that validates.

Two people: the coordinator of an association in Kayes, and an officer of its partner in Paris who
confirms what the other entered.
"""

import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from tests.walks.walking import Walk
from twoshores.catalogue.services import catalogue_load
from twoshores.engines import iati
from twoshores.engines.review import PHASES
from twoshores.projects.models import Project
from twoshores.projects.tests import designs

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLOCKS = ("networking-events", "financial-literacy")
THREATS = ("external", "capacity", "project", "relational")


@pytest.fixture
def world(transactional_db):
    """Two organisations and their people; the project of the fixture is not the one walked."""
    catalogue_load()
    made = designs.build()
    made.keeper.iati_identifier = "XI-IATI-KAYESWATER"
    made.keeper.save()
    return made


@pytest.fixture
def walk(reader, world) -> Walk:
    somebody = reader("en", 360)
    somebody.sign_in(world.coordinator)
    return Walk(somebody)


ALLIANCE_PAGES = [
    "What the project needs",
    "The goal in each partner's words",
    "The shared goal",
    "Where partners differ",
    "Agreements",
    "What partners bring",
    "Stakeholders",
    "Learning from each other",
]


def test_from_an_empty_page_to_an_iati_file(walk, reader, world, tmp_path):
    begin(walk)
    partner_abroad(walk, world)
    compose(walk)
    complete_chain(walk)
    plan(walk)
    money(walk)
    people_and_risks(walk)
    complete_indicators(walk)
    answer_questions(walk)
    told = walk.go("workbench_review").inner_text("main")
    assert "No rule finds anything in what is known." in told, told
    # The pages of the alliance are another walk's (test_alliance.py): nothing else is unknown.
    unknown = re.findall(r"^(.+) \d rules? waits? for it$", told, re.MULTILINE)
    assert unknown == ALLIANCE_PAGES, told

    walk.go("workbench_project")
    walk.press("Put it under way")
    run_a_period(walk)
    confirm_abroad(walk, reader, world)
    report(walk)
    export(walk, tmp_path)
    assert walk.reader.console == []


def begin(walk: Walk) -> None:
    page = walk.reader.open(reverse("project_new"))
    walk._fill("title", "Calmer months in Kayes")
    walk.send(
        problem="Families spend what arrives in the first week of the month.",
        summary="Families and their people in Paris learn to plan together.",
        origin=("ML",),
        residence=("FR",),
        starts="2026-09-01",
        ends="2027-08-31",
        currency="EUR",
    )
    assert "/workbench/" in page.url
    walk.project = Project.objects.get(title="Calmer months in Kayes")


def partner_abroad(walk: Walk, world: Any) -> None:
    walk.go("partner_new")
    walk.send(
        organisation=str(world.partner_organisation.pk),
        name="Kayes in Paris",
        country="FR",
        kind="migrant_association",
        mobilises_migrants="yes",
        role="Brings families in Paris together.",
        currency="EUR",
        agreement="signed",
    )
    lead = walk.project.partners.get(is_lead=True)
    walk.go("partner_edit", lead.pk)
    walk.send(role="Works with families in Kayes.", country="ML", currency="XOF")
    partner = walk.project.partners.get(is_lead=False)
    page = walk.go("workbench_partners")
    page.locator(f'form[action$="/partners/{partner.pk}/rights/"] button').click()


def compose(walk: Walk) -> None:
    for key in BLOCKS:
        page = walk.go("workbench_blocks")
        page.locator(f'form[action$="/{key}/"] button').click()
    assert set(walk.project.blocks.values_list("block", flat=True)) == set(BLOCKS)
    walk.go("result_new", "goal")
    walk.send(text="Families in Kayes live more calmly")


def complete_chain(walk: Walk) -> None:
    goal = walk.project.results.get(level="goal")
    for result in walk.project.results.exclude(pk=goal.pk):
        walk.go("result_edit", result.pk)
        above = {"parent": str(goal.pk)} if result.level == "outcome" else {}
        walk.send(verification="The list of the meetings", **above)
    for outcome in walk.project.results.filter(level="outcome", assumptions=None):
        walk.go("assumption_new")
        walk.send(result=str(outcome.pk), text="Fees for transfers do not rise")
    for who in ("partner", "women"):
        walk.go("drafting_new")
        walk.send(who=who, how="Two evenings in the town hall")


def plan(walk: Walk) -> None:
    project = walk.project
    lead, partner = project.partners.get(is_lead=True), project.partners.get(is_lead=False)
    outputs = list(project.results.filter(level="output"))
    for number, activity in enumerate(project.activities.all()):
        walk.go("activity_edit", activity.pk)
        more = {} if activity.result_id else {"result": str(outputs[0].pk)}
        walk.send(
            starts="2026-10-01",
            ends="2027-03-31",
            responsible=str((lead, partner)[number % 2].pk),
            contributing=(str((partner, lead)[number % 2].pk),),
            has_volunteers="no",
            times=("evenings", "weekends"),
            country=("ML", "FR")[number % 2],
            **more,
        )
    walk.go("workbench_periods")
    walk.send(months="6", starts="2026-09-01", ends="2027-08-31")
    page = walk.go("workbench_plan")
    assert page.locator("svg").count() > 0


def money(walk: Walk) -> None:
    lead = walk.project.partners.get(is_lead=True)
    partner = walk.project.partners.get(is_lead=False)
    for text, category, who, currency, amount in (
        ("Visits both ways", "travel", partner, "EUR", "4000"),
        ("Telephone", "communication", lead, "XOF", "300000"),
        ("Booklets in Bambara", "translation", lead, "XOF", "900000"),
        ("Survey before and after", "monitoring", lead, "XOF", "2000000"),
        ("Courses in Paris", "training", partner, "EUR", "3000"),
        ("Courses in Kayes", "training", lead, "XOF", "3000000"),
    ):
        walk.go("line_new")
        walk.send(
            text=text,
            partner=str(who.pk),
            category=category,
            currency=currency,
            amount__1=amount,
        )
    walk.go("rate_new")
    walk.send(currency="XOF", per_unit="655.957", on="2026-09-01", source="Fixed parity")
    page = walk.go("workbench_budget")
    assert "1 EUR = 655.957 XOF" in page.inner_text("main")


def people_and_risks(walk: Walk) -> None:
    for phase in PHASES:
        walk.go("migrants_part", phase)
        walk.send(say="together", who="Women's circle in Paris", how="Monthly meeting")
    lead = walk.project.partners.get(is_lead=True)
    for kind in THREATS:
        walk.go("risk_new")
        walk.send(
            kind=kind,
            text=f"Something {kind}",
            likelihood="3",
            effect="4",
            response="We look at it each month.",
            owner=str(lead.pk),
            review_on="2027-06-01",
        )
    walk.go("alignment_new", "local_plan")
    walk.send(text="Communal plan of Kayes 2026-2030, section 3")
    walk.go("alignment_new", "dac_sector")
    walk.send(code="24050", percent="100")


def complete_indicators(walk: Walk) -> None:
    for indicator in walk.project.indicators.all():
        walk.go("indicator_edit", indicator.pk)
        more: dict[str, Any] = {"disaggregations": ("sex", "age")}
        if indicator.kind == "percentage":
            more |= {"baseline_numerator": "10", "baseline_denominator": "100"}
        elif indicator.kind == "yes_no":
            more = {"baseline_yes": "no"}
        elif indicator.kind == "number":
            more |= {"baseline_number": "0"}
        walk.send(**more)
        walk.go("indicator_targets", indicator.pk)
        aims = {
            "percentage": {"1__numerator": "40", "1__denominator": "100"},
            "yes_no": {"1__yes": "yes"},
            "number": {"1__number": "50"},
        }
        walk.send(**aims.get(indicator.kind, {"1__text": "Better"}))


def answer_questions(walk: Walk) -> None:
    page = walk.go("workbench_answers")
    for choice in page.locator('main input[type="radio"][value="yes"]').all():
        choice.check()
    walk.send()


def run_a_period(walk: Walk) -> None:
    project = walk.project
    period = project.periods.get(position=1)
    indicator = project.indicators.filter(kind="number").first()
    assert indicator is not None
    walk.go("measurement_new", indicator.pk, period.pk)
    walk.send(number="20", on="2026-11-01", source="Lists of the courses")
    activity = project.activities.first()
    assert activity is not None
    walk.go("activity_progress", activity.pk)
    walk.send(on="2026-11-01", done_percent="30")
    walk.go("expense_new")
    line = project.budget_lines.get(text="Telephone")
    walk.send(line=str(line.pk), on="2026-10-10", amount="65000", currency="XOF", text="Cards")


def confirm_abroad(walk: Walk, reader: Any, world: Any) -> None:
    """Who entered something does not confirm it: the partner abroad does."""
    other = reader("fr", 360)
    world.abroad.language = "fr"
    world.abroad.save()
    other.sign_in(world.abroad)
    page = other.open(reverse("workbench_expenses", args=[walk.project.pk]))
    page.locator('form[action$="/confirm/"] button').first.click()
    indicator = walk.project.indicators.filter(measurements__isnull=False).get()
    page = other.open(reverse("indicator_detail", args=[walk.project.pk, indicator.pk]))
    page.locator('form[action$="/confirm/"] button').first.click()
    assert walk.project.expenses.get().confirmed_by == world.abroad
    assert indicator.measurements.get().confirmed_by == world.abroad


def report(walk: Walk) -> None:
    project = walk.project
    period = project.periods.get(position=1)
    page = walk.go("workbench_reports")
    page.locator(f"#due-{period.pk}").fill("2027-03-31")
    page.locator(f'form[action$="/open/{period.pk}/"] button').click()
    for one in project.reports.order_by("partner__position").exclude(partner=None):
        walk.go("report_edit", one.pk)
        walk.send(done="Courses were held.", changed="Families plan together.")
        walk.press("Hand it in")
        walk.press("Accept it")
    whole = project.reports.get(partner=None)
    walk.go("report_edit", whole.pk)
    walk.send(done="Courses were held on both shores.")
    page = walk.page
    assert "Courses were held." in page.inner_text("main")  # the partners' words, not typed again
    assert re.search(r"XOF\s65,000", page.inner_text("main"))
    walk.press("Hand it in")
    walk.press("Accept it")
    assert project.reports.get(partner=None).state == "accepted"


def export(walk: Walk, tmp_path: Any) -> None:
    walk.go("workbench_files")
    address = reverse("iati_download", args=[walk.project.pk])
    with walk.page.expect_download() as waiting:
        walk.page.locator(f'main a[href="{address}"]').first.click()
    path = tmp_path / "activity.xml"
    waiting.value.save_as(path)
    document = etree.parse(str(path))
    activity = document.getroot().find("iati-activity")
    assert activity is not None
    assert iati.schema_problems(activity) == []
    assert iati.rule_problems(activity, today=timezone.localdate()) == []
    assert len(activity.findall("transaction")) == 1
    assert activity.findall("budget")
    assert activity.findall("result")
