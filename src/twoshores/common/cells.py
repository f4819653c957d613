"""What stands in the cells of people's spreadsheets, read and written safely.

What would run as a formula is told by engines/spreadsheets.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from twoshores.engines.spreadsheets import marked

from .folding import fold
from .languages import parse_digits

_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})"),
)
YES = frozenset(map(fold, ["yes", "y", "oui", "o", "sí", "s", "sim", "نعم", "true", "1", "x"]))
NO = frozenset(map(fold, ["no", "n", "non", "não", "لا", "كلا", "false", "0"]))


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
    return marked(str(value).replace("\x00", ""))


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
