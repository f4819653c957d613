"""Formulas in cells.

Source: OWASP, "CSV Injection": a spreadsheet runs what begins with = + - @, a tab or a carriage
return, also in their full-width forms and after spaces.
"""

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SPACES = " \u00a0"
# A number, a telephone number, a lone dash: signs, digits and what separates them.
_NUMBER_LIKE = re.compile(r"[-+]?[\d\s().,/-]*")
_PLAIN_NUMBER = re.compile(r"-?\d+([.,]\d+)?")


def is_formula(text: str) -> bool:
    """Whether a cell that somebody sent would run. Numbers and telephone numbers would not."""
    bare = text.lstrip(_SPACES)
    return bare.startswith(STARTS) and not _NUMBER_LIKE.fullmatch(bare)


def marked(text: str) -> str:
    """The text as it may be written: a quote before what would run, or lose its sign.

    "-5" and "-2,5" stay numbers; "+223 70 00" would be added up, and gets its quote.
    """
    bare = text.lstrip(_SPACES)
    if bare.startswith(STARTS) and not _PLAIN_NUMBER.fullmatch(bare):
        return "'" + text
    return text
