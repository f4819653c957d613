"""Entries sum to zero, reversals undo, and after a closing nothing stands open."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.ledger import (
    Account,
    Booked,
    Line,
    Position,
    Rate,
    Unbalanced,
    acceptance,
    balances,
    change,
    check,
    claim,
    closing_lines,
    commitment,
    counted,
    due_of,
    payment,
    recovery,
    reversal,
    shared_out,
    sums,
    write_off,
)

A = Account
D = Decimal
cents = st.integers(1, 10**12).map(lambda value: D(value).scaleb(-2))
rates = st.integers(1, 10**8).map(lambda value: D(value).scaleb(-4))
DAY = date(2027, 3, 1)


def booked(moved: Decimal, counts: Decimal, rate: Decimal, places: int = 2) -> Booked:
    named = Rate(rate, DAY, "Central bank")
    return Booked(moved, "EUR", counts, "MAD", "c", places, named, named)


@given(cents, cents, rates, st.sampled_from([0, 2]), cents)
def test_money_in_two_currencies_sums_to_zero_in_each(moved, counts, rate, places, asked):
    moved = moved.quantize(D(1).scaleb(-places)) or D(1)
    one = booked(moved, counts, rate, places)
    for lines in (payment(one), recovery(one, asked)):
        check(lines)
        assert set(sums(lines)) == {"EUR", "MAD"}
    assert balances(payment(one))[A.BANK, "c", "EUR"] == -moved
    assert balances(payment(one))[A.ADVANCES, "c", "MAD"] == counts


def test_what_the_bank_took_beyond_the_contracts_rate_is_a_loss():
    """100 euro were promised as 1,080 dirham; on the day it took 101.50 euro to send them."""
    one = Booked(
        *(D("101.50"), "EUR", D("1080"), "MAD", "c", 2),
        Rate(D("10.8"), DAY, "contract"),
        Rate(D("10.6403"), DAY, "bank"),
    )
    found = balances(payment(one))
    assert found[A.GAINS_LOSSES, "c", "EUR"] == D("1.50")
    assert found[A.EXCHANGE, "c", "EUR"] == D("100.00")
    assert found[A.EXCHANGE, "c", "MAD"] == D("-1080")
    back = balances(recovery(one, D(0)))  # the same money back: more than it was worth, a gain
    assert back[A.GAINS_LOSSES, "c", "EUR"] == D("-1.50")


def test_at_its_own_rate_a_payment_has_no_difference():
    counts = counted(D("1000.00"), D("655.957"), 0)
    one = Booked(
        D("1000.00"), "EUR", counts, "XOF", "c", 2, *[Rate(D("655.957"), DAY, "parity")] * 2
    )
    assert counts == D(655957)
    assert A.GAINS_LOSSES not in {line.account for line in payment(one)}


@pytest.mark.parametrize(
    "wrong",
    [
        Booked(D(5), "EUR", D(4), "EUR", "c"),
        Booked(D(5), "EUR", D(4), "MAD", "c"),
        booked(D(5), D(4), D(0)),
    ],
)
def test_unlike_money_without_a_rate_is_refused(wrong):
    with pytest.raises(ValueError, match=r"rate|one currency"):
        payment(wrong)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [Line(A.BANK, D(0), "EUR"), Line(A.ADVANCES, D(0), "EUR")],
        [Line(A.BANK, D("-1.00"), "EUR"), Line(A.ADVANCES, D("1.01"), "EUR")],
        [Line(A.BANK, D(-1), "EUR"), Line(A.ADVANCES, D(1), "MAD")],
        [Line(A.BANK, D("NaN"), "EUR"), Line(A.ADVANCES, D("NaN"), "EUR")],
    ],
)
def test_what_is_no_entry_is_refused(lines):
    with pytest.raises(Unbalanced):
        check(lines)


events = st.lists(
    st.tuples(st.sampled_from(["pay", "accept", "back", "claim", "change"]), cents), max_size=12
)


@given(cents, events, cents)
def test_after_what_is_due_moved_and_a_closing_nothing_stands_open(amount, happened, given_up):
    """Whatever happens before: settle what `due_of` says, close, and advances are zero."""
    lines = commitment(amount, "EUR", "c")
    at: defaultdict[str, Decimal] = defaultdict(Decimal)

    def asked() -> Decimal:
        return balances(lines).get((A.RECOVERABLE, "c", "EUR"), D(0))

    for what, value in happened:
        if what == "pay":
            lines += payment(Booked(value, "EUR", value, "EUR", "c"))
        elif what == "accept":
            lines += acceptance(value, "EUR", "c")
        elif what == "back":
            lines += recovery(Booked(value, "EUR", value, "EUR", "c"), asked())
        elif what == "claim":
            lines += claim(value, "EUR", "c")
            continue
        else:
            lines += change(value, "EUR", "c")
        at[what] += value
    position = Position(amount + at["change"], at["accept"], at["pay"], at["back"])
    due = due_of(position)
    assert due.to_pay == 0 or due.to_pay_back == 0
    assert due.eligible + due.unused == position.amount
    if due.to_pay:
        lines += payment(Booked(due.to_pay, "EUR", due.to_pay, "EUR", "c"))
    given_up = min(given_up, due.to_pay_back)
    if given_up:  # asked back, and it will not come
        lines += claim(given_up, "EUR", "c") + write_off(given_up, "EUR", "c")
        due = due_of(replace(position, written_off=given_up))
    if due.to_pay_back:
        back = due.to_pay_back
        lines += recovery(Booked(back, "EUR", back, "EUR", "c"), asked())
    lines += claim(-asked(), "EUR", "c")  # what was asked back beyond what is due is dropped
    lines += closing_lines(due, "EUR", "c")
    found = balances(lines)
    assert found.get((A.ADVANCES, "c", "EUR"), 0) == 0
    assert found.get((A.RECOVERABLE, "c", "EUR"), 0) == 0
    borne = found.get((A.SPENT, "c", "EUR"), D(0))
    assert borne == due.eligible
    assert borne + given_up == -found.get((A.BANK, "c", "EUR"), D(0))
    assert found[A.COMMITTED, "c", "EUR"] == borne == -found[A.COMMITMENTS, "c", "EUR"]
    assert set(sums(lines).values()) == {D(0)}


@given(cents, cents, rates)
def test_an_entry_and_its_reversal_are_nothing(moved, counts, rate):
    lines = payment(booked(moved, counts, rate))
    undone = reversal(lines)
    check(undone)
    assert set(balances([*lines, *undone]).values()) == {D(0)}


def test_nothing_posts_nothing():
    assert change(D(0), "EUR", "c") == acceptance(D(0), "EUR", "c") == []
    exact = due_of(Position(D(100), D(100), D(100), D(0)))
    assert exact.is_settled
    assert closing_lines(exact, "EUR", "c") == []


@given(cents, st.lists(st.integers(0, 10**9).map(Decimal), min_size=1, max_size=6).filter(any))
def test_what_is_shared_out_is_all_of_it(amount, parts):
    given_out = shared_out(amount, parts)
    assert sum(given_out) == amount
    for got, part in zip(given_out, parts, strict=True):
        assert abs(got - amount * part / sum(parts)) < D("0.01")


def test_what_was_written_off_is_due_no_more_and_beyond_that_is_told():
    at = Position(D(100), D(60), D(100), D(0), written_off=D(40))
    assert due_of(at).is_settled
    later = due_of(replace(at, spent=D(90)))
    assert (later.to_pay_back, later.written_beyond, later.is_settled) == (0, 30, False)


def test_a_third_each():
    assert shared_out(D("100.00"), [D(1)] * 3) == [D("33.34"), D("33.33"), D("33.33")]
    with pytest.raises(ValueError, match="not all zero"):
        shared_out(D(1), [D(0)])
