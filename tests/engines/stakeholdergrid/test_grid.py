"""Opinions of several people over rounds, and a grid on which everything can be read."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.stakeholdergrid import (
    Opinion,
    Point,
    Quadrant,
    draw_grid,
    lost_interest,
    quadrant_of,
    standings_of,
)

score = st.integers(1, 5)
opinions = st.lists(
    st.builds(Opinion, st.sampled_from("abcdefgh"), st.integers(1, 3), score, score), max_size=40
)


def test_the_last_round_stands_and_the_one_before_shows_the_movement():
    rows = [Opinion("a", 1, 5, 4), Opinion("a", 1, 4, 4), Opinion("a", 3, 2, 5)]
    found = standings_of([*rows, Opinion("b", 1, 1, 1)])
    standing = found["a"]
    assert (standing.round, standing.opinions) == (3, 1)
    assert standing.earlier == (Fraction(9, 2), Fraction(4))
    assert lost_interest(standing)
    assert found["b"].earlier is None
    assert not lost_interest(found["b"])


@pytest.mark.parametrize(
    ("interest", "influence", "where"),
    [
        (3, 3, Quadrant.WORK_CLOSELY),
        (2, 3, Quadrant.WIN_OVER),
        (3, 2, Quadrant.GIVE_VOICE),
        (1, 1, Quadrant.INFORM),
    ],
)
def test_quadrants(interest, influence, where):
    assert quadrant_of(Fraction(interest), Fraction(influence)) == where


@pytest.mark.parametrize("wrong", [0, 6])
def test_an_opinion_outside_the_scale_is_refused(wrong):
    with pytest.raises(ValueError, match="1 to 5"):
        Opinion("a", 1, wrong, 3)


@given(opinions)
def test_a_mean_lies_within_its_spread_and_whom_nobody_named_is_not_there(rows):
    found = standings_of(rows)
    assert set(found) == {row.stakeholder for row in rows}
    for standing in found.values():
        for spread in (standing.interest, standing.influence):
            assert spread.least <= spread.mean <= spread.most


@given(opinions)
def test_the_order_of_opinions_does_not_matter(rows):
    assert standings_of(rows) == standings_of(rows[::-1])


def inside(value: float, width: float) -> bool:
    return -0.1 <= value <= width + 0.1


@settings(max_examples=60)
@given(opinions, st.sampled_from([300.0, 512.0]), st.booleans())
def test_marks_are_apart_labels_inside_and_nothing_is_left_out(rows, width, mirrored):
    found = standings_of(rows)
    points = [Point(standing, f"{name.upper()} Somebody") for name, standing in found.items()]
    drawing = draw_grid(points, width=width, mirrored=mirrored)
    assert [mark.stakeholder for mark in drawing.marks] == list(found)
    for mark in drawing.marks:
        assert inside(mark.x, width)
        assert inside(mark.y, width)
        assert inside(mark.label_x, width)
        assert inside(mark.label_y, width)
    spots = [(mark.x, mark.y) for mark in drawing.marks]
    assert len(set(spots)) == len(spots)


@given(opinions)
def test_an_arabic_page_shows_the_same_grid_mirrored(rows):
    found = standings_of(rows)
    points = [Point(standing, name) for name, standing in list(found.items())[:1]]
    plain, turned = (draw_grid(points, width=400, mirrored=side) for side in (False, True))
    for one, other in zip(plain.marks, turned.marks, strict=True):
        assert other.x == pytest.approx(400 - one.x, abs=0.2)
        assert other.y == one.y


def test_labels_of_a_crowd_do_not_cover_each_other():
    rows = [Opinion(name, 1, 3, 3) for name in "abcdef"]
    found = standings_of(rows)
    points = [Point(standing, f"{name} Somebody") for name, standing in found.items()]
    marks = draw_grid(points, width=512).marks
    spots = [(mark.label_x, mark.label_y) for mark in marks]
    assert len(set(spots)) == len(spots)
