"""Unlike currencies are never added but at a stated rate; what has no rate is named."""

from datetime import date
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.budget import (
    Amount,
    Ceiling,
    Rates,
    Sum,
    add_up,
    burn_of,
    ceiling_states,
    grouped,
    taken,
)

EUR = Rates("EUR", {"XOF": D("655.957"), "EGP": D("7.4531")})


def test_currencies_are_summed_apart_and_converted_once():
    found = add_up([Amount(D(100), "EUR"), Amount(D(655957), "XOF"), Amount(D(1), "XOF")], EUR)
    assert found.own == {"EUR": D(100), "XOF": D(655958)}
    assert found.converted == D("1100.00")
    assert found.is_mixed


def test_without_a_rate_there_is_no_total():
    found = add_up([Amount(D(100), "EUR"), Amount(D(5), "GEL")], EUR)
    assert found.converted is None
    assert found.without_rate == ("GEL",)
    assert found.own["EUR"] == 100


def test_rounding_comes_last():
    thirds = [Amount(D("0.004"), "EUR")] * 3
    assert add_up(thirds, EUR).converted == D("0.01")
    yen = Rates("JPY", {}, places=0)
    assert add_up([Amount(D("2.5"), "JPY")], yen).converted == D(2)


def test_groups_keep_the_order_of_their_lines():
    rows = [("travel", 5), ("staff", 10), ("travel", 7)]
    found = grouped(rows, lambda row: row[0], lambda row: Amount(D(row[1]), "EUR"), EUR)
    assert [(key, total.converted) for key, total in found.items()] == [
        ("travel", D("12.00")),
        ("staff", D("10.00")),
    ]


def test_ceilings_are_kept_broken_or_not_known():
    by = {"administration": add_up([Amount(D(80), "EUR")], EUR)}
    whole = add_up([Amount(D(1000), "EUR")], EUR)
    share, amount, nothing = ceiling_states(
        [
            Ceiling("administration", percent=D(7)),
            Ceiling("administration", amount=D(100)),
            Ceiling("travel", percent=D(5)),
        ],
        by,
        whole,
    )
    assert (share.limit, share.over) == (D(70), D(10))
    assert amount.over == 0
    assert (nothing.planned, nothing.over) == (0, 0)
    unknown = add_up([Amount(D(1), "GEL")], EUR)
    [state] = ceiling_states([Ceiling("administration", percent=D(7))], by, unknown)
    assert state.over is None


def test_burn_beside_time():
    planned, spent = add_up([Amount(D(200), "EGP")], EUR), add_up([Amount(D(50), "EGP")], EUR)
    burn = burn_of(planned, spent, date(2027, 1, 1), date(2027, 1, 10), date(2027, 1, 5))
    assert (burn.spent, burn.time) == (D("0.25"), D("0.5"))
    # One currency needs no rate; two do.
    one = add_up([Amount(D(10), "GEL")], EUR)
    assert burn_of(one, Sum({}, D(0)), None, None, date(2027, 1, 5)).spent == 0
    two = add_up([Amount(D(10), "GEL"), Amount(D(1), "EUR")], EUR)
    assert burn_of(two, Sum({}, D(0)), None, None, date(2027, 1, 5)).spent is None
    after = burn_of(planned, spent, date(2027, 1, 1), date(2027, 1, 10), date(2028, 1, 1))
    assert after.time == 1


amounts = st.lists(
    st.builds(
        Amount,
        st.decimals(0, 10**9, places=2),
        st.sampled_from(["EUR", "XOF", "EGP", "GEL"]),
    ),
    max_size=20,
)


@given(amounts, amounts)
def test_own_sums_are_sums_of_parts(first, second):
    whole = add_up([*first, *second], EUR).own
    one, other = add_up(first, EUR).own, add_up(second, EUR).own
    assert {code: one.get(code, 0) + other.get(code, 0) for code in set(one) | set(other)} == whole


@given(amounts)
def test_a_total_is_either_whole_or_not_there(given_amounts):
    total = add_up(given_amounts, EUR)
    unknown = {amount.currency for amount in given_amounts} - {"EUR", "XOF", "EGP"}
    assert (total.converted is None) == bool(unknown)
    assert set(total.without_rate) == unknown


@given(amounts)
def test_the_order_of_amounts_does_not_count(given_amounts):
    assert add_up(given_amounts, EUR) == add_up(list(reversed(given_amounts)), EUR)


@given(st.lists(st.integers(0, 10**6).map(D), max_size=5), st.integers(1, 10**6).map(D))
def test_money_moved_comes_from_the_latest_periods_and_leaves_none_below_zero(amounts, moved):
    planned = list(enumerate(amounts))
    found = taken(planned, moved)
    if sum(amounts) < moved:
        assert found == {}
        return
    assert sum(found.values()) == moved
    assert all(0 < part <= amounts[at] for at, part in found.items())
    first = min(found)
    assert all(found.get(at, 0) == amounts[at] for at in range(first + 1, len(amounts)))
