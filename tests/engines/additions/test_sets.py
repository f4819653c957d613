"""Whom to add: no smaller set exists, and among the smallest the best is first."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.additions import MOST_SETS, Candidate, smallest_additions

GAPS = "abcde"


@st.composite
def registers(draw):
    rows = []
    for number in range(draw(st.integers(0, 9))):
        closes = frozenset(draw(st.sets(st.sampled_from(GAPS), max_size=3)))
        shown = frozenset(gap for gap in closes if draw(st.booleans()))
        shore = draw(st.sampled_from(["origin", "abroad", ""]))
        rows.append(Candidate(f"c{number}", closes, shown, shore, draw(st.integers(0, 3))))
    return rows


def value(rows, shores):
    """What step 3 compares, the best greatest."""
    brought = sum(any(row.shore == shore for row in rows) for shore in shores)
    return brought, sum(row.ties for row in rows), sum(len(row.shown) for row in rows)


def covers(rows) -> list[tuple[Candidate, ...]]:
    """All sets that close what can be closed, smallest first, without those that hold another."""
    possible = set().union(*(row.closes for row in rows)) if rows else set()
    found: list[tuple[Candidate, ...]] = []
    for size in range(1, len(rows) + 1):
        for chosen in combinations(rows, size):
            closes = set().union(*(row.closes for row in chosen)) >= possible
            held = any(set(smaller) <= set(chosen) for smaller in found)
            if possible and closes and not held:
                found.append(chosen)
    return found


@settings(max_examples=150, deadline=None)
@given(registers(), st.sets(st.sampled_from(["origin", "abroad"])))
def test_the_first_set_is_the_smallest_and_of_those_the_best(rows, shores):
    found = smallest_additions(GAPS, rows, missing_shores=shores)
    known = covers(rows)
    assert bool(found.sets) == bool(known)
    if not known:
        return
    by_id = {row.id: row for row in rows}
    first = [by_id[member.id] for member in found.sets[0].members]
    assert len(first) == len(known[0])
    same_size = [chosen for chosen in known if len(chosen) == len(first)]
    assert value(first, shores) == max(value(chosen, shores) for chosen in same_size)


@settings(max_examples=100, deadline=None)
@given(registers())
def test_every_set_closes_all_that_can_be_closed_and_none_holds_another(rows):
    found = smallest_additions(GAPS, rows)
    possible = {gap for gap in GAPS if any(gap in row.closes for row in rows)}
    assert set(found.nobody) == set(GAPS) - possible
    chosen = [{member.id for member in one.members} for one in found.sets]
    assert bool(covers(rows)) <= len(chosen) <= min(MOST_SETS, len(covers(rows)))
    assert [len(ids) for ids in chosen] == sorted(len(ids) for ids in chosen)
    for one, ids in zip(found.sets, chosen, strict=True):
        closed = {gap for member in one.members for gap in (*member.alone, *member.also)}
        assert closed == possible
        assert all(member.alone for member in one.members), "a member that is not needed"
        assert not any(ids < other for other in chosen)


@given(registers())
def test_the_order_of_the_register_does_not_matter(rows):
    assert smallest_additions(GAPS, rows) == smallest_additions(GAPS, rows[::-1])


def test_a_greedy_choice_would_ask_one_more():
    rows = [
        Candidate("big", frozenset("abcd")),
        Candidate("left", frozenset("abe")),
        Candidate("right", frozenset("cdf")),
    ]
    (first, *_rest) = smallest_additions("abcdef", rows).sets
    assert [member.id for member in first.members] == ["left", "right"]
    assert first.members[0].alone == ("a", "b", "e")


def test_who_could_stand_for_whom_is_said():
    rows = [
        Candidate("a", frozenset("xy"), ties=2),
        Candidate("b", frozenset("xy"), ties=1),
        Candidate("c", frozenset("x")),
    ]
    (only,) = smallest_additions("xy", rows).sets
    assert [member.id for member in only.members] == ["a"]
    assert only.members[0].instead == ("b",)


@settings(max_examples=60, deadline=None)
@given(registers())
def test_whoever_stands_for_a_member_closes_the_same_gaps(rows):
    by_id = {row.id: row for row in rows}
    found = smallest_additions(GAPS, rows)
    possible = {gap for gap in GAPS if any(gap in row.closes for row in rows)}
    for one in found.sets:
        for member in one.members:
            for other in member.instead:
                closes = [by_id[row.id].closes for row in one.members if row.id != member.id]
                assert set(by_id[other].closes).union(*closes) >= possible


def test_nothing_is_asked_where_nothing_is_missing_or_nobody_has_it():
    assert smallest_additions([], [Candidate("a", frozenset("x"))]).sets == ()
    found = smallest_additions("xy", [Candidate("a", frozenset("z"))])
    assert found.sets == ()
    assert found.nobody == ("x", "y")
