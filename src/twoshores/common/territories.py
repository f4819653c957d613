"""Names of countries in the reader's language, from CLDR by way of Babel."""

from babel import Locale

from .formatting import reader_locale


def country_name(code: str, language: str = "") -> str:
    """The name of a country; its code if CLDR has none, nothing for no code."""
    locale: Locale = reader_locale(language)
    return str(locale.territories.get(code.upper(), code)) if code else ""
