"""The portfolio: sums by currency, converted at a named rate, traced to their grants."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from twoshores.common.models import ExchangeRate
from twoshores.programmes.models import Programme
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.projects.models import Project

from .conftest import Funded, make_organisation
from .money import commit

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(funded: Funded, programme: Programme) -> Funded:
    """Two grants. The first: 60,000 EUR and 13,119,140 GNF (20,000 EUR), partly paid."""
    project = funded.project
    project.countries.create(country="BE", role="residence")
    project.capital = "social"
    project.save(update_fields=["capital"])
    days = {"starts": date(2026, 1, 1), "ends": date(2027, 6, 30), "language": "fr"}
    mali, belgium = project.partners.order_by("position")
    there = funded.proposal.contracts.create(
        partner=mali,
        number="1/1",
        currency="GNF",
        amount=Decimal("13119140"),
        state="running",
        **days,
    )
    here = funded.proposal.contracts.create(
        partner=belgium,
        number="1/2",
        currency="EUR",
        amount=Decimal(60000),
        state="running",
        **days,
    )
    for contract in (there, here):
        commit(programme, contract)
    # Given up before anybody signed: it committed nothing.
    left = project.partners.create(position=9, name="Left before signing")
    funded.proposal.contracts.create(
        partner=left, number="1/0", currency="EUR", amount=70000, state="ended", **days
    )
    paid = {"on": date(2026, 2, 1), "currency": "EUR"}
    here.payments.create(amount=30000, counts=30000, **paid)
    here.payments.create(amount=9000, counts=9000, is_void=True, **paid)
    here.payments.create(amount=1000, counts=1000, is_recovery=True, **paid)
    there.payments.create(amount=10000, counts=6559570, **(paid | {"on": date(2025, 12, 1)}))
    duty = here.duties.create(title="First", due_on=timezone.localdate() - timedelta(days=3))
    here.duties.create(title="Second", due_on=timezone.localdate() + timedelta(days=30))
    done = here.duties.create(title="Zeroth", due_on=date(2026, 3, 1))
    done.reviews.create(verdict="accepted", accounted=Decimal(12000), language="fr")
    project.risks.create(kind="external", text="Drought", likelihood=5, effect=4)
    project.migrants_parts.create(phase="design", say="together")
    assert duty.pk

    owner = make_organisation("Weavers of Loja", "EC", coordinator="loja@example.org")
    other = Project.objects.create(
        code="P-2", title="Wool", language="es", owner=owner, stage="running", capital="human"
    )
    other.countries.create(country="EC", role="origin")
    other.countries.create(country="ES", role="residence")
    second = funded.proposal.call.proposals.create(project=other, state="selected", number=2)
    partner = other.partners.create(position=1, name="Weavers", organisation=owner, is_lead=True)
    second.contracts.create(
        partner=partner, number="2/1", currency="EUR", amount=Decimal(40000), **days
    )  # a draft commits nothing
    for code, per_usd in (("EUR", "0.9"), ("GNF", "590.3613")):
        ExchangeRate.objects.create(
            currency=code,
            date=date(2026, 6, 30),
            per_usd=Decimal(per_usd),
            kind="month_end",
            source="A bank",
        )
    return funded


def test_money_is_summed_by_currency_and_converted_once(programme, granted):
    found = portfolio_of(programme, Filters())
    assert found.money.committed.own == {"EUR": Decimal(60000), "GNF": Decimal(13119140)}
    assert found.money.committed.converted == Decimal(80000)
    assert found.money.paid.own == {"EUR": Decimal(29000), "GNF": Decimal(6559570)}
    assert found.money.reported.own == {"EUR": Decimal(12000)}
    assert {quarter: total.own for quarter, total in found.by_quarter.items()} == {
        (2025, 4): {"GNF": Decimal(6559570)},
        (2026, 1): {"EUR": Decimal(29000)},
    }
    granted.proposal.contracts.get(number="1/2").payments.create(
        on=date(2026, 8, 1), amount=5, counts=5, currency="EUR"
    )
    later = portfolio_of(programme, Filters()).by_quarter
    assert [total.is_empty for total in later.values()] == [False, False, True, False]


def test_without_a_rate_nothing_is_added(programme, granted):
    ExchangeRate.objects.filter(currency="GNF").delete()
    found = portfolio_of(programme, Filters())
    assert found.money.committed.converted is None
    assert found.money.committed.without_rate == ("GNF",)


def test_groups_and_signs(programme, granted):
    found = portfolio_of(programme, Filters())
    assert {pair: many for pair, (many, _money) in found.by_pair.items()} == {
        ("ML", "BE"): 1,
        ("EC", "ES"): 1,
    }
    first = next(row for row in found.grants if row.project == granted.project)
    assert (first.late_reports, first.high_risks) == (1, 1)
    assert (first.phases_told, first.migrants_decide) == (1, 1)


@pytest.mark.parametrize(
    ("narrowed", "codes"),
    [
        ({"origin": "EC"}, ["P-2"]),
        ({"residence": "BE"}, ["P-1"]),
        ({"capital": "human"}, ["P-2"]),
        ({"origin": "EC", "residence": "BE"}, []),
    ],
)
def test_narrowed(programme, granted, narrowed, codes):
    found = portfolio_of(programme, Filters(**narrowed))
    assert [row.project.code for row in found.grants] == codes


def test_the_page_shows_what_the_table_holds(
    client, programme, granted, officer, django_assert_max_num_queries
):
    client.force_login(officer)
    page = reverse("programme_portfolio", args=[programme.pk])
    client.get(page)
    with django_assert_max_num_queries(15):
        shown = client.get(page).content.decode()
    for words in ("Wells", "Wool", "A bank", "80,000", "2025, quarter 4"):
        assert words in shown
    assert 'class="shores-map"' in shown
    assert f"/programmes/{programme.pk}/portfolio/?origin=ML&amp;residence=BE" in shown
    # 60,000 EUR and 20,000 EUR worth of GNF committed, of which 29,000 and 10,000 are paid.
    assert 'class="must" x="0.0%" y="22" width="48.8%"' in shown
    for name in ("capitals", "themes", "stages", "quarters"):
        assert f'aria-labelledby="{name}-t"' in shown
    answer = client.get(reverse("programme_portfolio_csv", args=[programme.pk]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["project"] for row in rows] == ["P-1", "P-2"]
    assert rows[0]["committed"] == "60000.00 EUR 13119140.00 GNF"
    assert rows[1]["committed"] == ""


def test_it_is_not_for_others(client, programme, granted, stranger):
    for user in (stranger, granted.keeper):
        client.force_login(user)
        for name in ("programme_portfolio", "programme_portfolio_csv"):
            assert client.get(reverse(name, args=[programme.pk])).status_code == 404


def test_what_is_not_converted_is_drawn_dashed(client, programme, granted, officer):
    ExchangeRate.objects.all().delete()
    client.force_login(officer)
    shown = client.get(reverse("programme_portfolio", args=[programme.pk])).content.decode()
    assert 'class="unknown"' in shown
    assert "not added: no rate for GNF" in shown


def test_projects_that_name_no_countries_make_no_empty_table(client, programme, granted, officer):
    client.force_login(officer)
    address = reverse("programme_portfolio", args=[programme.pk])
    assert "By pair of countries" in client.get(address).content.decode()
    for project in Project.objects.all():
        project.countries.all().delete()
    assert "By pair of countries" not in client.get(address).content.decode()


def test_what_another_programme_found_of_a_project_is_its_own(programme, granted):
    other = Programme.objects.create(
        organisation=make_organisation("Other fund", "FR"), title="Other", language="en"
    )
    day = timezone.localdate() - timedelta(days=3)
    for owner, state in ((other, "made"), (programme, "made"), (programme, "called_off")):
        mission = owner.missions.create(
            project=granted.project,
            country="ML",
            language="fr",
            title="x",
            starts=day,
            ends=day,
            state=state,
        )
        mission.actions.create(text="x", due_on=day)
    assert portfolio_of(programme, Filters()).grants[0].late_actions == 1
