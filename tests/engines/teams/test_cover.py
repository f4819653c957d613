"""Smallest teams, checked by trying every group of people."""

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines import teams
from twoshores.engines.teams import Candidate, smallest_teams

REQUIRED = list(range(6))


@st.composite
def candidates(draw):
    ids = draw(st.lists(st.integers(0, 99), unique=True, max_size=9))
    covers = st.frozensets(st.sampled_from([*REQUIRED, 50]), max_size=3)
    return [Candidate(number, draw(covers), draw(st.integers(0, 30))) for number in ids]


def by_trying_all(required, people, most, limit):
    coverable = set(required) & {x for c in people for x in c.covers}
    for size in range(1, most + 1 if coverable else 1):
        found = sorted(
            (-sum(c.hundredths for c in group), *sorted(c.profile for c in group))
            for group in combinations(people, size)
            if coverable <= {x for c in group for x in c.covers}
        )
        if found:
            return found[:limit]
    return []


@settings(max_examples=150, deadline=None)
@given(candidates(), st.integers(1, 4), st.integers(1, 4))
def test_teams_are_the_smallest_and_the_best(people, most, limit):
    result = smallest_teams(REQUIRED, people, most_people=most, limit=limit)
    found = [(-t.hundredths, *(m.profile for m in t.members)) for t in result.teams]
    assert found == by_trying_all(REQUIRED, people, most, limit)
    held = {x for c in people for x in c.covers}
    assert result.missing == tuple(x for x in REQUIRED if x not in held)
    for team in result.teams:
        assert {x for m in team.members for x in m.covers} | set(result.missing) == set(REQUIRED)
        assert all(member.only for member in team.members) or len(team.members) == 1


def test_two_people_who_complete_each_other():
    people = [
        Candidate(3, frozenset({1, 2}), 50),
        Candidate(4, frozenset({2, 3}), 40),
        Candidate(5, frozenset({2}), 99),
    ]
    [team] = smallest_teams([1, 2, 3], people).teams
    assert [(m.profile, m.covers, m.only) for m in team.members] == [
        (3, (1, 2), (1,)),
        (4, (2, 3), (3,)),
    ]


def test_a_full_list_of_candidates_takes_no_time():
    """250 people, 12 requirements, three or four needed: proven in well under a second."""
    draw = Random(4)
    people = [
        Candidate(n, frozenset(draw.sample(range(12), 4)), 5000 + draw.randrange(400))
        for n in range(250)
    ]
    result = smallest_teams(range(12), people)
    assert len(result.teams) == 5
    assert all(len(team.members) in (3, 4) for team in result.teams)


@pytest.mark.parametrize(
    ("people", "most"),
    [
        ([Candidate(1, frozenset(), 0)] * 2, 4),
        ([Candidate(n, frozenset(), 0) for n in range(251)], 4),
        ([], 5),
        ([], 0),
    ],
)
def test_bad_input_is_refused(people, most):
    with pytest.raises(ValueError, match=r".+"):
        smallest_teams([1], people, most_people=most)


def test_exported_names_exist():
    assert all(hasattr(teams, name) for name in teams.__all__)
