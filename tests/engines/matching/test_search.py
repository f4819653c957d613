"""Search and explanation against a plain reading of the rules, on both kernels."""

from datetime import date
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.matching.strategies import (
    SCALES,
    needs,
    profile,
    profiles,
    relation_tables,
)
from twoshores.engines.matching import (
    ChangesMissing,
    Delta,
    Index,
    Kind,
    Mode,
    Need,
    Profile,
    RelationTable,
    Requirement,
    Scale,
    Times,
    merge_top,
)


def plain_score(need: Need, who: Profile, relations: RelationTable, scale: Scale):
    """(covered, hundredths) by the rules as written, or None when filtered or no answer."""
    claims = {}
    for concept, level in who.claims:
        claims[concept] = max(level, claims.get(concept, 0))
    covered = total = answers = 0
    for asked in need.requirements:
        factors = {}
        for concept, kind in relations.related(asked.concept):
            factors[concept] = max(factors.get(concept, 0), scale.factor(kind))
        factors.pop(asked.concept, None)
        strongest = sorted(factors.items(), key=lambda pair: (-pair[1], pair[0]))
        factors = {**dict(strongest[: scale.max_expansion]), asked.concept: 100}
        found = [
            (
                factors[c] >= scale.covers_from,
                asked.points * factors[c] * scale.gains[v - 1] // 100,
            )
            for c, v in claims.items()
            if c in factors
        ]
        covers, points = max(found, default=(False, 0))
        if asked.strict and not covers:
            return None
        answers += points > 0 or (covers and asked.required)
        covered += covers and asked.required
        total += points
    if not answers or not plain_filters(need, who):
        return None
    return covered, total + plain_bonus(need, who)


def plain_filters(need: Need, who: Profile) -> bool:
    return (
        who.consent
        and (not need.modes or bool(need.modes & who.modes))
        and (not need.languages or bool(need.languages & who.languages))
        and who.available_from <= need.last_day
        and who.available_until >= need.first_day
        and who.residence not in need.excluded
    )


def plain_bonus(need: Need, who: Profile) -> int:
    tie = 0
    for code, points in ((need.country, 300), (need.region, 500), (need.locality, 800)):
        if code and code in who.places:
            tie = points
    time = 400 * (need.times & who.times).bit_count() // max(need.times.bit_count(), 1)
    fresh = 0
    if need.today and who.confirmed:
        age = need.today - who.confirmed
        fresh = 300 if age <= 90 else 200 if age <= 180 else 100 if age <= 365 else 0
    return tie + time + fresh


def plain_search(need, people, relations, scale, top):
    scored = [(plain_score(need, who, relations, scale), who.id) for who in people]
    ranked = sorted((-s[0], -s[1], number) for s, number in scored if s)
    return [(number, -covered, -points) for covered, points, number in ranked[:top]]


def as_tuples(hits):
    return [(hit.profile, hit.covered, hit.hundredths) for hit in hits]


@settings(max_examples=150, deadline=None)
@given(needs(), profiles(), relation_tables(), SCALES, st.integers(1, 12))
def test_both_kernels_do_what_the_rules_say(need, people, relations, scale, top):
    index = Index.of(people, scale=scale)
    expected = plain_search(need, people, relations, scale, top)
    for name in ("numba", "numpy"):
        hits = index.search(need, top=top, relations=relations, kernel_name=name)
        assert as_tuples(hits) == expected, name


@pytest.mark.parametrize("kernel", ["numba", "numpy"])
def test_a_tie_lets_nobody_past_a_filter_when_the_list_is_full_and_weak(kernel):
    asked = (Requirement(1, 1, required=False), Requirement(2, 84, required=False))
    need = Need(asked, last_day=10, country=7)
    weak = Profile(id=1, claims=((1, 1),), consent=True)
    too_late = Profile(id=2, claims=((1, 1),), consent=True, available_from=11, places=(7,))
    refusing = Profile(id=3, claims=((1, 1),), consent=False, places=(7,))
    index = Index.of([weak, too_late, refusing], scale=Scale(gains=(1, 1, 1, 1)))
    assert [hit.profile for hit in index.search(need, top=1, kernel_name=kernel)] == [1]


@settings(max_examples=80, deadline=None)
@given(needs(), profiles(), relation_tables(), SCALES)
def test_reasons_always_add_up_to_the_score(need, people, relations, scale):
    index = Index.of(people, scale=scale)
    hits = index.search(need, relations=relations)
    for hit, match in zip(hits, index.explain(need, hits, relations=relations), strict=True):
        parts = [*match.rows, *match.bonuses]
        assert sum(part.hundredths for part in parts) == match.hundredths == hit.hundredths
        assert sum(part.points for part in parts) == match.points
        assert abs(match.points * 100 - match.hundredths) <= 50
        assert 0 <= match.points <= 100
        assert all(0 <= part.points <= part.possible for part in parts)
        assert all((row.claimed is None) == (row.relation is None) for row in match.rows)
        assert match.covered + len(match.missing) == match.required


@settings(max_examples=80, deadline=None)
@given(needs(), profiles(), relation_tables(), st.data())
def test_a_delta_counts_at_once_and_equals_a_rebuild(need, people, relations, data):
    index = Index.of(people, change_number=5)
    numbers = [who.id for who in people] or [3]
    edited = data.draw(st.lists(st.sampled_from([*numbers, 77, 88]), unique=True, max_size=5))
    changed = tuple(data.draw(profile(number)) for number in edited)
    withdrawn = frozenset(data.draw(st.lists(st.sampled_from(numbers), max_size=4)))
    delta = Delta(since=4, upto=9, changed=changed, withdrawn=withdrawn)
    gone = set(edited) | withdrawn
    now = [w for w in people if w.id not in gone] + [w for w in changed if w.id not in withdrawn]
    expected = plain_search(need, now, relations, index.scale, 6)
    for name in ("numba", "numpy"):
        hits = index.search(need, top=6, relations=relations, delta=delta, kernel_name=name)
        assert as_tuples(hits) == expected
    matches = index.explain(need, hits, relations=relations, delta=delta)
    assert [match.profile for match in matches] == [row[0] for row in expected]


@settings(max_examples=60, deadline=None)
@given(needs(), profiles(), st.integers(1, 9), st.lists(st.integers(0, 3), max_size=40))
def test_shards_merge_in_any_grouping(need, people, top, marks):
    parts = [[], [], [], []]
    for number, who in enumerate(people):
        parts[marks[number] if number < len(marks) else 0].append(who)
    lists = [Index.of(part).search(need, top=top) for part in parts]
    a, b, c, d = lists
    whole = Index.of(people).search(need, top=top)
    assert merge_top(top, a, b, c, d) == whole
    assert merge_top(top, merge_top(top, a, b), merge_top(top, c, d)) == whole
    assert merge_top(top, d, merge_top(top, c, merge_top(top, b, a))) == whole


def test_merge_keeps_the_best_of_a_profile_found_twice():
    index = Index.of([Profile(1, ((5, 1),), consent=True)])
    better = Index.of([Profile(1, ((5, 4),), consent=True)])
    need = Need((Requirement(5, 85),))
    low, high = index.search(need), better.search(need)
    assert merge_top(3, low, high) == high
    assert merge_top(0, low, high) == ()


def test_a_withdrawn_person_is_gone_before_any_rebuild():
    index = Index.of([Profile(1, ((5, 4),), consent=True)], change_number=10)
    need = Need((Requirement(5, 85),))
    assert len(index.search(need)) == 1
    assert index.search(need, delta=Delta(10, 11, withdrawn=frozenset({1}))) == ()


def test_a_delta_that_the_index_already_holds_is_ignored():
    index = Index.of([Profile(1, ((5, 4),), consent=True)], change_number=10)
    stale = Delta(3, 10, withdrawn=frozenset({1}))
    assert len(index.search(Need((Requirement(5, 85),)), delta=stale)) == 1


def test_a_gap_between_index_and_delta_is_refused():
    index = Index.of([], change_number=10)
    with pytest.raises(ChangesMissing, match="ends at change 10"):
        index.search(Need((Requirement(5, 85),)), delta=Delta(12, 13))


def test_an_explained_example_reads_as_the_design_says():
    today = date(2025, 6, 1).toordinal()
    aquaculture, fish_health, feed, arabic_training = 1, 2, 3, 4
    need = Need(
        (
            Requirement(aquaculture, 45),
            Requirement(feed, 20),
            Requirement(arabic_training, 20, False),
        ),
        modes=Mode.SHORT,
        locality=901,
        region=90,
        country=9,
        times=Times.EVENINGS | Times.HOLIDAYS,
        today=today,
    )
    who = Profile(
        7,
        ((fish_health, 3), (arabic_training, 4)),
        consent=True,
        modes=Mode.SHORT | Mode.REMOTE,
        places=(90, 9),
        times=Times.HOLIDAYS,
        confirmed=today - 100,
    )
    relations = RelationTable({aquaculture: ((fish_health, Kind.NARROWER),)})
    [match] = Index.of([who]).shortlist(need, relations=relations)
    assert [(r.claimed, r.relation, r.hundredths) for r in match.rows] == [
        (fish_health, Kind.NARROWER, 45 * 90 * 90 // 100),
        (None, None, 0),
        (arabic_training, Kind.EXACT, 2000),
    ]
    assert [(b.bonus, b.detail, b.hundredths) for b in match.bonuses] == [
        ("tie", "region", 500),
        ("time", "holidays", 200),
        ("freshness", "100", 200),
    ]
    assert (match.covered, match.required, match.missing) == (1, 2, (feed,))
    assert match.hundredths == 3645 + 2000 + 900
    assert match.points == 65


def test_a_neighbour_earns_points_but_does_not_cover():
    relations = RelationTable({1: ((2, Kind.SAME_GROUP),)})
    people = [Profile(1, ((2, 4),), consent=True), Profile(2, ((1, 1),), consent=True)]
    loose = Need((Requirement(1, 85),))
    strict = Need((Requirement(1, 85, strict=True),))
    index = Index.of(people)
    assert as_tuples(index.search(loose, relations=relations)) == [(2, 1, 5950), (1, 0, 3400)]
    assert as_tuples(index.search(strict, relations=relations)) == [(2, 1, 5950)]


def test_many_profiles_across_windows_agree():
    """More than two windows of the compiled kernel, with ties of rank on both sides of a seam,
    few who pass, and bonuses that lift people past others of more skill."""
    draw = Random(5)
    people = [
        Profile(
            i * 3,
            tuple((draw.randrange(40), 1 + draw.randrange(4)) for _ in range(3)),
            consent=i % 11 != 0,
            modes=draw.randrange(8),
            places=(draw.randrange(200), 300 + draw.randrange(9)),
            times=draw.randrange(16),
            confirmed=1 + draw.randrange(500),
        )
        for i in range(70_000)
    ]
    asked = (Requirement(3, 30, False), Requirement(9, 30, False), Requirement(20, 25, False))
    plain = Need(asked, modes=2)
    lifted = Need(asked, modes=2, locality=17, region=303, times=5, today=500)
    index = Index.of(people)
    for need in (plain, lifted):
        ranked = plain_search(need, people, RelationTable(), index.scale, 900)
        for top in (1, 5, 50, 900):
            fast = index.search(need, top=top, kernel_name="numba")
            assert fast == index.search(need, top=top, kernel_name="numpy")
            assert as_tuples(fast) == ranked[:top]


def crowd(size: int, concepts: int, seed: int) -> list[Profile]:
    """People with six claims each, a few of whom pass most filters."""
    draw = Random(seed)
    return [
        Profile(
            number + 1,
            tuple((draw.randrange(concepts), 1 + draw.randrange(4)) for _ in range(6)),
            consent=draw.randrange(9) != 0,
            modes=draw.randrange(8),
            languages=draw.randrange(8),
            places=(draw.randrange(50), 60 + draw.randrange(5)),
            confirmed=1 + draw.randrange(500),
        )
        for number in range(size)
    ]


def covering_need(required: int, wished: int, *, strict: bool = False) -> Need:
    points = [85 // (required + wished)] * (required + wished)
    points[0] += 85 - sum(points)
    asked = tuple(
        Requirement(2 * n, share, required=n < required, strict=strict and n == 1)
        for n, share in enumerate(points)
    )
    return Need(asked, modes=3, languages=6, locality=17, region=62, today=500)


@pytest.mark.parametrize(("required", "wished"), [(2, 0), (2, 3), (5, 1), (8, 2), (9, 1), (1, 2)])
@pytest.mark.parametrize("strict", [False, True])
def test_beginning_with_what_covers_changes_no_answer(required, wished, strict):
    """Lists that fill up with those who cover several, lists that do not, and needs for
    which that is never tried, on expansions that are shared between requirements."""
    people = crowd(6_000, 60, seed=required)
    kinds = (Kind.NARROWER, Kind.BROADER, Kind.SAME_GROUP, Kind.AKIN)
    rows = {2 * n: tuple((2 * n + 1 + k, kind) for k, kind in enumerate(kinds)) for n in range(10)}
    relations = RelationTable(rows)
    need = covering_need(required, wished, strict=strict and required > 1)
    index = Index.of(people)
    gone = Delta(since=0, upto=1, withdrawn=frozenset(range(1, 6_000, 3)))
    for delta, found in ((None, people), (gone, [w for w in people if w.id % 3 != 1])):
        ranked = plain_search(need, found, relations, index.scale, 2_000)
        for top in (1, 7, 50, 2_000):
            for name in ("numba", "numpy"):
                hits = index.search(
                    need, top=top, relations=relations, delta=delta, kernel_name=name
                )
                assert as_tuples(hits) == ranked[:top], (name, top)


def test_more_people_who_cover_several_than_are_judged_one_by_one():
    people = crowd(40_000, 5, seed=3)
    need = covering_need(3, 0)
    index = Index.of(people)
    ranked = plain_search(need, people, RelationTable(), index.scale, 50)
    for name in ("numba", "numpy"):
        assert as_tuples(index.search(need, top=50, kernel_name=name)) == ranked


def test_a_list_that_fills_up_leaves_the_other_runs_unread():
    """The pruned search decides alone here, and says so where it cannot."""
    kernel = pytest.importorskip("twoshores.engines.matching.kernel_numba")
    index = Index.of(crowd(6_000, 60, seed=1))
    for required, top, decides in ((4, 20, True), (4, 3_000, False), (1, 1, False)):
        runs, asked = index.compile(covering_need(required, 1))
        gone = np.zeros(0, dtype=np.int64)
        read = runs._replace(ends=np.where(runs.bits > 0, runs.ends, runs.starts))
        whole = kernel.search(index.columns, runs, asked, gone, top)
        blind = kernel.search(index.columns, read, asked, gone, top)
        same = all(np.array_equal(one, other) for one, other in zip(whole, blind, strict=True))
        assert same is decides
