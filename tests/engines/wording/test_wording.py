"""Comparing loses no word, and marks what differs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from twoshores.engines.wording import Pair, Run, compare

TEXTS = st.lists(st.text(alphabet="ab é.,عش\n", max_size=12), max_size=6)


def joined(runs: tuple[Run, ...] | None) -> list[str]:
    return [] if runs is None else ["".join(run.text for run in runs)]


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_each_side_is_its_whole_text_in_order(before, after):
    pairs = compare(before, after)
    assert [text for pair in pairs for text in joined(pair.before)] == before
    assert [text for pair in pairs for text in joined(pair.after)] == after


@given(TEXTS)
def test_a_text_is_the_same_as_itself(text):
    assert all(pair.same for pair in compare(text, text))


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_what_is_not_marked_stands_on_both_sides(before, after):
    for pair in compare(before, after):
        kept = [
            "".join(run.text for run in side or () if not run.changed)
            for side in (pair.before, pair.after)
        ]
        assert kept[0] == kept[1]


def test_the_word_that_changed_is_marked_and_no_other():
    (pair,) = compare(["We pay ten euros a day."], ["We pay twelve euros a day."])
    assert [run.text for run in pair.before or () if run.changed] == ["ten"]
    assert [run.text for run in pair.after or () if run.changed] == ["twelve"]


def test_a_paragraph_put_between_moves_no_other():
    pairs = compare(["One", "Three"], ["One", "Two", "Three"])
    assert [pair.same for pair in pairs] == [True, False, True]
    assert pairs[1] == Pair(None, (Run("Two", True),))


def test_a_paragraph_written_anew_is_marked_whole():
    (pair,) = compare(["Water for the villages"], ["Nobody owes anything"])
    assert pair.before == (Run("Water for the villages", True),)
