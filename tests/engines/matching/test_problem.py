"""The problem refuses what it cannot score exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines import matching
from twoshores.engines.matching import Need, Profile, Requirement, Scale, pack, spread
from twoshores.engines.matching.result import whole_points


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=60))
def test_points_are_spread_exactly_and_in_order_of_weight(weights):
    shares = spread(weights)
    assert sum(shares) == 85
    assert min(shares) >= 1
    ranked = [share for _, share in sorted(zip(weights, shares, strict=True))]
    assert ranked == sorted(ranked)


@pytest.mark.parametrize("weights", [[], [0], [3, -1], [1] * 86])
def test_spread_refuses(weights):
    with pytest.raises(ValueError, match="weights"):
        spread(weights)


@given(st.lists(st.integers(0, 8500), max_size=70))
def test_whole_points_add_up_and_stay_within_a_point(parts):
    whole = whole_points(parts)
    assert sum(whole) == (sum(parts) + 50) // 100
    assert all(
        part // 100 <= points <= -(-part // 100) for part, points in zip(parts, whole, strict=True)
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: Need(()),
        lambda: Need((Requirement(1, 84),)),
        lambda: Need((Requirement(1, 40), Requirement(1, 45))),
        lambda: Need((Requirement(1, 85),), first_day=5, last_day=4),
        lambda: Requirement(1, 0),
        lambda: Requirement(2**32, 85),
        lambda: Requirement(1, 85, required=False, strict=True),
        lambda: Scale(narrower=100),
        lambda: Scale(gains=(90, 80, 100, 100)),
        lambda: pack([Profile(1, ()), Profile(1, ())]),
        lambda: pack([Profile(1, ((2, 5),))]),
        lambda: pack([Profile(2**32, ())]),
        lambda: pack([Profile(1, (), languages=-1)]),
        lambda: pack([Profile(1, (), residence=70_000)]),
    ],
)
def test_bad_input_is_refused(make):
    with pytest.raises(ValueError, match=r".+"):
        make()


def test_warming_up_says_how_long_it_took():
    assert matching.warm_up() > 0


def test_exported_names_exist():
    assert all(hasattr(matching, name) for name in matching.__all__)
