"""Teams and obstacles from a roster, with changes since the index was built."""

from dataclasses import replace

from hypothesis import given, settings

from tests.engines.matching.strategies import needs, profiles, relation_tables
from twoshores.engines.matching import Delta, Index, Need, Profile, Requirement
from twoshores.engines.teams import candidates_for, teams_for, what_stands_in_the_way


def person(number, *concepts, **facts):
    return Profile(number, tuple((c, 4) for c in concepts), **{"consent": True, **facts})


def count(index, need, relations, delta=None):
    return len(index.search(need, top=1000, relations=relations, delta=delta))


def without(need, kind, concept):
    """The need with one condition dropped."""
    if kind == "requirement":
        loose = tuple(
            replace(r, strict=r.strict and r.concept != concept) for r in need.requirements
        )
        return replace(need, requirements=loose)
    return replace(
        need,
        **{
            "mode": {"modes": 0},
            "language": {"languages": 0},
            "availability": {"first_day": 0, "last_day": 2**31 - 1},
            "country": {"excluded": frozenset()},
        }[kind],
    )


@settings(max_examples=120, deadline=None)
@given(needs(), profiles(), relation_tables())
def test_obstacles_count_what_a_search_without_them_finds(need, people, relations):
    half = len(people) // 2
    index = Index.of(people[:half], 1)
    delta = Delta(1, 2, tuple(people[half:]), frozenset(p.id for p in people[:2]))
    result = what_stands_in_the_way(index, need, relations=relations, delta=delta)
    assert result.fits == count(index, need, relations, delta)
    for obstacle in result.obstacles:
        loose = without(need, obstacle.kind, obstacle.concept)
        assert obstacle.would_fit == count(index, loose, relations, delta), obstacle


def test_the_whole_need_says_which_skill_nobody_has():
    index = Index.of([person(1, 10, 11), person(2, 10), person(3, 11, 12)])
    need = Need((Requirement(10, 40), Requirement(11, 20), Requirement(12, 25)))
    result = what_stands_in_the_way(index, need, whole=True)
    assert result.fits == 0
    assert [(o.concept, o.would_fit) for o in result.obstacles] == [(10, 1), (12, 1), (11, 0)]


def test_who_gave_no_consent_is_counted_nowhere():
    index = Index.of([person(1, 10, consent=False), person(2, 10, modes=1)])
    need = Need((Requirement(10, 85),), modes=4)
    [obstacle] = what_stands_in_the_way(index, need).obstacles
    assert (obstacle.kind, obstacle.would_fit) == ("mode", 1)


def test_a_team_binds_together_what_strictness_asked_of_one():
    index = Index.of([person(1, 10), person(2, 11), person(3, 10, 11, consent=False)])
    need = Need((Requirement(10, 40, strict=True), Requirement(11, 45, strict=True)))
    assert index.search(need) == ()
    [team] = teams_for(index, need).teams
    assert [m.profile for m in team.members] == [1, 2]


def test_a_rare_skill_is_not_crowded_out_and_a_withdrawn_person_is():
    crowd = [person(n, 10, 11, 12) for n in range(100, 400)]
    index = Index.of([person(5, 13), person(6, 13), *crowd], 1)
    need = Need(tuple(Requirement(c, p) for c, p in ((10, 30), (11, 30), (12, 20), (13, 5))))
    gone = Delta(1, 2, withdrawn=frozenset({5}))
    assert {m.profile for m in candidates_for(index, need, delta=gone)} & {5, 6} == {6}
    result = teams_for(index, need, delta=gone)
    assert [m.profile for m in result.teams[0].members] == [6, 100]
