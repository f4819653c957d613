"""One rule for every table that is read or written."""

import pytest

from twoshores.engines.spreadsheets import is_formula, marked


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x";"y")', "=1+1", "-x", "@sum", "\t=1", " =1", "＝cmd", "+cmd|x"]
)
def test_what_would_run_is_refused_and_marked(cell):
    assert is_formula(cell)
    assert marked(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["+44", "+39 06 1234", "- 3 -"])
def test_what_would_lose_its_sign_is_read_and_marked(cell):
    assert not is_formula(cell)
    assert marked(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-5", "-2.5", "-2,5", "plain", "a=b", "", "نص"])
def test_other_cells_stay(cell):
    assert not is_formula(cell)
    assert marked(cell) == cell
