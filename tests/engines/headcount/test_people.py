"""People are counted once, and the groups add up to them, whatever the lists say."""

from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.headcount import DIFFERS, UNSAID, Entry, Heads, different_people

entries = st.lists(
    st.builds(
        Entry,
        person=st.sampled_from("abcdefgh"),
        sex=st.sampled_from(["female", "male", UNSAID]),
        age=st.sampled_from(["0-14", "15-29", UNSAID]),
    )
)


@given(entries)
def test_groups_add_up_to_different_people(rows):
    heads = different_people(rows)
    assert heads.people == len({row.person for row in rows})
    assert sum(heads.by_sex.values()) == sum(heads.by_age.values()) == heads.people


@given(entries, st.randoms())
def test_order_and_repetition_change_nothing(rows, chance):
    mixed = [*rows, *rows]
    chance.shuffle(mixed)
    assert different_people(mixed) == different_people(rows)


@given(entries, entries)
def test_together_there_are_at_most_as_many_as_apart(first, second):
    apart = different_people(first).people + different_people(second).people
    both = different_people([*first, *second]).people
    assert max(different_people(first).people, different_people(second).people) <= both <= apart


def test_what_lists_say_differently_is_not_guessed():
    rows = [
        Entry("a", "female"),
        Entry("a", "male", "0-14"),
        Entry("b", "male"),
        Entry("b"),
        Entry("c"),
    ]
    assert different_people(rows) == Heads(
        3, {DIFFERS: 1, "male": 1, UNSAID: 1}, {"0-14": 1, UNSAID: 2}
    )
    assert different_people([]) == Heads(0, {}, {})
