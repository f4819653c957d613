"""What stands in the cells of people's spreadsheets, read and written safely.

Source of the rules for writing: OWASP, "CSV Injection": a spreadsheet runs what begins with
= + - @, a tab or a carriage return (also in their full-width forms), so such text gets a "'".
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .folding import fold
from .languages import parse_digits

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A number, a telephone number, a lone dash: signs, digits and what separates them.
_NUMBER_LIKE = re.compile(r"[-+]?[\d\s().,/-]*")
_PLAIN_NUMBER = re.compile(r"[-+]?\d+([.,]\d+)?")
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})"),
)
YES = frozenset(map(fold, ["yes", "y", "oui", "o", "sí", "s", "sim", "نعم", "true", "1", "x"]))
NO = frozenset(map(fold, ["no", "n", "non", "não", "لا", "كلا", "false", "0"]))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run this text instead of showing it."""
    bare = text.lstrip(" \u00a0")
    return bare.startswith(FORMULA_STARTS) and not _NUMBER_LIKE.fullmatch(bare)


def safe_cell(value: Any) -> Any:
    """A value to write into a CSV: nothing for None, text that would run marked as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    bare = text.lstrip(" \u00a0")
    if bare.startswith(FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(bare):
        return "'" + text
    return text


def cell_date(text: str) -> date | None:
    """2027-03-31, 31.3.2027, 31/03/2027 (day first) in any digits; None for an empty cell.

    Raises ValueError with words for the person who wrote it.
    """
    bare = parse_digits(text).strip()
    if not bare:
        return None
    for pattern in _DATES:
        if found := pattern.fullmatch(bare):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise ValueError(
        _("“%(text)s” is not a date. Write day, month and year: 31/03/2027.") % {"text": text[:40]}
    )


def cell_yes_no(text: str) -> bool | None:
    """Yes or no in the site's five languages, x or 1; None for an empty cell or a dash.

    Raises ValueError with words for the person who wrote it.
    """
    bare = fold(parse_digits(text))
    if not bare:
        return None
    if bare in YES:
        return True
    if bare in NO:
        return False
    raise ValueError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})
