"""Severity is told apart from quality, and only where it can be."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.appraisal import NotConnected, severity

levels = st.lists(st.integers(-15, 15), min_size=2, max_size=5)


@given(levels, st.lists(st.integers(20, 80), min_size=6, max_size=12))
def test_what_was_added_is_found_again(severities, qualities):
    """Readers in a ring, two for each proposal: totals made of both parts give both parts back."""
    size = len(severities)
    rows = []
    for number, quality in enumerate(qualities):
        for who in {number % size, (number + 1) % size}:
            rows.append((f"p{number:02}", f"a{who}", Decimal(quality - severities[who])))
    found = severity(rows)
    mean = Decimal(sum(severities)) / size
    for who, points in enumerate(severities):
        assert abs(found.points[f"a{who}"] - (points - mean)) <= Decimal("0.02")
    assert abs(sum(found.points.values())) <= Decimal("0.05")
    if found.rest is not None:
        assert found.rest == 0


def test_groups_that_share_no_proposal_are_not_compared():
    rows = [("p1", "a", Decimal(50)), ("p1", "b", Decimal(60)), ("p2", "c", Decimal(50))]
    with pytest.raises(NotConnected) as told:
        severity(rows)
    assert told.value.groups == [["a", "b"], ["c"]]


def test_errors_are_told_where_there_is_enough_to_tell():
    rows = [("p1", "a", Decimal(50)), ("p1", "b", Decimal(60))]
    found = severity(rows)
    assert found.points == {"a": Decimal(5), "b": Decimal(-5)}
    assert (found.errors, found.rest) == ({"a": None, "b": None}, None)
    rows += [("p2", "a", Decimal(40)), ("p2", "b", Decimal(54))]
    found = severity(rows)
    assert (found.points["a"], found.errors["a"]) == (Decimal(6), Decimal(1))
    assert found.rest == 2
    assert found.read == {"a": 2, "b": 2}


def test_one_reader_is_neither_severe_nor_mild():
    assert severity([("p", "a", Decimal(50))]).points == {"a": 0}
    assert severity([]).points == {}
