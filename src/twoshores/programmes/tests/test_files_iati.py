"""The programme and its grants as IATI: whole by schema and ruleset, money as it moved."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from twoshores.common.models import AuditEvent, ExchangeRate
from twoshores.engines import iati
from twoshores.programmes.exchange.activity_money import by_year, years_of
from twoshores.programmes.exchange.gaps import NotReady
from twoshores.programmes.models import GrantContract
from twoshores.programmes.services.exports import iati_export

from .test_files import grants, other_grant  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
OWNER = "BE-BCE_KBO-0123456789"


def rate(code: str, per_usd: str) -> None:
    ExchangeRate.objects.create(
        currency=code,
        date=date(2026, 6, 30),
        per_usd=Decimal(per_usd),
        kind="month_end",
        source="A bank",
    )


@pytest.fixture
def told(grants, programme) -> list[GrantContract]:  # noqa: F811
    """Both contracts in the journal, one raised since; days of instalments; a rate."""
    programme.rates_on = date(2026, 6, 30)
    programme.save()
    here, there = grants
    posted = [
        (here, "commitment", "2026-04-01", "10000.00"),
        (there, "commitment", "2026-04-02", "50000.00"),
        (there, "change", "2026-06-01", "4321.50"),
    ]
    for number, (contract, kind, on, amount) in enumerate(posted, start=1):
        entry = programme.journal_entries.create(
            number=number, kind=kind, on=on, source=f"{kind}:{contract.pk}"
        )
        for account, sign in (("committed", 1), ("commitments", -1)):
            entry.lines.create(
                account=account,
                contract=contract,
                amount=sign * Decimal(amount),
                currency=contract.currency,
            )
    for position, (on, amount) in enumerate((("2026-04-15", 4000), ("2027-05-01", 6000))):
        here.instalments.create(position=position, amount=amount, condition="date", due_on=on)
    there.instalments.create(position=0, amount=there.amount, condition="signature")
    rate("EUR", "0.9")
    rate("MAD", "9")
    return grants


def exported(officer, programme):
    """The document, held against schema and ruleset."""
    root = etree.fromstring(iati_export(by=officer, programme=programme))
    assert iati.schema_problems(root) == []
    for activity in root.iterchildren("iati-activity"):
        rules = iati.rule_problems(activity, today=timezone.localdate())
        assert [rule for rule in rules if rule.is_error] == []
    return root


def flat(activity, kind: str) -> list[tuple[str, str, str]]:
    return [
        (row.find("transaction-date").get("iso-date"), value.text, value.get("currency"))
        for row in activity.iterchildren("transaction")
        for value in row.iterchildren("value")
        if row.find("transaction-type").get("code") == kind
    ]


def test_the_programme_stands_above_its_grants(officer, programme, told):
    parent, here, there = exported(officer, programme)
    assert [row.get("hierarchy") for row in (parent, here, there)] == ["1", "2", "2"]
    name = parent.findtext("iati-identifier")
    assert name == f"{OWNER}-P-{programme.pk.hex[:8]}"
    assert here.findtext("iati-identifier") == f"{OWNER}-C1-7-1"
    related = {(row.get("type"), row.get("ref")) for row in there.iterchildren("related-activity")}
    assert related == {("1", name), ("3", f"{OWNER}-C1-7-1")}
    assert [row.get("type") for row in parent.iterchildren("related-activity")] == ["2", "2"]
    roles = [row.get("role") for row in here.iterchildren("participating-org")]
    assert roles == ["1", "2", "4"]
    assert here.find("participating-org[@role='4']").get("ref") == "FR-RNA-W000000001"
    # Converted for the percentages of the programme: each rate with its day and source.
    words = parent.findtext("description/narrative")
    assert "1 EUR = 10 MAD (2026-06-30, A bank)" in words
    assert parent.find("recipient-country").get("code") == "MA"
    assert [event.fields for event in AuditEvent.objects.filter(verb="programme.export")] == [
        ["iati"]
    ]


def test_promised_and_moved_in_their_own_currencies(officer, programme, told):
    there = told[1]
    GrantContract.objects.filter(pk=there.pk).update(
        rate=Decimal("10.8643"), rate_on=date(2026, 3, 1), rate_source="A bank"
    )
    there.payments.create(
        on=date(2026, 7, 1),
        amount=100,
        currency="EUR",
        counts=1000,
        rate=Decimal(10),
        rate_on=date(2026, 6, 30),
        rate_source="A bank",
    )
    activity = exported(officer, programme)[2]
    assert flat(activity, "2") == [
        ("2026-04-02", "50000", "MAD"),
        ("2026-06-01", "4321.5", "MAD"),
    ]
    assert flat(activity, "3") == [
        ("2026-05-01", "20000", "MAD"),
        ("2026-05-01", "-500", "MAD"),
        ("2026-07-01", "100", "EUR"),
    ]
    words = activity.xpath("transaction/description/narrative/text()")
    assert "100.00 EUR = 1000.00 MAD; 1 EUR = 10 MAD (2026-06-30, A bank)" in words
    assert "10.8643 MAD = 1 EUR (2026-03-01, A bank)" in words
    provider = activity.find("transaction/provider-org")
    assert provider.get("provider-activity-id").startswith(f"{OWNER}-P-")


def test_a_budget_is_spread_only_where_instalments_have_days(officer, programme, told):
    _parent, here, there = exported(officer, programme)
    found = [
        (row.find("period-start").get("iso-date"), row.findtext("value"))
        for row in here.iterchildren("budget")
    ]
    assert found == [("2026-04-01", "4000"), ("2027-04-01", "6000")]
    assert there.find("budget") is None


def test_years_are_a_year_at_most_and_blank_is_not_zero():
    assert years_of(date(2026, 1, 1), date(2026, 12, 31)) == [
        (date(2026, 1, 1), date(2026, 12, 31))
    ]
    leap = years_of(date(2028, 1, 1), date(2028, 12, 31))  # 366 days, 365 from end to end
    assert leap == [(date(2028, 1, 1), date(2028, 12, 31))]
    years = years_of(date(2026, 4, 1), date(2029, 3, 31))
    assert all((ends - starts).days <= 365 for starts, ends in years)
    early, late = date(2026, 1, 1), date(2030, 1, 1)
    amounts = by_year(years, [(early, Decimal(1)), (late, Decimal(2))])
    assert amounts[0] == 1
    assert amounts[-1] == 2
    assert set(amounts[1:-1]) == {None}


def test_results_once_and_only_what_the_public_page_shows(officer, programme, told):
    project = told[0].proposal.project
    period = project.periods.create(
        position=1, name="2026", starts=date(2026, 1, 1), ends=date(2026, 6, 30)
    )
    result = project.results.create(level="output", text="Ponds dug")
    indicator = project.indicators.create(result=result, text="Ponds")
    for number, at in ((3, timezone.now()), (99, None)):
        indicator.measurements.filter(period=period).delete()
        indicator.measurements.create(
            period=period, number=Decimal(number), on=date(2026, 6, 1), confirmed_at=at
        )
        indicator.targets.get_or_create(period=period, defaults={"number": Decimal(4)})
        assert "Ponds dug" not in etree.tostring(exported(officer, programme)).decode()
        if at is None:
            continue
        project.visibility, project.shown = "public", ["chain", "indicators"]
        project.save()
        parent, here, there = exported(officer, programme)
        assert there.find("result") is None
        assert parent.find("result") is None
        assert here.find("result/indicator/period/actual").get("value") == "3"
        project.shown = []
        project.save()


def test_what_lacks_keeps_one_out_and_is_named(officer, programme, told, client):
    third = other_grant(programme, "BARE")
    client.force_login(officer)
    page = client.get(reverse("programme_files", args=[programme.pk])).content.decode()
    assert "BARE-1 Title BARE" in page
    assert "The DAC sector" in page
    assert "its budget by year" in page
    assert len(exported(officer, programme)) == 3
    third.proposal.project.countries.create(country="EC", role="origin")
    third.proposal.project.alignments.create(kind="dac_sector", code="11110")
    root = exported(officer, programme)
    assert len(root) == 4
    shares = [
        (row.get("code"), row.get("percentage"))
        for row in root[0].iterchildren("recipient-country")
    ]
    assert shares == [("EC", "0.01"), ("MA", "99.99")]


def test_without_a_rate_the_grants_leave_without_the_programme(officer, programme, told, client):
    ExchangeRate.objects.all().delete()
    root = exported(officer, programme)
    assert [row.get("hierarchy") for row in root] == ["2", "2"]
    assert root.find("iati-activity/related-activity[@type='1']") is None
    client.force_login(officer)
    page = client.get(reverse("programme_files", args=[programme.pk])).content.decode()
    assert "no rate is published for MAD" in page


def test_nothing_leaves_without_the_publishers_identifier(officer, programme, told, client):
    programme.organisation.iati_identifier = ""
    programme.organisation.save()
    with pytest.raises(NotReady):
        iati_export(by=officer, programme=programme)
    client.force_login(officer)
    assert client.get(reverse("programme_iati", args=[programme.pk])).status_code == 302


def test_the_page_in_few_queries_and_who_may_fetch(
    officer, programme, told, client, stranger, django_assert_max_num_queries
):
    client.force_login(officer)
    with django_assert_max_num_queries(15):
        client.get(reverse("programme_files", args=[programme.pk]))
    file = reverse("programme_iati", args=[programme.pk])
    answer = client.get(file)
    assert answer["Content-Type"].startswith("application/xml")
    for secret in ("Secret reason", "families dig", "officer@example.org"):
        assert secret not in answer.content.decode()
    client.force_login(stranger)
    assert client.get(file).status_code == 404


@pytest.mark.parametrize("ends", [date.max, date(9999, 1, 1)])
def test_a_contract_that_was_typed_to_end_in_9999_leaves_its_page_whole(
    client, officer, programme, told, ends
):
    """Its budget by year is not told; the file and the page are there."""
    GrantContract.objects.filter(pk=told[0].pk).update(ends=ends)
    client.force_login(officer)
    page = client.get(reverse("programme_files", args=[programme.pk]))
    assert page.status_code == 200
    assert len(exported(officer, programme)) == 3


def test_spans_reach_the_last_day_that_there_is():
    assert years_of(date(9999, 3, 1), date.max) == [(date(9999, 3, 1), date.max)]
    last = years_of(date(9998, 1, 1), date.max)
    assert last == [(date(9998, 1, 1), date(9998, 12, 31)), (date(9999, 1, 1), date.max)]
    assert years_of(date.min, date.max)[-1][1] == date.max
