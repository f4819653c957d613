"""The assignment is the best there is: checked by trying them all."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines import assignment
from twoshores.engines.assignment import Problem, greedy, solve


@st.composite
def problems(draw):
    needs = draw(st.integers(1, 5))
    people = draw(st.integers(1, 4))
    pairs = [(need, 10 + person) for need in range(needs) for person in range(people)]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=12))
    edges = [(need, person, draw(st.integers(0, 9))) for need, person in chosen]
    room = {10 + person: draw(st.integers(0, 3)) for person in range(people)}
    return edges, room, range(needs)


def best_by_trying_all(edges, room, needs):
    """The best (filled, worst, total) over all assignments, need by need."""
    offers = {need: [e for e in edges if e[0] == need] for need in needs}
    best = (0, 0, 0)

    def walk(left, free, scores):
        nonlocal best
        if not left:
            best = max(best, (len(scores), min(scores, default=0), sum(scores)))
            return
        walk(left[1:], free, scores)
        for _, person, score in offers[left[0]]:
            if free.get(person, 0):
                walk(left[1:], {**free, person: free[person] - 1}, [*scores, score])

    walk(list(needs), room, [])
    return best


@settings(max_examples=200, deadline=None)
@given(problems())
def test_no_assignment_is_better(given_problem):
    edges, room, needs = given_problem
    result = solve(Problem.of(edges, room, needs))
    assert result.objective == best_by_trying_all(edges, room, needs)
    assert set(result.pairs) <= set(edges)
    assert all(count <= room[p] for p, count in Counter(x.person for x in result.pairs).items())
    assert sorted([p.need for p in result.pairs] + list(result.unfilled)) == list(needs)
    assert list(result.pairs) == sorted(result.pairs)


@settings(max_examples=100, deadline=None)
@given(problems())
def test_greedy_is_allowed_but_never_better(given_problem):
    problem = Problem.of(*given_problem)
    assert greedy(problem).objective <= solve(problem).objective


@settings(max_examples=50, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_edges_changes_nothing(given_problem, random):
    edges, room, needs = given_problem
    shuffled = list(edges)
    random.shuffle(shuffled)
    assert solve(Problem.of(edges, room, needs)) == solve(Problem.of(shuffled, room, needs))


def test_filling_comes_before_fairness_and_fairness_before_the_total():
    fill = Problem.of([(1, 10, 9), (2, 10, 9), (1, 11, 1)])
    assert solve(fill).objective == (2, 1, 10)
    fair = Problem.of([(1, 10, 100), (1, 11, 50), (2, 10, 60), (2, 11, 1)])
    assert solve(fair).objective == (2, 50, 110)


def test_one_person_with_room_serves_several():
    edges = [(need, 7, 5) for need in range(4)]
    assert solve(Problem.of(edges, {7: 3})).filled == 3
    assert len(solve(Problem.of(edges)).unfilled) == 3


def test_nobody_fits_anything():
    result = solve(Problem.of([], needs=[3, 1]))
    assert (result.pairs, result.unfilled, result.objective) == ((), (1, 3), (0, 0, 0))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Problem.of([(1, 1, -1)]),
        lambda: Problem.of([(1, 1, 2), (1, 1, 3)]),
        lambda: Problem.of([(1, 1, 2)], {1: -1}),
        lambda: Problem.of([(1, 1, 2)], {1: 1001}),
        lambda: solve(Problem.of([(1, 1, 2**52), (2, 1, 1)])),
    ],
)
def test_bad_input_is_refused(make):
    with pytest.raises(ValueError, match=r".+"):
        make()


def test_exported_names_exist():
    assert all(hasattr(assignment, name) for name in assignment.__all__)
