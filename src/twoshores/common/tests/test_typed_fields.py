"""Days and numbers come back from a form as they went into it, in every language."""

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django import forms
from django.utils.translation import override

import twoshores
from twoshores.common.forms import DayField, NumberField, WholeField


class Typed(forms.Form):
    day = DayField(required=False)
    number = NumberField(required=False, max_digits=12, decimal_places=3)
    whole = WholeField(required=False, min_value=0)


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_what_a_form_shows_it_reads_back(language):
    whole = {"day": date(2027, 12, 31), "number": D("1655.957"), "whole": 12345}
    with override(language):
        shown = Typed(initial=whole)
        assert 'value="2027-12-31"' in str(shown["day"])  # as browsers read it
        sent = {name: str(shown[name].value()) for name in ("number", "whole")}
        back = Typed({"day": "2027-12-31", **sent}, initial=whole)
        assert back.is_valid(), back.errors
        assert back.cleaned_data == whole
        assert back.changed_data == []


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("fr", "4 000,50", D("4000.50")),
        ("fr", "4\u202f000,50", D("4000.50")),
        ("es", "4.000,50", D("4000.50")),
        ("en", "4,000.50", D("4000.50")),
        ("ar", "٤٬٠٠٠٫٥٠", D("4000.50")),
        ("ar", "655.957", D("655.957")),
        ("fr", "", None),
    ],
)
def test_numbers_as_people_type_them(language, typed, meant):
    with override(language):
        form = Typed({"number": typed, "whole": ""})
        assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == meant
    assert form.cleaned_data["whole"] is None


@pytest.mark.parametrize("typed", ["beaucoup", "4,5", "-3"])
def test_what_is_no_whole_number_is_said_at_the_field(typed):
    with override("fr"):
        form = Typed({"number": "beaucoup", "whole": typed})
        assert set(form.errors) == {"number", "whole"}
        assert form["number"].value() == "beaucoup"


def test_every_form_asks_for_days_in_one_way():
    """Else a browser shows it empty in French, and a year of five digits breaks a page later."""
    source = Path(twoshores.__file__).parent
    home = source / "common" / "forms.py"
    others = [
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        if path != home and "/tests/" not in str(path) and "forms.DateField" in path.read_text()
    ]
    assert "forms.DateField" in home.read_text()
    assert others == []
