"""Coverage: verdicts, and shares that are the Shapley value by its definition."""

from fractions import Fraction
from itertools import permutations
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.complementarity import (
    Grade,
    Need,
    Partner,
    TooManyPartners,
    Verdict,
    complementarity,
    worths,
)

NEEDS = [Need(name) for name in "abcdefghij"]
# The ten needs of the picture in the design: Cairo and Athens.
CAIRO = dict(zip("abcdefghij", (1, 2, 0, 2, 1, 0, 2, 0, 1, 2), strict=True))
ATHENS = dict(zip("abcdefghij", (2, 2, 2, 1, 0, 1, 0, 0, 2, 0), strict=True))


def partner(name, grades) -> Partner:
    return Partner(name, {need: Grade(grade) for need, grade in grades.items() if grade})


@st.composite
def games(draw, most=5):
    needs = [Need(str(n), draw(st.integers(1, 5))) for n in range(draw(st.integers(0, 6)))]
    partners = [
        partner(f"p{n}", {need.id: draw(st.integers(0, 2)) for need in needs})
        for n in range(draw(st.integers(0, most)))
    ]
    return needs, partners


def test_the_example_of_two_partners():
    found = complementarity(NEEDS, [partner("cairo", CAIRO), partner("athens", ATHENS)])
    assert found.covered == 8
    assert [share.fair for share in found.shares] == [Fraction(17, 4), Fraction(15, 4)]
    verdicts = "".join(row.verdict[0] if row.verdict != "only_one" else "1" for row in found.needs)
    assert verdicts == "cc1coo1gc1"
    assert found.with_verdict(Verdict.GAP) == ["h"]
    assert [row.need for row in found.needs if row.overlaps] == ["b"]


def by_definition(needs, partners) -> list[Fraction]:
    """The mean of what each adds over all orders of joining."""
    value = worths(needs, partners)
    total = [Fraction(0)] * len(partners)
    for order in permutations(range(len(partners))):
        joined = 0
        for number in order:
            total[number] += Fraction(int(value[joined | 1 << number] - value[joined]), 2)
            joined |= 1 << number
    return [part / factorial(len(partners)) for part in total]


@settings(max_examples=60)
@given(games())
def test_shares_are_the_shapley_value_by_its_definition(game):
    needs, partners = game
    found = complementarity(needs, partners)
    assert [share.fair for share in found.shares] == by_definition(needs, partners)


@given(games(most=8))
def test_shares_sum_to_the_whole_and_lie_between_loss_and_alone(game):
    found = complementarity(*game)
    assert sum(share.fair for share in found.shares) == found.covered <= found.possible
    assert all(share.only <= share.fair <= share.alone for share in found.shares)


@given(games(), st.data())
def test_evidence_never_takes_from_who_brings_it_nor_from_the_whole(game, data):
    needs, partners = game
    if not needs or not partners:
        return
    need = data.draw(st.sampled_from(needs)).id
    place = data.draw(st.integers(0, len(partners) - 1))
    better = list(partners)
    grades = partners[place].grades | {need: Grade.SHOWN}
    better[place] = Partner(partners[place].id, grades)
    before, after = complementarity(needs, partners), complementarity(needs, better)
    assert after.covered >= before.covered
    assert after.shares[place].fair >= before.shares[place].fair


@given(games())
def test_who_has_nothing_adds_nothing_and_equals_get_the_same(game):
    needs, partners = game
    twins = [*partners, *(Partner(f"{row.id}'", row.grades) for row in partners)]
    found = complementarity(needs, [*twins, Partner("empty", {})])
    half = len(partners)
    fair = [share.fair for share in found.shares]
    assert fair[:half] == fair[half : 2 * half]
    assert fair[-1] == 0


@given(games())
def test_coalitions_are_worth_more_with_every_member(game):
    needs, partners = game
    value = worths(needs, partners)
    assert len(value) == 2 ** len(partners)
    assert value[0] == 0
    assert Fraction(int(value[-1]), 2) == complementarity(needs, partners).covered
    for coalition in range(len(value)):
        for number in range(len(partners)):
            assert value[coalition | 1 << number] >= value[coalition]


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="weight"):
        complementarity([Need("a", 0)], [])
    with pytest.raises(ValueError, match="twice"):
        complementarity([Need("a"), Need("a")], [])
    with pytest.raises(TooManyPartners):
        worths(NEEDS, [Partner(str(n), {}) for n in range(13)])
    assert len(complementarity(NEEDS, [Partner(str(n), {}) for n in range(40)]).shares) == 40
