"""What a value may be and what may be added, with the properties that must always hold."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.indicators import (
    Adds,
    Kind,
    Problem,
    Value,
    over_periods,
    problems_of,
    share_done,
    split_problem,
)


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        (Value(), Kind.NUMBER, [Problem.EMPTY]),
        (Value(absent="not_measured"), Kind.NUMBER, []),
        (Value(number=D(0)), Kind.NUMBER, []),
        (Value(number=D(3), absent="not_measured"), Kind.NUMBER, [Problem.BOTH]),
        (Value(text="N/A"), Kind.NUMBER, [Problem.WRONG_COLUMN]),
        (Value(numerator=D(3)), Kind.PERCENTAGE, [Problem.HALF]),
        (Value(numerator=D(3), denominator=D(0)), Kind.PERCENTAGE, [Problem.ZERO_DENOMINATOR]),
        (Value(numerator=D(3), denominator=D(2)), Kind.PERCENTAGE, [Problem.MORE_THAN_ALL]),
        (Value(numerator=D(-1), denominator=D(2)), Kind.PERCENTAGE, [Problem.NEGATIVE]),
        (Value(number=D("1.5")), Kind.SCALE, [Problem.NOT_WHOLE]),
        (Value(number=D(6)), Kind.SCALE, [Problem.OFF_THE_SCALE]),
        (Value(yes=False), Kind.YES_NO, []),
        (Value(text="The council agreed"), Kind.TEXT, []),
    ],
)
def test_what_a_value_may_be(value, kind, found):
    assert problems_of(value, kind, scale=(1, 5)) == found


def test_people_come_whole():
    assert problems_of(Value(number=D("2.5")), Kind.NUMBER, whole=True) == [Problem.NOT_WHOLE]
    assert problems_of(Value(number=D(-2)), Kind.NUMBER, whole=True) == [Problem.NEGATIVE]
    assert problems_of(Value(number=D("-2.5")), Kind.NUMBER) == []


def test_a_sum_says_what_is_missing_and_never_counts_it_as_zero():
    values = [Value(number=D(10)), None, Value(absent="not_applicable"), Value(number=D(0))]
    total = over_periods(Kind.NUMBER, Adds.NEW, values)
    assert total.value == Value(number=D(10))
    assert (total.counted, total.missing, total.is_complete) == (2, 1, False)


def test_shares_are_added_by_their_halves():
    values = [Value(numerator=D(1), denominator=D(2)), Value(numerator=D(9), denominator=D(98))]
    total = over_periods(Kind.PERCENTAGE, Adds.NEW, values).value
    assert total is not None
    assert total.share == D("0.1")  # the mean of the two percentages would say 30 %


def test_a_state_is_the_last_one_known():
    values = [Value(number=D(5)), Value(number=D(7)), None]
    assert over_periods(Kind.NUMBER, Adds.STOCK, values).value == Value(number=D(7))
    assert over_periods(Kind.NUMBER, Adds.NEVER, values).value is None
    assert over_periods(Kind.SCALE, Adds.NEW, values).value == Value(number=D(7))


def test_how_far_it_has_come():
    def half(above, below):
        return Value(numerator=D(above), denominator=D(below))

    done = share_done(Kind.NUMBER, Adds.NEW, None, Value(number=D(200)), Value(number=D(50)))
    assert done == D("0.25")
    done = share_done(Kind.PERCENTAGE, Adds.STOCK, half(40, 100), half(60, 100), half(45, 100))
    assert done == D("0.25")
    # Fewer is better: from 30 to 10, at 15.
    falling = [Value(number=D(n)) for n in (30, 10, 15)]
    assert share_done(Kind.NUMBER, Adds.STOCK, *falling) == D("0.75")
    assert share_done(Kind.NUMBER, Adds.STOCK, None, falling[1], falling[2]) is None
    assert share_done(Kind.NUMBER, Adds.NEW, None, Value(number=D(0)), falling[2]) is None
    assert share_done(Kind.YES_NO, Adds.NEVER, None, Value(yes=True), Value(yes=True)) == 1


def test_groups_against_their_total():
    assert split_problem(D(10), [D(4), D(6)]) == 0
    assert split_problem(D(10), [D(4), None]) == 6
    assert split_problem(D(10), [D(8), D(6)]) == -4
    assert split_problem(D(10), [None]) is None
    assert split_problem(None, [D(3)]) is None


numbers = st.decimals(-1000, 1000, places=2)
maybe = st.one_of(st.none(), numbers.map(lambda n: Value(number=n)))


@given(st.lists(maybe, max_size=12))
def test_periods_are_counted_or_missing(values):
    total = over_periods(Kind.NUMBER, Adds.NEW, values)
    assert total.counted + total.missing == len(values)
    assert (total.value is None) == (total.counted == 0)


@given(st.lists(maybe, max_size=8), st.lists(maybe, max_size=8))
def test_sums_of_parts_are_the_sum(first, second):
    """Adding is associative: halves of a year may be added instead of its months."""

    def number(values):
        total = over_periods(Kind.NUMBER, Adds.NEW, values).value
        return total.number if total else D(0)

    assert number(first) + number(second) == number(first + second)


@given(st.sampled_from(Kind), st.builds(Value, number=st.one_of(st.none(), numbers)))
def test_a_good_value_has_exactly_the_columns_of_its_kind(kind, value):
    if not problems_of(value, kind):
        assert kind in {Kind.NUMBER, Kind.SCALE}
