"""Comparing two states of a table: whatever the rows, the changes make one out of the other."""

from hypothesis import given
from hypothesis import strategies as st

from twoshores.engines.comparison import Change, TableChanges, compare, compare_all

values = st.none() | st.integers(0, 3) | st.sampled_from(["", "a", "b"])
rows = st.fixed_dictionaries({"text": values, "number": values})
tables = st.dictionaries(st.sampled_from("abcdef"), rows)


def applied(before, changes, now):
    """`before` with the changes put in by hand."""
    table = {key: dict(row) for key, row in before.items() if key not in changes.removed}
    for key in changes.added:
        table[key] = dict(now[key])
    for change in changes.changed:
        assert table[change.row][change.column] == change.before
        table[change.row][change.column] = change.now
    return table


@given(tables, tables)
def test_the_changes_make_now_out_of_before(before, now):
    assert applied(before, compare(before, now), now) == now


@given(tables, tables)
def test_the_way_back_is_the_same_turned_round(before, now):
    there, back = compare(before, now), compare(now, before)
    assert set(there.added) == set(back.removed)
    assert {(c.row, c.column, c.before, c.now) for c in there.changed} == {
        (c.row, c.column, c.now, c.before) for c in back.changed
    }


@given(tables)
def test_nothing_changed_is_nothing(table):
    assert not compare(table, table)
    assert compare_all({"t": table}, {"t": table}) == {}


def test_what_an_older_way_of_writing_does_not_know_says_nothing():
    before, now = {"a": {"text": "x"}}, {"a": {"text": "y", "new": 1}}
    assert compare(before, now) == TableChanges(changed=(Change("a", "text", "x", "y"),))
    assert compare_all({"old": before}, {"old": before, "new": now}) == {}
