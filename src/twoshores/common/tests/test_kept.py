"""`{% kept %}`: the same markup as an include, and never the markup of something else."""

from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from twoshores.common.formatting import accept_language
from twoshores.common.models import Place
from twoshores.common.templatetags.kept import kept, plain_key

TAG = "components/tag.html"
FILTERS = "components/filters.html"


def test_a_kept_part_is_drawn_as_an_include_draws_it():
    shown = [
        {
            "title": gettext_lazy("Language"),
            "options": [{"label": "<b>", "href": "?a=1&b=2", "count": 12, "current": True}],
        }
    ]
    for _round in range(2):
        assert kept(FILTERS, filters=shown) == render_to_string(FILTERS, {"filters": shown})


def test_what_changes_is_drawn_anew_and_markup_is_not_taken_for_text():
    assert "one" in kept(TAG, kind="go", text="one")
    assert "two" in kept(TAG, kind="go", text="two")
    assert "&lt;i&gt;" in kept(TAG, kind="go", text="<i>")
    assert "<i>" in kept(TAG, kind="go", text=mark_safe("<i>"))
    assert "&lt;i&gt;" in kept(TAG, kind="go", text="<i>")


def test_each_language_and_region_is_drawn_for_itself():
    shown = [{"title": "T", "options": [{"label": "L", "href": "?", "count": 7}]}]
    seen = []
    for language, header in (("en", ""), ("ar", "ar-EG"), ("ar", "ar-MA"), ("fr", "")):
        token = accept_language.set(header)
        with override(language):
            seen.append(kept(FILTERS, filters=shown))
        accept_language.reset(token)
    assert len(set(seen)) == 4
    assert "٧" in seen[1]
    assert "٧" not in seen[2]


def test_equal_values_that_are_written_differently_have_keys_of_their_own():
    values = [1, True, 1.0, Decimal(1), Decimal("1.0"), "1", mark_safe("1"), [1], (), {}, None, ""]
    values += [date(2026, 1, 1), "2026-01-01", {"a": 1}, ["a", 1]]
    keys = [plain_key(value) for value in values]
    assert len(set(keys)) == len(values)


def test_only_plain_data_is_kept():
    with pytest.raises(TypeError):
        kept(TAG, kind="go", text=Place(name="Kayes"))
