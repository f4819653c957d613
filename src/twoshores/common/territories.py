"""Names of countries in the language of this thread's reader."""

from django.utils.translation import get_language

from . import languages


def country_name(code: str, language: str = "") -> str:
    """The name of a country (ISO 3166-1 alpha-2); nothing for no code."""
    ui = (language or get_language() or "en").split("-")[0]
    return languages.country_name(code, ui) if code else ""
