"""A project leaves as an IATI file that schema and ruleset accept, and says only what it knows."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from twoshores.engines import iati
from twoshores.projects.models import (
    Alignment,
    BudgetAmount,
    BudgetLine,
    Expense,
    Indicator,
    Measurement,
    Period,
    Project,
    ProjectCountry,
    Result,
    Target,
)
from twoshores.projects.selectors.projects import with_iati_parts
from twoshores.projects.services import iati as services


def fill(design) -> None:
    """What IATI demands of a project, and nothing else."""
    design.keeper.iati_identifier = "FR-RNA-W000000001"
    design.keeper.save()
    project = design.project
    project.summary = "De l'eau pour douze villages"
    project.starts, project.ends = date(2025, 1, 1), date(2026, 12, 31)
    project.save()
    Alignment.objects.create(project=project, kind="dac_sector", code="14030")


def run(design) -> None:
    """A period with a budget in two currencies, an expense, an indicator with a value."""
    project = design.project
    period = Period.objects.create(
        project=project, position=1, name="2025", starts=date(2025, 1, 1), ends=date(2025, 12, 31)
    )
    for number, currency in enumerate(("EUR", "GNF")):
        line = BudgetLine.objects.create(
            project=project,
            position=number,
            partner=design.lead,
            category="training",
            text="Formation",
            currency=currency,
        )
        BudgetAmount.objects.create(line=line, period=period, amount=Decimal("1000.50"))
    for amount in ("20.25", "30"):
        Expense.objects.create(
            project=project,
            line=line,
            partner=design.lead,
            period=period,
            on=date(2025, 3, 1),
            amount=Decimal(amount),
            currency="GNF",
            text="Transport",
        )
    result = Result.objects.create(project=project, level="output", text="Douze puits")
    Result.objects.create(project=project, level="goal", text="De l'eau pour tous")
    indicator = Indicator.objects.create(
        project=project,
        result=result,
        text="Puits",
        baseline_number=Decimal(0),
        baseline_date=date(2024, 12, 1),
    )
    Target.objects.create(indicator=indicator, period=period, number=Decimal(12))
    Measurement.objects.create(
        indicator=indicator, period=period, number=Decimal(0), on=date(2025, 12, 31)
    )


def whole(project) -> Project:
    return with_iati_parts(Project.objects.filter(pk=project.pk)).get()


def exported(project):
    return etree.fromstring(services.project_export(whole(project)))


def errors_of(document) -> list[str]:
    found = [p.message for p in iati.schema_problems(document)]
    for activity in document.iterchildren("iati-activity"):
        problems = iati.rule_problems(activity, today=timezone.localdate())
        found += [f"{p.rule} {p.message}" for p in problems if p.is_error]
    return found


def test_what_lacks_is_said_with_the_page_where_it_is_filled(design, client):
    client.force_login(design.coordinator)
    page = client.get(reverse("workbench_files", args=[design.project.pk]))
    assert reverse("organisation_edit", args=[design.keeper.pk]) in page.text
    assert reverse("project_edit", args=[design.project.pk]) in page.text
    assert reverse("iati_download", args=[design.project.pk]) not in page.text
    answer = client.get(reverse("iati_download", args=[design.project.pk]))
    assert answer.status_code == 302
    with pytest.raises(services.NotWhole) as refused:
        services.project_export(design.project)
    assert len(refused.value.lacks) == 4


def test_a_project_that_says_the_least_leaves_valid(design):
    fill(design)
    document = exported(design.project)
    assert errors_of(document) == []
    assert document.findtext("iati-activity/iati-identifier") == (
        f"FR-RNA-W000000001-{design.project.code}"
    )
    assert document.find("iati-activity/budget") is None
    assert document.find("iati-activity/transaction") is None


def test_a_running_project_leaves_valid(design):
    fill(design)
    run(design)
    document = exported(design.project)
    assert errors_of(document) == []
    activity = document.find("iati-activity")
    spent = activity.findall("transaction")
    assert [(t.find("transaction-type").get("code"), t.findtext("value")) for t in spent] == [
        ("4", "50.25")
    ]
    assert spent[0].find("value").get("currency") == "GNF"
    assert activity.find("result").get("type") == "1"
    period = activity.find("result/indicator/period")
    # Blank is not zero, and zero is not blank.
    assert period.find("target").get("value") == "12"
    assert period.find("actual").get("value") == "0"


def test_unlike_currencies_are_never_added(design):
    fill(design)
    run(design)
    project = whole(design.project)
    checked = services.project_checked(project)
    assert checked.outgoing.activity.budgets == []
    assert any("2025" in text for text in checked.outgoing.left_out)
    design.project.rates.create(
        currency="GNF", per_unit=Decimal("655.957"), on=date(2025, 1, 1), source="Treaty"
    )
    project = whole(design.project)
    [budget] = services.project_checked(project).outgoing.activity.budgets
    assert (budget.money.currency, budget.money.value) == ("EUR", Decimal("1002.03"))


def test_several_countries_need_their_shares(design):
    fill(design)
    ProjectCountry.objects.create(project=design.project, country="SN", role="origin")
    with pytest.raises(services.NotWhole) as refused:
        exported(design.project)
    assert [lack.where for lack in refused.value.lacks] == ["iati_shares"]
    design.project.countries.filter(role="origin").update(percent=Decimal(50))
    assert errors_of(exported(design.project)) == []


def test_the_public_file_shows_what_the_page_shows(design, client):
    fill(design)
    run(design)
    address = reverse("project_iati", args=[design.project.code])
    assert client.get(address).status_code == 404
    type(design.project).objects.update(visibility="public", shown=[])
    document = etree.fromstring(client.get(address).content)
    assert errors_of(document) == []
    activity = document.find("iati-activity")
    assert [activity.find(tag) for tag in ("result", "budget", "transaction")] == [None] * 3
    assert len(activity.findall("participating-org")) == 1
    type(design.project).objects.update(shown=["chain", "indicators", "partners", "budget"])
    activity = etree.fromstring(client.get(address).content).find("iati-activity")
    assert len(activity.findall("participating-org")) == 2
    # Nobody confirmed what was measured, and single expenses are nobody else's business.
    assert activity.find("result/indicator/period/actual") is None
    assert activity.find("transaction") is None


def test_all_projects_of_the_reader_leave_as_one_file(design, client):
    client.force_login(design.coordinator)
    assert client.get(reverse("iati_all")).status_code == 302
    fill(design)
    document = etree.fromstring(b"".join(client.get(reverse("iati_all"))))
    assert errors_of(document) == []
    assert len(document) == 1
    client.force_login(design.stranger)
    assert client.get(reverse("iati_all")).status_code == 302


@pytest.mark.parametrize("who", ["stranger", None])
def test_outsiders_find_no_file(design, client, who):
    if who:
        client.force_login(getattr(design, who))
    for name in ("workbench_files", "iati_download"):
        answer = client.get(reverse(name, args=[design.project.pk]))
        assert answer.status_code == (404 if who else 302)


def test_the_page_takes_few_queries(design, client, django_assert_max_num_queries):
    fill(design)
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_files", args=[design.project.pk]))
    assert reverse("iati_download", args=[design.project.pk]) in page.text


def test_trying_the_file_takes_few_queries(design, client, django_assert_max_num_queries):
    fill(design)
    run(design)
    design.project.rates.create(
        currency="GNF", per_unit=Decimal("655.957"), on=date(2025, 1, 1), source="Treaty"
    )
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("iati_check", args=[design.project.pk]))
    assert "Results without an indicator: 1." in page.text


def test_a_project_that_cannot_leave_yet_is_named(design, client):
    client.force_login(design.coordinator)
    page = client.get(reverse("iati_all"), follow=True)
    assert "No project can leave yet." in page.text


def test_the_only_country_and_sector_have_all_of_it(design):
    fill(design)
    design.project.countries.update(percent=Decimal(60))
    design.project.alignments.update(percent=Decimal(30))
    Alignment.objects.create(project=design.project, kind="dac_marker", code="1")
    Alignment.objects.create(project=design.project, kind="sdg", code="6.1")
    Alignment.objects.create(project=design.project, kind="sdg", code="13")
    document = exported(design.project)
    assert errors_of(document) == []
    tags = document.findall("iati-activity/tag")
    assert [(t.get("vocabulary"), t.get("code")) for t in tags] == [("3", "6.1"), ("2", "13")]
    left_out = services.project_checked(whole(design.project)).outgoing.left_out
    assert any("policy marker 1" in text for text in left_out)


@pytest.mark.parametrize("stage", ["design", "running", "closed"])
def test_days_are_actual_once_the_project_has_come_to_them(design, stage):
    fill(design)
    Project.objects.update(stage=stage, ends=date(2099, 1, 1))
    document = exported(design.project)
    assert errors_of(document) == []
    days = {d.get("type"): d.get("iso-date") for d in document.iter("activity-date")}
    start = "1" if stage == "design" else "2"
    assert days == {start: "2025-01-01", "3": "2099-01-01"}
    Project.objects.update(ends=date(2025, 6, 1))
    document = exported(design.project)
    assert errors_of(document) == []
    assert ("4" in {d.get("type") for d in document.iter("activity-date")}) == (stage == "closed")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("percentage", {"numerator": 1, "denominator": 3}, "33.3333"),
        ("yes_no", {"yes": False}, "0"),
        ("scale", {"number": 4}, "4"),
        ("number", {"number": Decimal("0.5")}, "0.5"),
        ("number", {"absent": "not_applicable"}, None),
        ("text", {"text": "Contents"}, "Contents"),
    ],
)
def test_every_kind_of_indicator_leaves_valid(design, kind, value, said):
    fill(design)
    run(design)
    indicator = Indicator.objects.get()
    Indicator.objects.update(kind=kind, baseline_number=None)
    indicator.targets.all().delete()
    indicator.measurements.all().delete()
    Target.objects.create(indicator=indicator, period=Period.objects.get(), **value)
    document = exported(design.project)
    assert errors_of(document) == []
    target = document.find("iati-activity/result/indicator/period/target")
    if said is None:
        assert target is None
    else:
        assert said in {target.get("value"), target.findtext("comment/narrative")}
