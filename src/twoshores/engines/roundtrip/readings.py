"""What a number or a day that somebody typed can mean: none, one or several readings.

Nothing is guessed: "1,234" is a thousand and more in London and one and a bit in Paris, so both
are returned and a person chooses. Separators by Unicode CLDR: a group is of three digits (of two
above the first in India), the decimal sign stands last and once.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_UNSEEN = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = "\u00a0\u2009\u202f\u2007 '’"
_SPACED = re.compile(rf"(?<=\d)[{_SPACES}](?=\d)")
_GROUPED = re.compile(rf"-?\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?=$|[.,\u066b])")
MOST_DIGITS = 40


def number_readings(text: str) -> list[Decimal]:
    """Every number that a text can mean: [] for none, several where the separator is unclear.

    Digits of any script; signs before; groups parted by a space, an apostrophe, a comma or a
    point. A single comma or point before exactly three digits is a group or a decimal sign.
    """
    bare = plain_digits(text)
    negative = bare.startswith("-")
    bare = bare.lstrip("+-").strip() if bare[:1] in "+-" else bare
    if not bare or len(bare) > MOST_DIGITS:
        return []
    if _SPACED.search(bare):
        if not _GROUPED.match(bare):
            return []
        bare = _SPACED.sub("", bare)
    found = _arabic(bare) if "\u066b" in bare or "\u066c" in bare else _latin(bare)
    values = [Decimal(each) for each in found]
    return [-value if negative else value for value in dict.fromkeys(values)]


def plain_digits(text: str) -> str:
    """Digits of any script as 0-9, without marks of direction, with one kind of minus."""
    seen = _UNSEEN.sub("", text).translate(_SIGNS).strip()
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in seen)


def _arabic(bare: str) -> list[str]:
    """The Arabic separators have one meaning each."""
    if not re.fullmatch(r"\d+(\u066b\d+)?|\d{1,3}(\u066c\d{3})+(\u066b\d+)?", bare):
        return []
    return [bare.replace("\u066c", "").replace("\u066b", ".")]


def _latin(bare: str) -> list[str]:
    if re.fullmatch(r"\d+", bare):
        return [bare]
    for group, decimal in ((",", "."), (".", ",")):
        both = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}})+{re.escape(decimal)}\d+"
        indian = rf"\d{{1,2}}(?:{re.escape(group)}\d{{2}})*{re.escape(group)}\d{{3}}"
        if re.fullmatch(both, bare):
            return [bare.replace(group, "").replace(decimal, ".")]
        several = rf"\d{{1,3}}(?:{re.escape(group)}\d{{3}}){{2,}}"
        if re.fullmatch(several, bare) or (bare.count(group) > 1 and re.fullmatch(indian, bare)):
            return [bare.replace(group, "")]
    found = re.fullmatch(r"(\d*)[.,](\d+)", bare)
    if found is None:
        return []
    before, after = found.groups()
    readings = [f"{before or 0}.{after}"]
    if len(after) == 3 and 1 <= len(before) <= 3 and not before.startswith("0"):
        readings.append(before + after)
    return readings


_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})(?:[ T]00:00(?::00)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_WORDS = re.compile(r"[^\W\d_]+|\d+")


def day_readings(text: str, months: Mapping[str, int]) -> list[date]:
    """Every day that a text can mean: [] for none, two where day and month are unclear.

    Year first is read in that order, points between day first; strokes and dashes can be either
    (3/4/2027). `months`: names of months in any language, in small letters, to 1-12. A year of two
    digits is of this century.
    """
    bare = plain_digits(text)
    if found := _YEAR_FIRST.fullmatch(bare):
        return _days([(int(found[1]), int(found[2]), int(found[3]))])
    if found := _YEAR_LAST.fullmatch(bare):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if year < 100 else 0
        orders = [(year, second, first)]
        if found[2] != ".":
            orders.append((year, first, second))
        return _days(orders)
    return _worded(bare, months)


def _worded(bare: str, months: Mapping[str, int]) -> list[date]:
    """ "3 mars 2027", "March 3, 2027", "1er de abril de 2027": one month, one day, one year."""
    words = _WORDS.findall(bare.casefold())
    named = {months[word] for word in words if word in months}
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 4]
    if len(named) != 1 or len(numbers) != 2 or len(words) > 7:
        return []
    years = [number for number in numbers if number > 31]
    if len(years) != 1:
        return []
    numbers.remove(years[0])
    return _days([(years[0], named.pop(), numbers[0])])


def _days(orders: list[tuple[int, int, int]]) -> list[date]:
    found: dict[date, None] = {}
    for year, month, day in orders:
        if 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31:
            try:
                found[date(year, month, day)] = None
            except ValueError:
                continue
    return list(found)
