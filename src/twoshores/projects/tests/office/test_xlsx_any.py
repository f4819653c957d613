"""Whatever people change, what comes back is what they changed."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twoshores.projects.office.state import clean_text, plain
from twoshores.projects.office.xlsx_writer import put

from .files import cell, edited

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
edits = st.fixed_dictionaries(
    {},
    optional={
        ("Logframe", "Villages live well", "What"): texts.filter(lambda t: t.strip()),
        ("Logframe", "Twelve wells are dug", "Means of verification"): texts,
        ("Logframe", "Wells in use", "Target: Two"): st.integers(0, 10**9),
        ("Work plan", "Digging", "From"): st.dates(date(1900, 3, 1), date(2200, 1, 1)),
        ("Work plan", "Digging", "Volunteers take part"): st.sampled_from(["Yes", "No"]),
        ("Budget", "Pumps", "Amount: Two"): st.decimals(0, 10**11, places=2),
        ("Budget", "Rooms lent", "How it was valued"): texts,
    },
)


@pytest.mark.one_database  # the file is compared with what was read before
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edits=edits)
def test_the_changes_that_come_back_are_those_that_were_made(check, book, edits):
    def edit(book):
        for (sheet, row, head), value in edits.items():
            made = clean_text(value) if isinstance(value, str) else value
            put(cell(book[sheet], row, head), made or (None if made == "" else made))

    before = check(book)
    checked = check(edited(book, edit))
    assert checked.reading.troubles == []
    expected = {
        (sheet, row, head): plain_text(value)
        for (sheet, row, head), value in edits.items()
        if plain_text(value) != was(before, row, head)
    }
    assert len(checked.found.changes) == len(expected)
    assert sorted(c.becomes for c in checked.found.changes) == sorted(expected.values())


def plain_text(value):
    if isinstance(value, str):
        return {"Yes": "yes", "No": "no"}.get(value, clean_text(value))
    return value.isoformat() if isinstance(value, date) else plain(value)


def was(checked, row, head):
    keys = {
        "What": "text",
        "Means of verification": "verification",
        "From": "starts",
        "How it was valued": "how_valued",
    }
    found = next(r for r in checked.now.rows.values() if r.fields["text"] == row)
    return found.fields.get(keys.get(head, ""), "")
