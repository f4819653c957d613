"""What components compute: numbers, directions, quotes, bars."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from twoshores.common import formatting
from twoshores.common.templatetags import ui

TEMPLATES = Path(__file__).parents[2]


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


@pytest.mark.parametrize(
    ("language", "region", "shown"),
    [
        ("en", "", "12,345.5"),
        ("fr", "", "12\u202f345,5"),
        ("es", "", "12.345,5"),
        ("ar", "", "١٢٬٣٤٥٫٥"),
        ("ar", "ar-EG", "١٢٬٣٤٥٫٥"),
        ("ar", "fr-FR,ar-MA;q=0.5", "12.345,5"),
        ("ar", "nonsense;;q=x", "١٢٬٣٤٥٫٥"),
    ],
)
def test_numbers_are_written_as_in_the_readers_region(language, region, shown):
    token = formatting.accept_language.set(region)
    try:
        with translation.override(language):
            assert ui.number(Decimal("12345.5")) == shown
    finally:
        formatting.accept_language.reset(token)


def test_a_blank_is_not_zero():
    with translation.override("en"):
        assert ui.number(None) == ""
        assert ui.number(0) == "0"
        assert ui.share(None) == ""
        assert ui.money(None, "EUR") == ""
        assert "not counted" in render(
            '{% include "components/figures.html" %}', figures=[{"label": "a", "value": None}]
        )


def test_zero_is_a_figure_too():
    with translation.override("en"):
        html = render(
            '{% include "components/figures.html" %}', figures=[{"label": "a", "value": 0}]
        )

    assert "not counted" not in html
    assert ">0<" in re.sub(r"\s", "", html)


def test_money_keeps_its_own_currency_and_its_cents():
    with translation.override("en"):
        assert ui.money(Decimal("1234.50"), "MAD") == "MAD\u00a01,234.50"
        assert ui.money(Decimal("731000"), "EGP") == "EGP\u00a0731,000"
    with translation.override("ar"):
        assert ui.money(Decimal("12"), "EGP") == "EGP\u00a0١٢"


def test_dates_and_numbers_share_their_digits():
    with translation.override("ar"):
        assert ui.day(date(2026, 11, 12)) == "١٢ نوفمبر ٢٠٢٦"
        assert "٢٠٢٦" in ui.moment(datetime(2026, 11, 12, 9, 30, tzinfo=UTC))
        assert "٤٨٫٢" in ui.share(0.482)
        assert ui.digits("until 31") == "until ٣١"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("ar", "rtl"), ("fa-AF", "rtl"), ("fr", "ltr"), ("und", "auto"), ("", "auto")],
)
def test_the_direction_of_a_text_is_that_of_its_language(language, shown):
    assert ui.direction(language) == shown


def test_a_quotation_wears_the_marks_of_its_own_language():
    assert ui.quote("miel", "fr") == (
        '<span class="wrote" lang="fr" dir="ltr">«\u202fmiel\u202f»</span>'
    )
    assert ui.quote("عسل", "ar") == '<span class="wrote" lang="ar" dir="rtl">«عسل»</span>'
    assert "“honey”" in ui.quote("honey", "en")
    assert "&lt;b&gt;" in ui.quote("<b>", "en")


BAR = [
    {"kind": "must", "label": "Hives", "points": 30},
    {"kind": "wish", "label": "Feeding fish in winter", "points": 10},
    {"kind": "tie", "label": "Ties", "points": 4},
    {"kind": "must", "label": "Mites", "points": 0},
]


def test_a_bar_is_always_a_hundred_wide():
    with translation.override("en"):
        drawn = ui.draw_bar([ui.Segment(**part) for part in BAR])

    assert [(part.kind, part.x, part.width) for part in drawn] == [
        ("must", 0, 30),
        ("wish", 30, 10),
        ("tie", 40, 4),
        ("none", 44, 56),
    ]


def test_a_bar_is_mirrored_for_readers_from_right_to_left():
    with translation.override("ar"):
        drawn = ui.draw_bar([ui.Segment(**part) for part in BAR])

    assert [(part.x, part.width) for part in drawn] == [(70, 30), (60, 10), (56, 4), (0, 56)]
    assert [part.text_x for part in drawn] == [100, 70, 60, 56]


def test_words_stand_in_a_bar_where_they_fit_and_below_it_always():
    with translation.override("en"):
        drawn = ui.draw_bar([ui.Segment(**part) for part in BAR])
        html = render("{% reason_bar bar %}", bar=BAR)

    assert [part.text for part in drawn] == ["Hives 30", "10", "", "Not covered 56"]
    words = re.sub(r"<[^>]*>|\s+", " ", html.split("</svg>")[1])
    assert re.sub(r" +", " ", words).strip() == (
        "Hives 30 Feeding fish in winter 10 Ties 4 Mites 0 Not covered 56"
    )


def test_what_was_not_measured_is_drawn_dashed():
    assert "unmeasured" in render("{% meter None %}")
    assert "unmeasured" not in render("{% meter 0 %}")


def test_a_meter_writes_numbers_that_svg_reads_in_every_language():
    with translation.override("fr"):
        html = render("{% meter 0.705 0.5 %}")

    assert 'width="70.5%"' in html
    assert 'x1="50.0%"' in html


def test_no_template_of_the_house_carries_a_style():
    """The content security policy refuses inline styles; every style has a class."""
    styled = [
        path.name
        for path in TEMPLATES.rglob("templates/**/*.html")
        if re.search(r"\sstyle=|<style", path.read_text("utf-8"))
    ]

    assert styled == []


CELL_WITH_DIRECTION = re.compile(r'<t[hd]\b(?:[^<>"]|"[^"]*")*?\sdir=')


def test_no_cell_of_a_table_has_a_direction_of_its_own():
    """It turns its padding too: on Arabic pages a Latin cell then touches the next one."""
    assert CELL_WITH_DIRECTION.search('<td class="x"\n dir="auto">')
    turned = [
        path.name
        for path in TEMPLATES.rglob("templates/**/*.html")
        if CELL_WITH_DIRECTION.search(path.read_text("utf-8"))
    ]

    assert turned == []


def test_a_meter_without_words_is_not_an_unnamed_picture():
    assert 'aria-hidden="true"' in render("{% meter None %}")
    assert "role=" not in render("{% meter None %}")
    named = render('{% meter 0.5 label="half" %}')
    assert 'aria-label="half"' in named
    assert "aria-hidden" not in named


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "Who: me"), ("fr", "Who\u00a0: me"), ("pt", "Who: me")]
)
def test_a_label_stands_apart_as_its_language_wants(language, shown):
    with translation.override(language):
        assert formatting.labelled("Who", "me") == shown
        assert render("{% load ui %}Who{% colon %} me") == shown


@pytest.mark.parametrize(
    ("language", "name", "isolates"),
    [
        ("en", "شبكة جسور", True),
        ("en", "Kayes", False),
        ("ar", "Kayes", True),
        ("ar", "1 جسور", False),
    ],
)
def test_a_name_of_the_other_direction_does_not_turn_the_line_of_a_mail(language, name, isolates):
    with translation.override(language):
        assert ui.apart(name) == (f"\u2068{name}\u2069" if isolates else name)
