"""Two currencies, ceilings, what was spent; nothing unlike is added without a named rate."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.urls import reverse

from twoshores.common.models import ExchangeRate
from twoshores.projects.models import BudgetLine, Expense, OwnRate
from twoshores.projects.selectors.budget import budget_of
from twoshores.projects.selectors.budget_roles import roles_and_money
from twoshores.projects.services import budget as services
from twoshores.projects.services.budget import AmountData, ExpenseData
from twoshores.projects.services.periods import period_lock
from twoshores.projects.services.plan import PartsData, activity_create
from twoshores.projects.services.projects import partner_rights
from twoshores.projects.services.rows import row_create, row_remove


@pytest.fixture
def add(design, periods):
    def made(text, partner, currency, *amounts, category="equipment", source="money"):
        return services.line_create(
            by=design.coordinator,
            project=design.project,
            facts={
                "text": text,
                "partner": partner,
                "currency": currency,
                "category": category,
                "source": source,
            },
            amounts={
                period: None if amount is None else AmountData(D(amount))
                for period, amount in zip(periods, amounts, strict=True)
            },
        )

    return made


def paid(line, amount, currency=None, **more):
    return ExpenseData(
        line=line,
        on=more.pop("on", date(2027, 3, 1)),
        amount=D(amount),
        currency=currency or line.currency,
        text="Bought",
        **more,
    )


def test_without_a_rate_unlike_currencies_are_not_added(design, add):
    add("Pumps", design.lead, "GNF", 655957, None)
    add("Flights", design.partner, "EUR", 500, 500, category="travel")
    budget = budget_of(design.project)
    assert budget.money.own == {"EUR": D(1000), "GNF": D(655957)}
    assert budget.money.converted is None
    assert budget.money.without_rate == ("GNF",)
    OwnRate.objects.create(
        project=design.project,
        currency="GNF",
        per_unit=D("655.957"),
        on=date(2020, 1, 1),
        source="Fixed parity",
    )
    budget = budget_of(design.project)
    assert budget.money.converted == D("2000.00")
    assert [(rate.currency, rate.source) for rate in budget.rates.named] == [
        ("GNF", "Fixed parity")
    ]


def test_a_published_rate_is_named_with_its_day(design, add):
    add("Pumps", design.lead, "GNF", 6000, None)
    for currency, per_usd in (("GNF", 600), ("EUR", "0.9")):
        ExchangeRate.objects.create(
            currency=currency,
            date=date(2024, 12, 31),
            per_usd=D(per_usd),
            kind="annual_average",
            source="IMF",
        )
    budget = budget_of(design.project)
    [rate] = budget.rates.named
    assert (rate.on, rate.source, rate.is_own) == (date(2024, 12, 31), "IMF", False)
    assert budget.money.converted == D("9.00")


def test_what_is_given_and_volunteers_time_are_valued_apart(design, add):
    add("Pumps", design.lead, "EUR", 100, None)
    add("A room", design.partner, "EUR", 900, None, source="in_kind")
    add("Evenings", design.partner, "EUR", 700, None, source="volunteers")
    budget = budget_of(design.project)
    assert budget.money.converted == 100
    assert budget.apart["in_kind"].converted == 900
    assert budget.apart["volunteers"].converted == 700
    assert sum(total.converted for total in budget.by_category.values()) == 100


def test_ceilings_tell_by_how_much(design, add):
    add("Office", design.lead, "EUR", 80, None, category="administration")
    add("Pumps", design.lead, "EUR", 920, None)
    design.project.ceilings.create(category="administration", percent=D(7))
    [state] = budget_of(design.project).ceilings
    assert state.over == D(10)


def test_an_expense_in_another_currency_needs_its_rate(design, add):
    line = add("Pumps", design.lead, "GNF", 1_000_000, None)
    with pytest.raises(ValidationError) as refused:
        services.expense_add(
            by=design.coordinator, project=design.project, data=paid(line, 100, "EUR")
        )
    assert "rate" in refused.value.error_dict
    services.expense_add(
        by=design.coordinator,
        project=design.project,
        data=paid(line, 100, "EUR", rate=D("0.0015"), rate_source="The bank"),
    )
    [planned] = budget_of(design.project).lines
    assert planned.spent == D(100) / D("0.0015")


def test_a_correction_keeps_the_old_entry_and_is_counted_once(design, add):
    line = add("Pumps", design.lead, "EUR", 1000, None)
    first = services.expense_add(
        by=design.coordinator, project=design.project, data=paid(line, 500)
    )
    period_lock(by=design.coordinator, period=first.period, lock=True)
    with pytest.raises(ValidationError, match="locked"):
        services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 1))
    services.expense_correct(
        by=design.coordinator, row=first, data=paid(line, 50), reason="A zero too many"
    )
    assert budget_of(design.project).spent.own == {"EUR": D(50)}
    assert Expense.objects.count() == 2
    second = Expense.objects.get(amount=50)
    services.expense_correct(by=design.coordinator, row=second, data=None, reason="Not ours")
    assert budget_of(design.project).spent.is_empty
    with pytest.raises(ValidationError, match="meantime"):
        services.expense_correct(by=design.coordinator, row=second, data=None, reason="Again")


def test_somebody_else_confirms_an_expense(design, add):
    line = add("Pumps", design.lead, "EUR", 1000, None)
    row = services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 5))
    with pytest.raises(ValidationError):
        services.expense_confirm(by=design.coordinator, row=row)
    partner_rights(
        by=design.coordinator, project=design.project, partner=design.partner, may_edit=True
    )
    services.expense_confirm(by=design.abroad, row=row)
    assert Expense.objects.get().confirmed_by == design.abroad


def test_a_partner_that_spent_money_leaves_on_a_day_and_its_money_stays(design, add, client):
    line = add("Journeys", design.partner, "EUR", 1000, None)
    services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 300))
    client.force_login(design.coordinator)
    address = reverse("partner_edit", args=[design.project.pk, design.partner.pk])
    page = client.post(address, {"remove": "1"}, follow=True)
    assert "Say on which day it left instead" in page.text
    design.partner.refresh_from_db()
    design.partner.left_on = date(2027, 1, 31)
    design.partner.save()
    money = {row.partner_id: row for row in budget_of(design.project).by_partner}
    assert money[design.partner.pk].spent.own == {"EUR": D(300)}
    assert client.get(reverse("workbench_budget", args=[design.project.pk])).status_code == 200


def test_a_line_that_money_hangs_on_stays(design, add):
    line = add("Pumps", design.lead, "EUR", 1000, None)
    services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 5))
    with pytest.raises(ProtectedError):
        row_remove(by=design.coordinator, project=design.project, row=line)
    with pytest.raises(ValidationError) as refused:
        services.line_update(
            by=design.coordinator,
            project=design.project,
            row=line,
            opened_version=1,
            facts={"currency": "GNF"},
        )
    assert "currency" in refused.value.error_dict


def test_a_day_outside_all_periods_is_refused(design, add):
    line = add("Pumps", design.lead, "EUR", 1000, None)
    with pytest.raises(ValidationError, match="period"):
        services.expense_add(
            by=design.coordinator,
            project=design.project,
            data=paid(line, 5, on=date(2031, 1, 1)),
        )


def test_another_projects_line_is_refused(design, add):
    other = type(design.project).objects.create(code="P-YYYYYY", title="Other")
    stranger = other.partners.create(position=1, name="X")
    line = BudgetLine.objects.create(
        project=other, partner=stranger, category="travel", text="x", currency="EUR"
    )
    with pytest.raises(ValidationError):
        services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 5))


def test_the_money_on_its_pages(design, periods, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    project = design.project
    client.post(
        reverse("line_new", args=[project.pk]),
        {
            "text": "Pompes",
            "partner": str(design.lead.pk),
            "category": "equipment",
            "source": "money",
            "currency": "GNF",
            "unit": "pompes",
            "amount-1": "1200000",
            "quantity-1": "12",
        },
    )
    line = project.budget_lines.get()
    assert line.amounts.get().amount == 1_200_000
    wrong = client.post(
        reverse("line_edit", args=[project.pk, line.pk]),
        {
            "text": "Pompes solaires",
            "partner": str(design.lead.pk),
            "category": "equipment",
            "source": "money",
            "currency": "GNF",
            "quantity-2": "3",
            "version": "1",
        },
    )
    assert "plans no money" in wrong.text
    assert "Pompes solaires" in wrong.text
    client.post(
        reverse("expense_new", args=[project.pk]),
        {"line": str(line.pk), "on": "2027-03-01", "amount": "100000", "text": "Deux pompes"},
    )
    row_create(
        by=design.coordinator,
        project=project,
        model=OwnRate,
        facts={
            "currency": "GNF",
            "per_unit": D("655.957"),
            "on": date(2020, 1, 1),
            "source": "Parity",
        },
    )
    client.get(reverse("workbench_project", args=[project.pk]))  # takes the message away
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_budget", args=[project.pk])).text
    assert "1 EUR = 655.957 GNF" in page
    assert page.count("Planned, EUR") == 3  # the head, and its label on a phone: partner, all
    assert "8.3%" in page
    for name in ("workbench_expenses", "workbench_rates"):
        with django_assert_max_num_queries(15):
            assert client.get(reverse(name, args=[project.pk])).status_code == 200
    expense = project.expenses.get()
    address = reverse("expense_correct", args=[project.pk, expense.pk])
    typed = {"line": str(line.pk), "on": "2027-03-01", "amount": "1", "text": "x", "reason": "no"}
    client.post(address, typed | {"void": "1"})
    expense.refresh_from_db()
    assert expense.is_void


@pytest.fixture
def apart(design, add):
    """A line of the partner abroad for what only the lead does; another activity has no line."""
    made = []
    for title in ("Drill", "Train"):
        parts = PartsData(responsible=design.lead)
        made.append(
            activity_create(
                by=design.coordinator, project=design.project, facts={"title": title}, parts=parts
            )
        )
    line = add("Pumps", design.partner, "EUR", 100, None)
    line.activity = made[0]
    line.save()
    return line


def take_over(client, design, line, partner, version):
    url = reverse("line_take_over", args=[design.project.pk, line.pk])
    return client.post(url, {"partner": partner, "version": version}, follow=True).text


def test_the_budget_says_where_it_differs_from_the_roles_and_changes_on_a_word(
    design, apart, client, django_assert_max_num_queries
):
    client.force_login(design.coordinator)
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_budget", args=[design.project.pk])).text
    assert "has no part in “<bdi>Drill</bdi>”; <bdi>Kayes Water</bdi> is responsible" in page
    assert "1 activity has no line yet" in page
    apart.refresh_from_db()
    assert apart.partner == design.partner  # looking changes nothing
    page = take_over(client, design, apart, design.lead.pk, apart.version)
    assert "has no part in" not in page
    apart.refresh_from_db()
    assert (apart.partner, apart.currency) == (design.lead, "EUR")


def test_who_contributes_may_well_pay_its_part(design, apart):
    apart.activity.partners.create(partner=design.partner, part="contributes")
    assert roles_and_money(design.project, budget_of(design.project).lines).apart == []


def test_a_line_is_not_given_away_when_things_changed_or_money_went_out(design, apart, client):
    client.force_login(design.coordinator)
    assert "Somebody else changed this line" in take_over(
        client, design, apart, design.lead.pk, apart.version + 1
    )
    assert "Somebody else is responsible by now" in take_over(
        client, design, apart, design.partner.pk, apart.version
    )
    services.expense_add(by=design.coordinator, project=design.project, data=paid(apart, 10))
    page = client.get(reverse("workbench_budget", args=[design.project.pk])).text
    assert "Money was spent against this line already: it stays as it is." in page
    assert "Money was spent" in take_over(client, design, apart, design.lead.pk, apart.version)
    apart.refresh_from_db()
    assert apart.partner == design.partner
    client.force_login(design.viewer)
    url = reverse("line_take_over", args=[design.project.pk, apart.pk])
    assert client.post(url, {"partner": design.lead.pk}).status_code == 404


def test_a_line_begins_with_the_activity_and_whoever_is_responsible(design, apart, client):
    client.force_login(design.coordinator)
    activity = design.project.activities.get(title="Train")
    url = reverse("line_new", args=[design.project.pk]) + f"?activity={activity.pk}"
    form = client.get(url).context["form"]
    assert form["text"].value() == "Train"
    assert form["partner"].value() == str(design.lead.pk)
    assert client.get(url + "x").context["form"]["partner"].value() is None


def _last_row(client, project):
    page = client.get(reverse("workbench_budget", args=[project.pk])).content.decode()
    return page.split("<tfoot>")[1].split("</tfoot>")[0]


def test_the_last_row_says_what_was_spent_in_all(design, add, client):
    client.force_login(design.coordinator)
    line = add("Pumps", design.lead, "EUR", 1000, None)
    assert "nothing noted" in _last_row(client, design.project)
    services.expense_add(by=design.coordinator, project=design.project, data=paid(line, 432))
    row = _last_row(client, design.project)
    assert row.count("432") == 2  # in its own currency, and converted
    assert "not added" not in row
    there = add("Pompes", design.partner, "GNF", 900, None)
    assert _last_row(client, design.project).count("not added") == 2  # planned; no rate either
    services.expense_add(by=design.coordinator, project=design.project, data=paid(there, 5))
    assert "not added" in _last_row(client, design.project).split("Spent")[1].split("</td>")[0]
