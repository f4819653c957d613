"""Who should talk to whom: what is shared counts, and what is rare counts more."""

from itertools import combinations
from math import log

from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.synergies import LEAST_WEIGHT, pairs_to_talk

PROJECTS = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.sets(st.sampled_from("pqrstuv"), max_size=5), max_size=8
)


def test_what_is_rare_counts_more():
    found = pairs_to_talk(
        {
            "A": {"country:ML", "theme:1", "block:roster"},
            "B": {"country:ML", "theme:1"},
            "C": {"country:ML", "block:roster"},
            "D": {"country:ML"},
            "E": {"country:ML", "theme:1"},
        }
    )
    best = found[0]
    assert (best.one, best.other) == ("A", "C")  # a roster is rarer than the theme
    assert best.shared == ("block:roster", "country:ML")
    assert best.weight == log(5 / 2)


def test_what_all_share_joins_nobody():
    assert pairs_to_talk({"A": {"x"}, "B": {"x"}, "C": {"x"}}) == []
    assert pairs_to_talk({}) == []


@given(PROJECTS)
def test_each_pair_is_weighed_as_documented(projects):
    found = {(pair.one, pair.other): pair for pair in pairs_to_talk(projects, most=100)}
    for one, other in combinations(sorted(projects), 2):
        shared = projects[one] & projects[other]
        counts = {key: sum(key in row for row in projects.values()) for key in shared}
        weight = sum(log(len(projects) / many) for many in counts.values())
        if abs(weight - LEAST_WEIGHT) < 1e-9:
            continue
        assert ((one, other) in found) == (weight >= LEAST_WEIGHT)
        if (one, other) in found:
            assert abs(found[one, other].weight - weight) < 1e-9
            assert set(found[one, other].shared) == shared


@given(PROJECTS)
def test_best_first_and_no_more_than_asked(projects):
    weights = [pair.weight for pair in pairs_to_talk(projects, most=3)]
    assert len(weights) <= 3
    assert weights == sorted(weights, reverse=True)
