"""Marks, totals and disagreement: blanks are not zeros, and what is shown is what counts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.appraisal import Criterion, Given, Reading, marked, together

D = Decimal
CRITERIA = [
    Criterion("own", "organisation", "both", D(2), D(5)),
    Criterion("ties", "partnership", "migration", D(1), D(10), least=D(5)),
    Criterion("place", "stakeholders", "development", D(1), D(5)),
]
PLACES = [("own", "a"), ("own", "b"), ("ties", ""), ("place", "")]
marks_of = st.fixed_dictionaries(
    {place: st.none() | st.integers(0, 500).map(lambda n: D(n) / 100) for place in PLACES}
)


def sheet(*marks):
    given = [
        Given(*place, None if mark is None else D(mark))
        for place, mark in zip(PLACES, marks, strict=True)
    ]
    return marked(CRITERIA, ["a", "b"], given)


def test_a_total_is_the_mean_of_shares_by_weight():
    found = sheet(5, 3, 5, 1)
    assert found.total == D("57.50")  # (2 x 0.8 + 0.5 + 0.2) / 4
    assert found.levels["organisation"].percent == D("80.00")
    assert found.components["migration"].percent == D("70.00")  # (1.6 + 0.5) / 3
    assert found.components["development"].percent == D("60.00")


def test_a_blank_is_not_zero():
    found = sheet(5, None, 0, None)
    assert found.total is None
    assert found.missing == (("own", "b"), ("place", ""))
    assert (found.so_far, found.open) == (D("25.00"), D("50.00"))
    assert found.levels["partnership"].percent == 0
    assert found.levels["stakeholders"].percent is None


@given(marks_of)
def test_the_running_total_ends_at_the_total(marks):
    found = marked(CRITERIA, ["a", "b"], [Given(*place, mark) for place, mark in marks.items()])
    assert (found.total is None) == bool(found.missing) == any(m is None for m in marks.values())
    assert 0 <= found.so_far <= found.so_far + found.open <= D("100.01")
    if found.total is not None:
        assert (found.so_far, found.open) == (found.total, 0)


@given(marks_of, st.sampled_from(PLACES))
def test_a_better_mark_is_never_worse(marks, place):
    marks = {at: D(1) if mark is None else mark for at, mark in marks.items()}
    before = marked(CRITERIA, ["a", "b"], [Given(*at, mark) for at, mark in marks.items()])
    marks[place] = D(5)
    after = marked(CRITERIA, ["a", "b"], [Given(*at, mark) for at, mark in marks.items()])
    assert after.total >= before.total


@pytest.mark.parametrize("row", [Given("own", "a", D(6)), Given("own", "", D(1))])
def test_impossible_marks_are_refused(row):
    with pytest.raises(ValueError, match=r"mark"):
        marked(CRITERIA, ["a", "b"], [row])


def reading(name, level, **more):
    """A sheet whose total is about `level` percent."""
    return Reading(name, sheet(level / 20, level / 20, level / 10, level / 20), **more)


def test_a_third_is_wanted_where_two_are_far_apart():
    assert not together(CRITERIA, ["a", "b"], [reading("x", 60), reading("y", 80)]).wants_third
    found = together(CRITERIA, ["a", "b"], [reading("x", 50), reading("y", 80)])
    assert (found.spread, found.wants_third, found.total) == (D(30), True, D(65))
    asked = [reading("x", 50), reading("y", 80), Reading("z", sheet(1, 1, 1, None), is_extra=True)]
    waiting = together(CRITERIA, ["a", "b"], asked)
    assert (waiting.wants_third, waiting.blank) == (False, ("z",))


@pytest.mark.parametrize(
    ("third", "rule", "counted", "total"),
    [
        (70, "closest", ("z", "y"), D(75)),
        (55, "closest", ("x", "z"), D("52.50")),
        (65, "closest", ("x", "y", "z"), D(65)),  # exactly between: all count
        (70, "mean", ("x", "y", "z"), D("66.67")),
    ],
)
def test_of_three_the_two_closest_count(third, rule, counted, total):
    rows = [reading("x", 50), reading("y", 80), reading("z", third, is_extra=True)]
    found = together(CRITERIA, ["a", "b"], rows, rule=rule)
    assert (set(found.counted), found.total) == (set(counted), total)


def test_bars_and_weak_components_are_told():
    found = together(CRITERIA, ["a", "b"], [Reading("x", sheet(2, 3, 4, 5))])
    assert [(bar.criterion, bar.mark, bar.least) for bar in found.barred] == [("ties", D(4), D(5))]
    assert found.weak == ("migration",)  # (2 x 0.5 + 0.4) / 3


def test_an_incomplete_sheet_gives_no_score():
    found = together(CRITERIA, ["a", "b"], [Reading("x", sheet(2, 3, None, 5))])
    assert (found.total, found.corrected, found.blank) == (None, None, ("x",))
