"""Money never mixes currencies, conversion names its rate, blank is not zero."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.common.data import read_rates
from twoshores.common.money import (
    PARITIES,
    PARITIES_SINCE,
    PARITY,
    PARITY_SOURCE,
    Money,
    MoneyError,
    NoRate,
    Total,
    UnlikeCurrencies,
    convert,
    parse_amount,
    total,
)

CODES = ["EUR", "XOF", "MAD", "EGP", "USD", "JPY"]
amounts = st.decimals(-(10**12), 10**12, places=2, allow_nan=False, allow_infinity=False)
monies = st.builds(Money, amounts, st.sampled_from(CODES))
RATES = list(read_rates())


@dataclass(frozen=True)
class FakeRate:
    currency: str
    date: datetime.date
    per_usd: Decimal
    kind: str = "own"
    source: str = "A bank"


@given(monies, monies)
def test_unlike_currencies_are_never_added(one: Money, other: Money) -> None:
    if one.currency == other.currency:
        assert (one + other) - other == one
        return
    with pytest.raises(UnlikeCurrencies, match=f"{one.currency} and {other.currency}"):
        one + other
    with pytest.raises(UnlikeCurrencies):
        assert one < other


@pytest.mark.parametrize("code", sorted(PARITIES.keys() - {"EUR"}))
def test_a_currency_tied_to_the_euro_is_converted_at_its_parity(code: str) -> None:
    """The published averages over the dollar are beside it by far less than a hundredth."""
    on = datetime.date(2024, 6, 1)
    made = convert(Money(Decimal(1), "EUR"), code, RATES, on)
    assert made.rate == PARITIES[code]
    assert made.is_of_year(on)
    assert made.source == PARITY_SOURCE
    per_usd = {row.currency: row.per_usd for row in RATES if row.date.year == 2024}
    assert abs(per_usd[code] / per_usd["EUR"] / made.rate - 1) < Decimal("0.005")


def test_before_the_euro_there_was_no_parity_with_it() -> None:
    with pytest.raises(NoRate):
        convert(Money(Decimal(1), "EUR"), "XOF", [], datetime.date(1998, 12, 31))


def test_two_currencies_tied_to_the_euro_are_tied_to_each_other() -> None:
    made = convert(Money(Decimal(655957), "XOF"), "CVE", [], datetime.date(2027, 1, 1))
    assert made.money == Money(Decimal(110265), "CVE")


@given(monies)
def test_money_does_not_mix_with_bare_numbers(money: Money) -> None:
    for action in (lambda: money + 1, lambda: money * 0.5, lambda: sum([money])):  # type: ignore[operator]
        with pytest.raises((MoneyError, TypeError)):
            action()


@pytest.mark.parametrize(
    ("amount", "code"), [("NaN", "EUR"), ("Infinity", "EUR"), ("1", "eur"), ("1", "€"), ("1", "")]
)
def test_what_is_not_money_is_refused(amount: str, code: str) -> None:
    with pytest.raises(MoneyError):
        Money(Decimal(amount), code)


def test_a_float_is_refused() -> None:
    with pytest.raises(MoneyError):
        Money(0.1, "EUR")  # type: ignore[arg-type]


@given(st.lists(st.none() | monies))
def test_totals_keep_currencies_and_blanks_apart(given_amounts: list[Money | None]) -> None:
    result = total(given_amounts)
    blanks = sum(item is None for item in given_amounts)
    known = [item for item in given_amounts if item is not None]
    assert set(result) == {item.currency for item in known}
    assert sum(part.counted for part in result.values()) == len(known)
    for code, part in result.items():
        assert part.amount == sum(item.amount for item in known if item.currency == code)
        assert part.blank == blanks
        assert part.is_complete is (blanks == 0)


def test_a_blank_is_not_a_zero() -> None:
    euros = Money(Decimal(10), "EUR")
    assert total([euros, None])["EUR"] == Total(Decimal(10), 1, 1)
    assert total([euros, Money(Decimal(0), "EUR")])["EUR"] == Total(Decimal(10), 2, 0)
    assert total([None, None]) == {}
    assert total([None], blank_currency="MAD") == {"MAD": Total(Decimal(0), 0, 1)}


@given(amounts, st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1999, 2024))
def test_there_and_back_is_the_same_within_rounding(
    amount: Decimal, code: str, to: str, year: int
) -> None:
    on = datetime.date(year, 6, 30)
    there = convert(Money(amount, code), to, RATES, on)
    back = convert(there.money, code, RATES, on)
    # Half of the smallest unit of `to`, seen in `code`, and half of the smallest unit of `code`.
    slack = Decimal("0.51") * back.rate + Decimal("0.51")
    assert abs(back.money.amount - amount) <= slack
    assert there.is_of_year(on)
    if code != to:
        named = (there.date, there.kind, there.source)
        if {code, to} <= PARITIES.keys():
            assert named == (PARITIES_SINCE, PARITY, PARITY_SOURCE)
        else:
            published = "International Monetary Fund"
            assert named == (datetime.date(year, 12, 31), "annual_average", published)


def test_a_franc_has_no_cents() -> None:
    on = datetime.date(2010, 3, 1)
    result = convert(Money(Decimal(1000), "EUR"), "XOF", RATES, on)
    assert result.money.amount == result.money.amount.to_integral_value()


def test_the_newest_valid_rate_is_taken_and_never_one_of_the_future() -> None:
    day = datetime.date
    rates = [
        FakeRate("MAD", day(2020, 1, 1), Decimal(10)),
        FakeRate("MAD", day(2021, 1, 1), Decimal(9)),
        FakeRate("MAD", day(2022, 1, 1), Decimal(8)),
    ]
    result = convert(Money(Decimal(90), "MAD"), "USD", rates, day(2021, 7, 1))
    assert (result.money.amount, result.date) == (Decimal("10.00"), day(2021, 1, 1))
    late = convert(Money(Decimal(80), "MAD"), "USD", rates, day(2025, 1, 1))
    assert late.date == day(2022, 1, 1)
    assert not late.is_of_year(day(2025, 1, 1))
    with pytest.raises(NoRate):
        convert(Money(Decimal(90), "MAD"), "USD", rates, day(2019, 12, 31))


def test_two_currencies_come_from_one_day_and_one_source() -> None:
    day = datetime.date
    rates = [
        FakeRate("MAD", day(2020, 1, 1), Decimal(10)),
        FakeRate("EUR", day(2020, 1, 1), Decimal(1)),
        FakeRate("EUR", day(2021, 1, 1), Decimal(2)),
        FakeRate("MAD", day(2021, 1, 1), Decimal(7), source="Another bank"),
    ]
    result = convert(Money(Decimal(10), "MAD"), "EUR", rates, day(2022, 1, 1))
    assert (result.money.amount, result.date) == (Decimal("1.00"), day(2020, 1, 1))


def test_amounts_typed_as_plain_decimals() -> None:
    assert parse_amount("  ") is None
    assert parse_amount("0") == 0
    for wrong in ("1,5", "abc", "nan", "1e"):
        with pytest.raises(MoneyError):
            parse_amount(wrong)


def test_the_rates_are_whole() -> None:
    assert len({(row.currency, row.date) for row in RATES}) == len(RATES)
    assert all(row.per_usd > 0 for row in RATES)
    assert {"EUR", "XOF", "XAF", "MAD", "EGP", "CVE", "GEL", "MDL"} <= {r.currency for r in RATES}
    # Haiti's gourde stands under USD in the source.
    assert {row.per_usd for row in RATES if row.currency == "USD"} == {Decimal(1)}
