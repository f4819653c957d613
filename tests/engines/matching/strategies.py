"""Small rosters and needs in which filters, relations and ties of rank often meet."""

from hypothesis import strategies as st

from twoshores.engines.matching import (
    Kind,
    Need,
    Profile,
    RelationTable,
    Requirement,
    Scale,
    spread,
)

CONCEPTS = st.integers(0, 9) | st.sampled_from([2**31, 2**32 - 1])  # phrases too
PLACES = st.integers(1, 6)
DAYS = st.integers(1, 60)
LANGUAGES = st.sampled_from([0, 1, 2, 3, 1 << 63, 1 << 64, 1 << 130, (1 << 64) | 1])


@st.composite
def profiles(draw: st.DrawFn, max_size: int = 40) -> list[Profile]:
    ids = draw(st.lists(st.integers(0, 2**32 - 1), unique=True, max_size=max_size))
    return [draw(profile(number)) for number in ids]


def profile(number: int) -> st.SearchStrategy[Profile]:
    claim = st.tuples(CONCEPTS, st.integers(1, 4))
    return st.builds(
        Profile,
        id=st.just(number),
        claims=st.lists(claim, max_size=5).map(tuple),
        consent=st.sampled_from([True, True, True, False]),
        modes=st.integers(0, 7),
        languages=LANGUAGES,
        available_from=st.sampled_from([0, 10, 40]),
        available_until=st.sampled_from([20, 50, 2**31 - 1]),
        residence=st.integers(0, 4),
        places=st.lists(PLACES, max_size=3).map(tuple),
        times=st.integers(0, 15),
        confirmed=st.sampled_from([0, 1, 134, 135, 319, 320, 409, 410, 500, 501]),
    )


@st.composite
def needs(draw: st.DrawFn) -> Need:
    asked = draw(st.lists(CONCEPTS, min_size=1, max_size=5, unique=True))
    weights = draw(st.lists(st.integers(1, 9), min_size=len(asked), max_size=len(asked)))
    kinds = [draw(st.sampled_from(["wished", "required", "required", "strict"])) for _ in asked]
    first = draw(st.sampled_from([0, 15, 45]))
    return Need(
        requirements=tuple(
            Requirement(concept, points, required=kind != "wished", strict=kind == "strict")
            for concept, points, kind in zip(asked, spread(weights), kinds, strict=True)
        ),
        modes=draw(st.sampled_from([0, 0, 1, 6])),
        languages=draw(LANGUAGES | st.just(0)),
        first_day=first,
        last_day=first + draw(st.sampled_from([0, 10, 2**30])),
        excluded=frozenset(draw(st.lists(st.integers(1, 4), max_size=2))),
        locality=draw(st.integers(0, 2)),
        region=draw(st.integers(0, 4)),
        country=draw(st.integers(0, 6)),
        times=draw(st.integers(0, 15)),
        today=draw(st.sampled_from([0, 500])),
    )


@st.composite
def relation_tables(draw: st.DrawFn) -> RelationTable:
    kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.EXACT])
    row = st.lists(st.tuples(CONCEPTS, kinds), max_size=4)
    return RelationTable(draw(st.dictionaries(CONCEPTS, row, max_size=8)))


SCALES = st.sampled_from(
    [
        Scale(),
        Scale(gains=(1, 1, 50, 99), narrower=99, broader=3, covers_from=2),
        Scale(gains=(10, 20, 30, 100), same_group=50, shared_occupation=50, max_expansion=2),
    ]
)
