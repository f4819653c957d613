"""Two periods side by side: from the journal, at one rate, each figure with its rows."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from twoshores.common.formatting import format_money
from twoshores.common.models import ExchangeRate
from twoshores.programmes.selectors.periods import Figure, Span, compare, sources_of
from twoshores.programmes.selectors.portfolio import Filters, portfolio_of
from twoshores.programmes.services.closing import contract_close
from twoshores.programmes.services.instalments import instalment_hand_move
from twoshores.programmes.services.payments import Moved, payment_record, payment_void

from .money import make_running

D = Decimal
THIS, BEFORE = Span.of_year(2026), Span.of_year(2025)


@pytest.fixture
def paid(officer, proposal):
    """Two contracts, in euro and dirham; paid in 2025 and 2026, one payment taken back."""
    for code, per_usd in (("EUR", "0.9"), ("MAD", "9.72")):
        ExchangeRate.objects.create(
            currency=code, date=date(2024, 6, 30), per_usd=D(per_usd), kind="month_end", source="B"
        )
    here = make_running(officer, proposal)
    there = make_running(officer, proposal, at=1)
    for contract, on, amount, code, back in (
        (here, date(2025, 3, 1), "4000", "EUR", False),
        (here, date(2026, 3, 1), "3000", "EUR", False),
        (here, date(2026, 4, 1), "500", "EUR", True),
        (there, date(2026, 3, 1), "10800", "MAD", False),
    ):
        moved = Moved(on, D(amount), code)
        payment_record(by=officer, contract=contract, moved=moved, is_recovery=back)
    wrong = payment_record(by=officer, contract=here, moved=Moved(date(2025, 5, 1), D(77), "EUR"))
    payment_void(by=officer, row=wrong, why="Twice")
    return here


def test_each_period_holds_what_was_posted_in_it(programme, paid):
    first, second = compare(programme, Filters(), [THIS, BEFORE]).periods
    assert second.money[Figure.PAID].own == {"EUR": D(4000)}
    assert first.money[Figure.PAID].own == {"EUR": D(2500), "MAD": D(10800)}
    assert first.money[Figure.PAID].converted == D(3500)
    assert first.money[Figure.REPORTED].is_empty
    whole = portfolio_of(programme, Filters())
    ever = compare(programme, Filters(), [Span(date(2020, 1, 1), date(2099, 1, 1))]).periods[0]
    assert ever.money[Figure.PAID].own == whole.money.paid.own
    assert ever.money[Figure.COMMITTED].own == whole.money.committed.own
    assert ever.contracts == 2


def test_what_a_closing_gives_back_is_committed_no_more(officer, programme, proposal):
    contract = make_running(officer, proposal)
    contract.duties.all().delete()
    for row in contract.instalments.all():
        instalment_hand_move(by=officer, instalment=row, move="cancel")
    contract_close(by=officer, contract=contract, move="end")
    whole = portfolio_of(programme, Filters())
    ever = compare(programme, Filters(), [Span(date(2020, 1, 1), date(2099, 1, 1))]).periods[0]
    assert whole.money.committed.own == ever.money[Figure.COMMITTED].own == {"EUR": D(0)}
    assert ever.contracts == 1


def test_reports_are_late_that_came_after_their_day_or_not(programme, paid):
    paid.duties.all().delete()
    project = paid.proposal.project
    day = date(2026, 3, 1)
    for position, came in enumerate((day, day + timedelta(3), None), start=1):
        period = project.periods.create(position=position, name="P", starts=day, ends=day)
        report = project.reports.create(
            period=period,
            partner=paid.partner,
            language="en",
            state="submitted" if came else "draft",
            figures_at=datetime.combine(came, time(12), UTC) if came else None,
        )
        paid.duties.create(title=f"Report {position}", due_on=day, report=report)
    first, second = compare(programme, Filters(), [THIS, BEFORE]).periods
    assert (first.due, first.late, second.due) == (3, 2, 0)
    rows, _sum, _rates = sources_of(programme, Filters(), Figure.LATE, THIS)
    assert [row.duty.title for row in rows if row.duty] == ["Report 2", "Report 3"]


def test_the_rows_behind_a_figure_add_up_to_it(programme, paid):
    rows, total, _rates = sources_of(programme, Filters(), Figure.PAID, THIS)
    assert [row.amount.value for row in rows if row.amount] == [3000, 10800, -500]
    assert total.own == {"EUR": D(2500), "MAD": D(10800)}


def test_the_pages(client, programme, paid, officer, stranger, django_assert_max_num_queries):
    page = reverse("programme_periods", args=[programme.pk])
    days = {"since": "2026-01-01", "until": "2026-12-31"}
    rows = reverse("programme_sources", args=[programme.pk, "paid"])
    client.force_login(stranger)
    assert client.get(page).status_code == client.get(rows, days).status_code == 404
    client.force_login(officer)
    asked = days | {"before_since": "2025-01-01", "before_until": "2025-12-31"}
    client.get(page, asked)
    with django_assert_max_num_queries(15):
        text = client.get(page, asked).content.decode()
    for amount, around in ((2500, "{}"), (3500, "= {}"), (4000, "{}"), (500, "{} less")):
        assert around.format(format_money(D(amount), "EUR", "en")) in text
    assert "1 EUR = 10.8 MAD" in text
    assert f"{rows}?since=2026-01-01&amp;until=2026-12-31" in text
    with django_assert_max_num_queries(15):
        text = client.get(rows, days).content.decode()
    assert format_money(D(3000), "EUR", "en") in text
    assert f"/programmes/{programme.pk}/journal/?contract={paid.pk}" in text
    answer = client.get(page, asked | {"until": "2025-12-01"})
    assert answer.status_code == 422
    assert "It would end before it begins" in answer.content.decode()
    for wrong in ("nothing", "paid"):
        there = reverse("programme_sources", args=[programme.pk, wrong])
        assert client.get(there, {"since": "2026-13-01"}).status_code == 404
