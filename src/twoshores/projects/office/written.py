"""Numbers and days written out for a document, in a language alone, so that they read back."""

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from twoshores.common.formatting import LIKELIEST_REGION
from twoshores.common.languages import local_digits, locale_of

from .wording import Typed


def written(value: Typed, language: str) -> str:
    """A typed cell as text: "1 234,5", "31 mars 2027"; "" for an empty one.

    The region is the language's likeliest, not the reader's: a file is read again elsewhere.
    """
    if value is None:
        return ""
    locale = locale_of(language, LIKELIEST_REGION.get(language, ""))
    if isinstance(value, Decimal):
        text = format_decimal(
            value, locale=locale, numbering_system="default", decimal_quantization=False
        )
        return local_digits(text, locale)
    if isinstance(value, date):
        return local_digits(format_date(value, format="medium", locale=locale), locale)
    return value
