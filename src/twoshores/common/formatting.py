"""Numbers, money and dates as the reader's region writes them (Unicode CLDR, through Babel).

Nothing here reads the database. Babel takes separators and names from the locale but writes
Latin digits everywhere; the digits of the reader's region are put in here, in one place, so
that they are never mixed on a page.
"""

import re
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from .languages import local_digits, locale_of
from .money import PARITY_SOURCE

# What the reader's browser says of languages and regions, set by ReaderRegionMiddleware. The
# region is looked up when a number is written: the language may change within a request.
accept_language: ContextVar[str] = ContextVar("accept_language", default="")
# Without a stated region, the likeliest one of the language (CLDR likely subtags): its digits
# and names of months are used.
LIKELIEST_REGION = {"ar": "EG"}
FIRST_OF_MONTH = re.compile(r"(?<!\d)1 (?=[^\W\d])")
type Number = int | float | Decimal


@lru_cache(maxsize=256)
def region_of(header: str, language: str) -> str:
    """ "MA" for a browser that asks for ar-MA and a page in "ar".

    Without a stated region the likeliest one, or "" where the language alone will do.
    """
    for tag, _quality in parse_accept_lang_header(header):
        primary, _, rest = tag.partition("-")
        if primary == language and len(rest) == 2 and rest.isalpha():
            return rest.upper()
    return LIKELIEST_REGION.get(language, "")


def reader_locale(language: str = "") -> Locale:
    """The reader's language and region; `language` overrides the language of this thread."""
    code = (language or get_language() or "en").split("-")[0]
    return locale_of(code, region_of(accept_language.get(), code))


def isolated(text: str) -> str:
    """A name or formula of another direction inside a sentence: its signs stay its own (UAX 9)."""
    return f"\u2068{text}\u2069"


def format_number(value: Number, language: str = "") -> str:
    """1234.5 as "1,234.5", "1 234,5", "١٬٢٣٤٫٥"; all given decimals are kept."""
    locale = reader_locale(language)
    if isinstance(value, int) and 0 <= value < 1000:  # most numbers of a page; ten times faster
        return local_digits(str(value), locale)
    text = format_decimal(
        value, locale=locale, numbering_system="default", decimal_quantization=False
    )
    return local_digits(text, locale)


def format_share(value: Number, digits: int = 1, language: str = "") -> str:
    """A share between 0 and 1 as a percentage, rounded half to even at `digits` decimals."""
    locale = reader_locale(language)
    text = format_percent(
        round(Decimal(str(value)), digits + 2).normalize(),
        locale=locale,
        numbering_system="default",
        decimal_quantization=False,
    )
    return local_digits(text, locale)


def format_money(amount: Decimal | int, currency: str, language: str = "") -> str:
    """An amount in its own currency, named by its ISO 4217 code: signs are ambiguous."""
    return _money(amount, currency, reader_locale(language))


@lru_cache(maxsize=8192)
def _money(amount: Decimal | int, currency: str, locale: Locale) -> str:
    """Remembered: a budget says each amount several times. Equal amounts are written alike."""
    number = format_currency(
        amount,
        currency,
        format="#,##0.##" if amount == int(amount) else "#,##0.00",
        locale=locale,
        numbering_system="default",
        currency_digits=False,
    )
    return f"{currency}\u00a0{local_digits(number, locale)}"


def format_day(value: date, style: str = "long", language: str = "") -> str:
    """A date as people say it; a moment is first put into the instance's time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    day = value.date() if isinstance(value, datetime) else value
    return _day(day, style, reader_locale(language))


@lru_cache(maxsize=8192)
def _day(value: date, style: str, locale: Locale) -> str:
    text = format_date(value, format=_clear(style, locale), locale=locale)
    return _first(local_digits(text, locale), locale)


def _clear(style: str, locale: Locale) -> str:
    """Short English dates are read as two different days on two shores: 12/6/26. So not those."""
    return "medium" if style == "short" and locale.language == "en" else style


def _first(text: str, locale: Locale) -> str:
    """The first of a month is an ordinal in French, "1er mars", which CLDR's patterns leave out."""
    return FIRST_OF_MONTH.sub("1er ", text, count=1) if locale.language == "fr" else text


def format_month(value: date, language: str = "") -> str:
    """A month and its year, short: "Oct 2026", "oct. 2026", "أكتوبر ٢٠٢٦"."""
    locale = reader_locale(language)
    return local_digits(format_skeleton("yMMM", value, locale=locale), locale)


def format_moment(value: datetime, style: str = "medium", language: str = "") -> str:
    """A date and time in the instance's time zone."""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    locale = reader_locale(language)
    made = format_datetime(value, format=_clear(style, locale), locale=locale)
    return _first(local_digits(made, locale), locale)


def rate_source_words(source: str) -> str:
    """Who stands for a rate; publishers keep their names, what the law fixed is said in words."""
    return _("Fixed parity with the euro") if source == PARITY_SOURCE else source


def to_reader_digits(text: str, language: str = "") -> str:
    """Latin digits in `text` in the reader's digits. Not for codes: those stay as they are."""
    return local_digits(text, reader_locale(language))


def labelled(label: object, text: object) -> str:
    """ "label: text" with the colon of the reader's language, which French sets off by a space."""
    return _("%(what)s: %(whom)s") % {"what": label, "whom": text}


def colon_mark() -> str:
    """The colon alone, with the space that French puts before it, for labels in markup."""
    return labelled("", "").rstrip()


def join_words(words: Iterable[object]) -> str:
    """ "a, b" with the comma of the reader's language; for pages, not for columns of a CSV."""
    return _(", ").join(str(word) for word in words)


def join_phrases(phrases: Iterable[object]) -> str:
    """ "a, b; c" with the semicolon of the reader's language: of things that hold commas."""
    return _("; ").join(str(phrase) for phrase in phrases)
