"""Ranks, the cut, and the list with minimums, held against everything that could be chosen."""

from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.ranking import Entry, Impossible, balanced, cut, rank

D = Decimal


def entry(name, score, asked, country="", theme="", barred=False):
    labels = {"country": frozenset([country]) if country else frozenset(), "theme": frozenset()}
    if theme:
        labels["theme"] = frozenset([theme])
    return Entry(
        name,
        None if score is None else D(score),
        None if asked is None else D(asked),
        barred,
        labels,
    )


@st.composite
def entries(draw):
    return [
        entry(
            f"p{n}",
            draw(st.none() | st.integers(0, 4)),
            draw(st.none() | st.integers(0, 6)),
            draw(st.sampled_from(["", "EG", "ML"])),
            draw(st.sampled_from(["", "water", "school"])),
            draw(st.booleans()) and draw(st.booleans()),
        )
        for n in range(draw(st.integers(0, 7)))
    ]


def test_equals_share_a_rank():
    rows = [entry("a", 50, 1), entry("b", 70, 1), entry("c", 50, 1), entry("d", 40, 1)]
    assert [(row.entry.id, row.rank, row.tied) for row in rank(rows)] == [
        ("b", 1, False),
        ("a", 2, True),
        ("c", 2, True),
        ("d", 4, False),
    ]


@given(entries(), st.none() | st.integers(0, 15), st.integers(0, 3))
def test_the_cut_never_jumps_the_ranking(rows, budget, reserve):
    ranked = rank(rows)
    found = cut(ranked, None if budget is None else D(budget), reserve)
    by_id = {row.id: row for row in rows}
    parts = [*found.selected, *found.reserve, *found.refused, *found.uncosted]
    assert sorted(parts) == sorted(by_id)
    assert found.spent == sum(by_id[name].asked for name in found.selected)
    assert budget is None or found.spent <= budget
    worst = min((by_id[name].score for name in found.selected), default=None)
    left_out = [*found.reserve, *(name for name in found.refused if by_id[name].score is not None)]
    for name in left_out:
        row = by_id[name]
        assert row.barred or worst is None or row.score < worst
    assert not any(by_id[name].barred for name in (*found.selected, *found.reserve))


def test_equals_on_the_edge_are_left_to_people():
    rows = [entry("a", 70, 5), entry("b", 60, 4), entry("c", 60, 4), entry("d", 50, 1)]
    found = cut(rank(rows), D(10), 1)
    assert (found.selected, found.undecided) == (("a",), ("b", "c"))
    assert found.reserve == ("b", "c")
    assert found.left == 5


def can_meet(rows, budget, minimum) -> bool:
    """Whether some of these, within the budget, meet the minimums: every choice is tried."""
    return any(
        sum((row.asked for row in chosen), D(0)) <= budget
        and all(
            sum(value in row.labels[kind] for row in chosen) >= n
            for kind, wanted in minimum.items()
            for value, n in wanted.items()
        )
        for taken in product((0, 1), repeat=len(rows))
        for chosen in [[row for row, yes in zip(rows, taken, strict=True) if yes]]
    )


def less(minimum, row):
    """What is still wanted once the proposal is in."""
    return {
        kind: {value: n - (value in row.labels[kind]) for value, n in wanted.items()}
        for kind, wanted in minimum.items()
    }


def by_hand(rows, budget, minimum):
    """Down the ranking, trying every choice of the rest; None where nothing meets the minimums."""
    able = [row.entry for row in rank(rows) if row.rank is not None and row.entry.asked is not None]
    if not can_meet(able, budget, minimum):
        return None
    chosen, ended = [], False
    for at, row in enumerate(able):
        helps = any(
            value in row.labels[kind] and n > 0
            for kind, wanted in minimum.items()
            for value, n in wanted.items()
        )
        if ended and not helps:
            continue
        if row.asked > budget:
            ended = True
        elif can_meet(able[at + 1 :], budget - row.asked, less(minimum, row)):
            chosen.append(row.id)
            budget, minimum = budget - row.asked, less(minimum, row)
    return chosen


@settings(max_examples=100, deadline=None)
@given(entries(), st.integers(0, 15), st.integers(0, 2), st.integers(0, 2))
def test_minimums_are_met_as_near_to_the_ranking_as_can_be(rows, budget, country, theme):
    minimum = {"country": {"EG": country}, "theme": {"water": theme}}
    found = balanced(rank(rows), D(budget), minimum, 2)
    best = by_hand(rows, D(budget), minimum)
    if best is None:
        assert isinstance(found, Impossible)
        return
    assert list(found.selected) == best
    assert found.spent + found.left == budget
    assert found.left >= 0
    by_id = {row.id: row for row in rows}
    chosen = [by_id[name] for name in found.selected]
    assert sum("EG" in row.labels["country"] for row in chosen) >= country
    assert sum("water" in row.labels["theme"] for row in chosen) >= theme


def test_what_lacks_is_named():
    rows = [entry("a", 70, 5, "EG"), entry("b", 60, 4, "EG"), entry("c", 50, 3, "ML")]
    found = balanced(rank(rows), D(20), {"country": {"ML": 2}}, 2)
    assert found == Impossible((("country", "ML", 2, 1),))
    found = balanced(rank(rows), D(6), {"country": {"ML": 1, "EG": 1}}, 2)
    assert found == Impossible((), D(7))


def test_who_makes_room_for_a_minimum_is_named():
    rows = [entry("a", 70, 5, "EG"), entry("b", 60, 4, "EG"), entry("c", 50, 3, "ML")]
    found = balanced(rank(rows), D(10), {"country": {"ML": 1}}, 2)
    assert (found.selected, found.passed, found.left) == (("a", "c"), (("b", ("ML",)),), D(2))
    assert found.reserve == ("b",)


def test_without_minimums_it_is_the_cut():
    rows = [entry("a", 70, 5), entry("b", 60, 9), entry("c", 50, 3)]
    ranked = rank(rows)
    assert balanced(ranked, D(9), {}, 2).selected == cut(ranked, D(9), 2).selected == ("a",)
