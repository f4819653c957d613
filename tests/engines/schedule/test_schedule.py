"""Shifts push only what must move, breaks are told, circles refused; charts stay in bounds."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.schedule import (
    Broken,
    Circular,
    Link,
    Plan,
    Task,
    Times,
    breaks_of,
    chart_of,
    shifted,
    usable_days,
)

JAN = date(2027, 1, 1)


def day(number: int) -> date:
    return JAN + timedelta(days=number)


def task(name: str, first: int, last: int, **more) -> Task:
    return Task(name, day(first), day(last), **more)


CHAIN = Plan(
    tasks=(task("dig", 0, 9), task("pipe", 10, 19), task("pump", 30, 34), task("feast", 40, 40)),
    links=(Link("dig", "pipe"), Link("pipe", "pump", 5), Link("pump", "feast")),
    starts=JAN,
    ends=day(60),
)


def test_a_shift_pushes_what_waits_and_uses_slack_first():
    plan, moves = shifted(CHAIN, "dig", day(5), day(14))
    assert [(m.id, m.new_starts, m.new_ends, m.days) for m in moves] == [
        ("dig", day(5), day(14), 5),
        ("pipe", day(15), day(24), 5),
    ]
    # pump began on day 30 and may begin on day 30: 24 + 1 + 5 days in between.
    assert plan.by_id["pump"].starts == day(30)
    assert breaks_of(plan) == []


def test_nothing_is_pulled_to_an_earlier_day():
    _plan, moves = shifted(CHAIN, "dig", day(0), day(4))
    assert [move.id for move in moves] == ["dig"]


def test_a_long_shift_tells_what_leaves_the_project():
    plan, _moves = shifted(CHAIN, "dig", day(31), day(40))
    found = {(b.kind, b.task): b.days for b in breaks_of(plan)}
    assert found == {(Broken.AFTER_PROJECT, "feast"): 1}


def test_what_is_done_stays_and_is_told():
    done = Plan(
        tasks=(task("dig", 0, 9, done=50), task("pipe", 10, 19, done=100)),
        links=(Link("dig", "pipe"),),
    )
    plan, moves = shifted(done, "dig", day(5), day(14))
    assert [move.id for move in moves] == ["dig"]
    assert {b.kind for b in breaks_of(plan)} == {Broken.TOO_EARLY, Broken.DONE_AHEAD}


def test_a_circle_is_named():
    plan = Plan(
        tasks=(task("a", 0, 1), task("b", 2, 3), task("c", 4, 5)),
        links=(Link("a", "b"), Link("b", "c"), Link("c", "a")),
    )
    with pytest.raises(Circular) as caught:
        plan.order()
    circle = caught.value.circle
    assert circle[0] == circle[-1]
    assert set(circle) == {"a", "b", "c"}
    pairs = {(link.before, link.after) for link in plan.links}
    assert all(pair in pairs for pair in itertools.pairwise(circle))


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="before"):
        shifted(CHAIN, "dig", day(5), day(4))


def test_late_is_said_only_of_what_is_not_done():
    plan = Plan(tasks=(task("a", 0, 4), task("b", 0, 4, done=100), task("c", 0, 9)))
    assert [(b.task, b.days) for b in breaks_of(plan, day(6))] == [("a", 2)]


def test_weekends_follow_the_country():
    # 1 January 2027 is a Friday.
    friday = Times(weekends=True, weekend=frozenset({4, 5}))
    assert usable_days(JAN, JAN, friday) == 1
    assert usable_days(JAN, JAN, Times(weekends=True)) == 0
    assert usable_days(JAN, day(6), Times(weekends=True)) == 2
    assert usable_days(JAN, day(6), Times(evenings=True)) == 5
    assert usable_days(JAN, day(6), Times()) == 7
    plan = Plan(tasks=(task("class", 3, 6, times=Times(weekends=True)),))  # Monday to Thursday
    assert [b.kind for b in breaks_of(plan)] == [Broken.NO_SUCH_TIME]


@st.composite
def plans(draw):
    """Plans without circles: links lead from an earlier to a later place in the list."""
    size = draw(st.integers(1, 8))
    tasks = []
    for number in range(size):
        first = draw(st.integers(0, 300))
        length = draw(st.integers(0, 60))
        done = draw(st.sampled_from([None, 0, 40, 100]))
        tasks.append(task(str(number), first, first + length, done=done))
    links = []
    for later in range(1, size):
        for earlier in draw(st.sets(st.integers(0, later - 1), max_size=2)):
            links.append(Link(str(earlier), str(later), draw(st.integers(0, 10))))
    return Plan(tuple(tasks), tuple(links))


@given(plans(), st.integers(0, 300), st.integers(0, 60))
def test_behind_a_shift_waiting_holds_for_all_that_may_move(plan, first, length):
    before = {(b.task, b.other) for b in breaks_of(plan) if b.kind == Broken.TOO_EARLY}
    moved, moves = shifted(plan, "0", day(first), day(first + length))
    for found in breaks_of(moved):
        if found.kind == Broken.TOO_EARLY and (found.task, found.other) not in before:
            assert moved.by_id[found.task].is_done or found.task == "0"
    for move in moves:
        if move.id != "0":
            assert move.days > 0
            assert move.new_ends - move.new_starts == move.ends - move.starts
            assert not plan.by_id[move.id].is_done


@given(plans(), st.booleans())
def test_the_chart_stays_within_its_width(plan, mirrored):
    chart = chart_of(plan, day(100), mirrored=mirrored)
    assert chart is not None
    for row in chart.rows:
        assert row.bar is not None
        assert 0 <= row.bar.x <= row.bar.x + row.bar.width <= 100
        assert row.bar.x <= row.bar.done_x
        assert row.bar.done_x + row.bar.done_width <= row.bar.x + row.bar.width
        assert row.bar.width > 0
    assert 1 <= len(chart.ticks) <= 9
    assert all(0 <= x <= 100 for x, _day in chart.ticks)


@given(plans())
def test_a_mirrored_chart_is_the_chart_seen_from_the_other_side(plan):
    here, there = chart_of(plan), chart_of(plan, mirrored=True)
    for one, other in zip(here.rows, there.rows, strict=True):
        assert abs((one.bar.x + other.bar.x + other.bar.width) - 100) < 1


def test_a_plan_without_days_has_no_chart():
    assert chart_of(Plan(tasks=(Task("a"),))) is None


def test_an_arrow_ends_at_the_bar_that_waits():
    chart = chart_of(CHAIN)
    assert [line.head for line in chart.rows[1].lines] == [True, False, False]
    assert chart.rows[1].lines[0].x2 == chart.rows[1].bar.x
