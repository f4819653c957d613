"""What typed numbers and days can mean, and what an edited copy changes."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.roundtrip import Change, Conflict, compare, day_readings, number_readings

MONTHS = {"march": 3, "mars": 3, "abril": 4, "يناير": 1}


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1 234,50", ["1234.50"]),
        ("1\u202f234\u202f567,5", ["1234567.5"]),
        ("١٢٣٤٫٥", ["1234.5"]),
        ("١٬٢٣٤", ["1234"]),
        ("12.000,5", ["12000.5"]),
        ("12,000.5", ["12000.5"]),
        ("1'234.5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        ("12,34,567", ["1234567"]),
        ("12.000", ["12.000", "12000"]),
        ("1,234", ["1.234", "1234"]),
        ("-1,234", ["-1.234", "-1234"]),
        ("\u22125", ["-5"]),
        ("0,125", ["0.125"]),
        ("1234,567", ["1234.567"]),
        ("12,5", ["12.5"]),
        ("0", ["0"]),
        ("", []),
        ("1 23", []),
        ("12,34.5,6", []),
        ("12 EUR", []),
        ("1e5", []),
        ("9" * 41, []),
    ],
)
def test_numbers_have_the_readings_that_people_can_mean(text, readings):
    assert number_readings(text) == [D(each) for each in readings]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("2027-03-31", [(2027, 3, 31)]),
        ("31/3/2027", [(2027, 3, 31)]),
        ("3/31/27", [(2027, 3, 31)]),
        ("3.4.2027", [(2027, 4, 3)]),
        ("3/4/2027", [(2027, 4, 3), (2027, 3, 4)]),
        ("4/4/2027", [(2027, 4, 4)]),
        ("٣١/٣/٢٠٢٧", [(2027, 3, 31)]),
        ("31 mars 2027", [(2027, 3, 31)]),
        ("March 3, 2027", [(2027, 3, 3)]),
        ("1 de abril de 2027", [(2027, 4, 1)]),
        ("31/2/2027", []),
        ("soon", []),
        ("46082", []),
        ("march 2027", []),
    ],
)
def test_days_have_the_readings_that_people_can_mean(text, readings):
    assert day_readings(text, MONTHS) == [date(*each) for each in readings]


@given(st.text(max_size=30))
def test_no_text_whatever_crashes_the_readings(text):
    assert all(reading.is_finite() for reading in number_readings(text))
    assert len(day_readings(text, MONTHS)) <= 2


def test_the_rule_of_three_ways():
    left = {"a": {"x": "1", "y": "1", "z": "1", "w": "1"}, "gone": {"x": "1"}, "cut": {"x": "1"}}
    copy = {"a": {"x": "2", "y": "1", "z": "3", "w": "5"}, "gone": {"x": "9"}, "new": {"x": ""}}
    now = {"a": {"x": "1", "y": "4", "z": "3", "w": "6"}, "cut": {"x": "2"}, "theirs": {"x": "1"}}
    found = compare(left, copy, now)
    assert found.changes == [Change("a", "x", "1", "2")]
    assert found.conflicts == [Conflict("a", "w", "1", "6", "5")]
    assert (found.added, found.removed, found.vanished) == (["new"], ["cut"], ["gone"])


rows = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.sampled_from("xy"), st.sampled_from(["", "0", "1"]))
)


@given(rows, rows)
def test_an_unchanged_copy_changes_nothing_whatever_others_did(left, now):
    found = compare(left, left, now)
    assert (found.changes, found.conflicts, found.added, found.vanished) == ([], [], [], [])
    assert found.removed == []


@given(rows, rows)
def test_what_nobody_else_touched_comes_back_as_it_was_changed(left, copy):
    found = compare(left, copy, left)
    assert found.conflicts == []
    result = {row: dict(fields) for row, fields in left.items()}
    for change in found.changes:
        result[change.row][change.field] = change.becomes
    for row, fields in copy.items():
        for name, value in fields.items():
            assert row in found.added or result[row].get(name, "") == value
