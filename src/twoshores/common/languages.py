"""Names and notations by language: CLDR by way of Babel, with digits by the reader's region.

A *locale* here is a Babel Locale made by `locale_of`: the language of the interface with the
region of the reader where it is known ("ar" and "EG": Arabic-Indic digits; "ar" and "MA": Latin).
"""

import functools
import re
import unicodedata
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.numbers import NumberFormatError, get_territory_currencies
from babel.numbers import parse_decimal as babel_parse_decimal

UI_LANGUAGES = ("en", "fr", "es", "pt", "ar")
LATIN = "0123456789"
# Digits of the numbering systems that CLDR makes the default of a language shown here. Babel
# 2.18 gives the separators of such a system but leaves Latin digits between them.
DIGITS = {"latn": LATIN, "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹"}
_ARABIC_MARKS = str.maketrans({"٫": ".", "٬": ",", "٪": "%", "\u200e": None, "\u200f": None})
# Spaces of any width group digits in French; apostrophes in Swiss notation.
_GROUP_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3}(?!\d))")


@functools.lru_cache(maxsize=256)
def locale_of(language: str, region: str = "") -> Locale:
    """The Babel locale of an interface language and, if CLDR knows the two together, a region.

    `language`: one of UI_LANGUAGES or any CLDR code; an unknown one becomes English.
    """
    for identifier in (f"{language}_{region.upper()}" if region else "", language):
        if identifier:
            try:
                return Locale.parse(identifier.replace("-", "_"))
            except (UnknownLocaleError, ValueError):
                continue
    return Locale.parse("en")


def direction(language: str) -> str:
    """ "rtl" or "ltr"; left to right where CLDR does not know the language."""
    return str(locale_of(language).text_direction)


def language_name(code: str, ui: str) -> str:
    """The name of any language in a UI language, else in English, else the code itself."""
    for locale in (locale_of(ui), locale_of("en")):
        name = locale.languages.get(code.replace("-", "_"))
        if name:
            return str(name)
    return code


def own_name(code: str) -> str:
    """What speakers call their language ("français", "العربية"), else its English name."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_language_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name or language_name(code, "en")


def country_name(code: str, ui: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in a UI language, else the code."""
    for locale in (locale_of(ui), locale_of("en")):
        name = locale.territories.get(code.upper())
        if name:
            return str(name)
    return code


def country_names(code: str) -> list[str]:
    """The names of a country in all languages that forms offer and CLDR knows, ours first."""
    found: dict[str, None] = {}
    for language in dict.fromkeys((*UI_LANGUAGES, *_OFFERED)):
        locale = locale_of(language)
        # An unknown language becomes English, which is among them.
        name = locale.territories.get(code.upper())
        if name:
            found[str(name)] = None
    return list(found)


def currency_name(code: str, ui: str) -> str:
    """The name of a currency (ISO 4217) in a UI language, else the code."""
    return str(locale_of(ui).currencies.get(code, code))


def sort_key(text: str) -> str:
    """Order names as readers expect: accents and the Arabic article do not count."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.removeprefix("ال")


def local_digits(text: str, locale: Locale) -> str:
    """Write the digits of a text in the locale's own; never for codes and identifiers."""
    own = DIGITS.get(locale.default_numbering_system or "latn", LATIN)
    return text if own == LATIN else text.translate(str.maketrans(LATIN, own))


def parse_digits(text: str) -> str:
    """Any script's decimal digits to 0-9, the Arabic separators to "." and ",".

    For form fields (numbers, years, telephone, one-time codes); other letters stay as typed.
    """
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text.translate(_ARABIC_MARKS)
    )


def parse_number(text: str, locale: Locale) -> Decimal | None:
    """A number as a reader types it, in either digits; empty is None. Raises ValueError.

    Arabic separators have one meaning and need no locale; "." and "," mean what the locale says.
    """
    if not text.strip():
        return None
    has_arabic_separator = "٫" in text or "٬" in text
    latin = _GROUP_SPACES.sub("", parse_digits(text).strip())
    if has_arabic_separator:
        locale = Locale.parse("en")
    elif locale.language == "ar" and locale.default_numbering_system == "arab":
        locale = Locale.parse("en")  # Latin digits typed in Egypt come with Latin separators
    if "," not in latin and re.fullmatch(r"-?\d+(\.\d{1,2})?", latin):
        return Decimal(latin)  # "12.50" is not 1250 anywhere
    try:
        return babel_parse_decimal(latin, locale=locale, strict=True)
    except NumberFormatError as error:
        raise ValueError(f"{text!r} is not a number") from error


# Languages that forms offer: those of the site and of the shores of the example projects.
_OFFERED = (
    "en", "fr", "es", "pt", "ar", "it", "de", "nl", "el", "ro", "pl", "ka", "hy", "am", "ti",
    "so", "bn", "si", "ta", "tl", "ceb", "hi", "ur", "qu", "wo", "ff", "bm", "ha", "yo", "ig",
    "tw", "ee", "pcm", "kea", "zgh", "kab", "shi", "rif", "mfe", "lv", "jam", "snk", "uk", "ru",
)  # fmt: skip


def language_choices(ui: str) -> list[tuple[str, str]]:
    """(code, name in the reader's language) for forms, in the order of names; cached by reader."""
    return list(_language_choices(ui))


@functools.lru_cache(maxsize=16)
def _language_choices(ui: str) -> tuple[tuple[str, str], ...]:
    """Those that have no name in the reader's language stand last, under their English one."""
    known = locale_of(ui).languages
    named = {code: language_name(code, ui) for code in _OFFERED}
    return tuple(sorted(named.items(), key=lambda pair: (pair[0] not in known, sort_key(pair[1]))))


def country_choices(ui: str) -> list[tuple[str, str]]:
    """(ISO 3166-1 code, name in the reader's language) for forms, in the order of names."""
    return list(_country_choices(ui))


@functools.lru_cache(maxsize=16)
def _country_choices(ui: str) -> tuple[tuple[str, str], ...]:
    listed = map(str, locale_of("en").territories)
    codes = [code for code in listed if len(code) == 2 and code.isalpha()]
    named = {code: country_name(code, ui) for code in codes if code not in _NO_COUNTRIES}
    return tuple(sorted(named.items(), key=lambda pair: sort_key(pair[1])))


def currency_choices(ui: str) -> list[tuple[str, str]]:
    """(ISO 4217 code, "XOF · West African CFA franc") of money in use today, by code."""
    return list(_currency_choices(ui))


@functools.lru_cache(maxsize=16)
def _currency_choices(ui: str) -> tuple[tuple[str, str], ...]:
    codes = {
        code
        for country, _name in _country_choices("en")
        for code in get_territory_currencies(country, tender=True)
    }
    return tuple((code, f"{code} · {currency_name(code, ui)}") for code in sorted(codes))


# Regions and test codes that CLDR lists beside countries.
_NO_COUNTRIES = frozenset(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"])
