"""Names and notations in the five languages, with the digits of the reader's region."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoshores.common import formatting, languages
from twoshores.common.languages import UI_LANGUAGES, locale_of

EGYPT, MOROCCO = locale_of("ar", "EG"), locale_of("ar", "MA")
FRANCE, SPAIN = locale_of("fr", "FR"), locale_of("es", "ES")


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


@pytest.fixture
def browser_says():
    """browser_says("ar-EG"): what a reader's browser states of language and region."""
    tokens = []

    def say(header: str) -> None:
        tokens.append(formatting.accept_language.set(header))

    yield say
    for token in reversed(tokens):
        formatting.accept_language.reset(token)


def test_digits_follow_the_region(browser_says) -> None:
    day = datetime.date(2026, 3, 5)
    browser_says("ar-EG")
    assert formatting.format_number(12345, "ar") == "١٢٬٣٤٥"
    assert formatting.format_day(day, language="ar") == "٥ مارس ٢٠٢٦"
    browser_says("ar-MA")
    assert formatting.format_number(12345, "ar") == "12.345"
    assert formatting.format_day(day, language="ar") == "5 مارس 2026"
    assert formatting.format_day(day, language="fr") == "5 mars 2026"


@pytest.mark.parametrize(
    ("day", "style", "written"),
    [
        (datetime.date(2027, 3, 1), "long", "1er mars 2027"),
        (datetime.date(2027, 1, 1), "medium", "1er janv. 2027"),
        (datetime.date(2027, 3, 1), "full", "lundi 1er mars 2027"),
        (datetime.date(2027, 3, 1), "short", "01/03/2027"),
        (datetime.date(2027, 3, 21), "long", "21 mars 2027"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(day, style, written) -> None:
    assert formatting.format_day(day, style, "fr") == written


def test_money_is_shown_with_its_code(browser_says) -> None:
    assert formatting.format_money(Decimal("1234.5"), "EUR", "en") == "EUR\u00a01,234.50"
    french = formatting.format_money(Decimal("1234.5"), "EUR", "fr")
    assert "1234,50" in french.replace("\u202f", "")
    browser_says("ar-EG")
    egypt = formatting.format_money(Decimal("1234.5"), "EGP", "ar")
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


@given(st.integers(-(10**9), 10**9), st.sampled_from(["ar", "fr", "es", "en"]))
def test_what_is_shown_can_be_typed_back(number: int, language: str) -> None:
    shown = formatting.format_number(number, language).replace("\u061c", "")
    assert languages.parse_number(shown, formatting.reader_locale(language)) == number


def test_directions() -> None:
    assert [languages.direction(code) for code in ("ar", "fa", "fr", "xx")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
    assert locale_of("ar", "FR").language == "ar"  # a pair that CLDR does not have
    assert languages.sort_key("Égypte") < languages.sort_key("France")


def test_a_moment_of_a_first_day_too() -> None:
    at = datetime.datetime(2027, 3, 1, 11, 1)
    assert formatting.format_moment(at, "long", "fr").startswith("1er mars 2027")
    assert formatting.format_day(datetime.date(2027, 3, 1), language="es") == "1 de marzo de 2027"


def test_a_short_english_date_names_its_month():
    """12/6/26 is a day in December on one shore and in June on the other."""
    at = datetime.datetime(2026, 12, 6, 15, 4, tzinfo=datetime.UTC)
    for written in (
        formatting.format_day(at.date(), "short", "en"),
        formatting.format_moment(at, "short", "en"),
    ):
        assert written.startswith("Dec 6, 2026")
    assert formatting.format_day(at.date(), "short", "fr") == "06/12/2026"
