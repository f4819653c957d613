"""The assignment of assessors, held against every assignment of small problems."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.assessors import Assessor, Proposal, assign, cost_of, greedy

LANGUAGES, COUNTRIES = ("en", "fr"), ("EG", "ML")
some_languages = st.frozensets(st.sampled_from(LANGUAGES), max_size=2)
some_countries = st.frozensets(st.sampled_from(COUNTRIES), max_size=1)


@st.composite
def problems(draw):
    proposals = [
        Proposal(f"p{n}", draw(st.integers(0, 2)), draw(some_languages), draw(some_countries))
        for n in range(draw(st.integers(1, 4)))
    ]
    assessors = [
        Assessor(
            f"a{n}",
            draw(some_languages),
            draw(some_countries),
            draw(st.none() | st.integers(0, 3)),
            draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    pairs = [(p.id, a.id) for p in proposals for a in assessors]
    conflicts = draw(st.sets(st.sampled_from(pairs), max_size=4)) if pairs else set()
    return proposals, assessors, conflicts


def allowed(proposal, assessor, conflicts) -> bool:
    return (
        (proposal.id, assessor.id) not in conflicts
        and assessor.reads(proposal)
        and assessor.goes_to(proposal)
    )


def everything(proposals, assessors, conflicts):
    """The least cost of all assignments there are."""
    choices = []
    for row in proposals:
        free = [person.id for person in assessors if allowed(row, person, conflicts)]
        sets = (chosen for n in range(row.seats + 1) for chosen in combinations(free, n))
        choices.append([[(row.id, person) for person in chosen] for chosen in sets])
    costs = []
    for chosen in product(*choices):
        pairs = [pair for row in chosen for pair in row]
        loads = {row.id: row.load for row in assessors}
        for _proposal, person in pairs:
            loads[person] += 1
        new = {person for _proposal, person in pairs}
        if all(
            row.most is None or loads[row.id] <= row.most or row.id not in new for row in assessors
        ):
            costs.append(cost_of(pairs, proposals, assessors))
    return min(costs)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_nothing_is_better(problem):
    proposals, assessors, conflicts = problem
    found = assign(proposals, assessors, conflicts)
    assert found.cost == everything(*problem)
    assert found.cost <= greedy(*problem).cost
    by_id = {row.id: row for row in proposals}
    people = {row.id: row for row in assessors}
    assert len(set(found.pairs)) == len(found.pairs)
    assert all(allowed(by_id[p], people[a], conflicts) for p, a in found.pairs)
    assert sum(row.seats for row in proposals) == len(found.pairs) + found.missing
    for row in found.short:
        others = len(assessors) - sum(p == row.proposal for p, _a in found.pairs)
        assert row.conflict + row.language + row.country + row.full == others


def test_a_class_is_broken_where_conflicts_bar_dealing_it_out():
    """Alike for the program; yet the one reader whom it would choose may not read one of them."""
    proposals = [Proposal(f"p{n}", 1) for n in range(3)]
    assessors = [Assessor("a", most=2), Assessor("b", most=2)]
    conflicts = {("p0", "a"), ("p1", "a"), ("p1", "b")}
    found = assign(proposals, assessors, conflicts)
    assert found.pairs == (("p0", "b"), ("p2", "a"))
    assert [(row.proposal, row.conflict, row.missing) for row in found.short] == [("p1", 2, 1)]


def test_it_says_what_kept_each_assessor():
    proposal = Proposal("p", 3, frozenset({"fr"}), frozenset({"EG"}))
    assessors = [
        Assessor("cannot read", frozenset({"en"})),
        Assessor("elsewhere", frozenset({"fr"}), frozenset({"ML"})),
        Assessor("full", most=4, load=4),
        Assessor("related"),
        Assessor("reads", frozenset({"fr"}), frozenset({"EG"}), most=None, load=9),
    ]
    found = assign([proposal], assessors, {("p", "related")})
    assert found.pairs == (("p", "reads"),)
    (short,) = found.short
    assert (short.missing, short.conflict, short.language, short.country, short.full) == (
        *(2, 1),
        *(1, 1, 1),
    )


def test_empty_seats_are_spread():
    proposals = [Proposal(f"p{n}", 2) for n in range(3)]
    found = assign(proposals, [Assessor("a", most=2), Assessor("b", most=1)])
    assert [row.missing for row in found.short] == [1, 1, 1]


def test_greedy_leaves_a_seat_empty_that_can_be_filled():
    proposals = [Proposal("p0", 1), Proposal("p1", 1, frozenset({"fr"}))]
    assessors = [Assessor("a", most=1), Assessor("b", frozenset({"en"}), most=1)]
    assert greedy(proposals, assessors).missing == 1
    assert assign(proposals, assessors).missing == 0
