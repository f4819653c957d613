"""Names and notations in the five languages, with the digits of the reader's region."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.common import languages
from twoshores.common.languages import UI_LANGUAGES, reader_locale
from twoshores.common.money import Money

EGYPT, MOROCCO = reader_locale("ar", "EG"), reader_locale("ar", "MA")
FRANCE, SPAIN = reader_locale("fr", "FR"), reader_locale("es", "ES")


@pytest.mark.parametrize("ui", UI_LANGUAGES)
@pytest.mark.parametrize("code", ["bm", "wo", "ka", "am", "ro", "tl", "si", "ta", "ar", "fr"])
def test_every_working_language_has_a_name(code: str, ui: str) -> None:
    name = languages.language_name(code, ui)
    assert name != code
    assert ui != "ar" or not name.isascii()


def test_names_fall_back_to_english_then_to_the_code() -> None:
    assert languages.language_name("jam", "es") == "Jamaican Creole English"
    assert languages.language_name("xx", "fr") == "xx"
    assert languages.country_name("eg", "ar") == "مصر"
    assert languages.country_name("??", "ar") == "??"
    assert languages.own_name("ar") == "العربية"
    assert languages.own_name("xx") == "xx"


def test_digits_follow_the_region() -> None:
    day = datetime.date(2026, 3, 5)
    assert languages.format_number(12345, EGYPT) == "١٢٬٣٤٥"
    assert languages.format_number(12345, MOROCCO) == "12.345"
    assert languages.format_day(day, EGYPT) == "٥ مارس ٢٠٢٦"
    assert languages.format_day(day, MOROCCO) == "5 مارس 2026"
    assert languages.format_day(day, FRANCE) == "5 mars 2026"


def test_money_is_shown_with_its_code() -> None:
    assert languages.format_money(Money(Decimal("1234.5"), "EUR"), reader_locale("en")) == (
        "EUR\u00a01,234.50"
    )
    assert "1234,50" in languages.format_money(Money(Decimal("1234.5"), "EUR"), FRANCE).replace(
        "\u202f", ""
    )
    assert "XOF" in languages.format_money(Money(Decimal(1500), "XOF"), FRANCE)
    assert "1,500.00" not in languages.format_money(Money(Decimal(1500), "XOF"), FRANCE)
    egypt = languages.format_money(Money(Decimal("1234.5"), "EGP"), EGYPT)
    assert "١٬٢٣٤٫٥٠" in egypt
    assert "EGP" in egypt


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("١٬٢٣٤٫٥", EGYPT, "1234.5"),
        ("1,234.5", EGYPT, "1234.5"),
        ("١٢٣٤", MOROCCO, "1234"),
        ("1 234,5", FRANCE, "1234.5"),
        ("1\u202f234,5", FRANCE, "1234.5"),
        ("12.50", SPAIN, "12.50"),
        ("1.234,5", SPAIN, "1234.5"),
        ("۱۲", EGYPT, "12"),
        ("-7", FRANCE, "-7"),
    ],
)
def test_numbers_are_read_as_typed(text: str, locale: object, value: str) -> None:
    assert languages.parse_number(text, locale) == Decimal(value)  # type: ignore[arg-type]


def test_empty_is_blank_and_nonsense_is_refused() -> None:
    assert languages.parse_number("  ", FRANCE) is None
    for wrong in ("abc", "1.2.3", "12a", "--3"):
        with pytest.raises(ValueError, match="not a number"):
            languages.parse_number(wrong, FRANCE)


@given(st.text())
def test_parsing_digits_never_fails_and_leaves_no_foreign_digit(text: str) -> None:
    result = languages.parse_digits(text)
    assert all(char in "0123456789" for char in result if char.isdecimal())


@given(st.integers(-(10**9), 10**9), st.sampled_from([EGYPT, MOROCCO, FRANCE, SPAIN]))
def test_what_is_shown_can_be_typed_back(number: int, locale: object) -> None:
    shown = languages.format_number(number, locale).replace("\u061c", "")  # type: ignore[arg-type]
    assert languages.parse_number(shown, locale) == number  # type: ignore[arg-type]


def test_directions() -> None:
    assert [languages.direction(code) for code in ("ar", "fa", "fr", "xx")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert reader_locale("ar", "FR").language == "ar"  # a pair that CLDR does not have
    assert languages.sort_key("Égypte") < languages.sort_key("France")
