"""Reading one cell: its canonical text, or why it cannot be read, or what it could mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import product

from babel.dates import get_month_names
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from twoshores.common.cells import NO, YES
from twoshores.common.folding import fold
from twoshores.common.formatting import format_number, join_words
from twoshores.common.languages import UI_LANGUAGES, language_choices, locale_of
from twoshores.engines.roundtrip import day_readings, number_readings
from twoshores.engines.roundtrip.readings import plain_digits

from ..models.indicators import Value as ValueColumns
from .columns import (
    AMOUNT,
    TARGET,
    UNITS,
    Column,
    Kind,
    codes_of,
    longest,
    ways_in_all_languages,
)
from .raw import RawCell
from .state import ABSENT, clean_text, plain

# Digits before and after the decimal sign that the columns of the database hold.
_ROOM = {AMOUNT: (16, 2), UNITS: (10, 2)}
_VALUE_ROOM = (14, 4)
_MOST_WORDS = {"baseline": 600, TARGET: 2000}
MOST_WAYS, MOST_WAY = 10, 60
_OF = ("/", " of ", " sur ", " de ", " من ", "÷")


class Unreadable(ValidationError):
    """This cell cannot be taken; the message says why and what to write."""


@dataclass(frozen=True, slots=True)
class Unclear(Exception):
    """This cell can mean several things: canonical texts, among which a person chooses."""

    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What cells can refer to. rows: folded number -> id; partners: folded name -> id."""

    rows: Mapping[str, str]
    partners: Mapping[str, str]


def read_cell(
    raw: RawCell, column: Column, row_kind: str, known: Known, indicator_kind: str = ""
) -> str:
    """The canonical text of a cell; "" for a blank one. Raises Unreadable or Unclear."""
    if raw.problem:
        raise Unreadable(raw.problem)
    if raw.is_blank and column.kind == Kind.LANGUAGE:
        raise Unreadable(_("Say which language it is written in."))
    if raw.is_blank:
        return "no" if column.key in {"milestone", "counts_people"} else ""
    if column.kind == Kind.VALUE:
        return _value(raw, indicator_kind, _MOST_WORDS[column.key])
    if column.kind == Kind.TEXT:
        return _text(raw, longest(row_kind, column))
    if column.kind == Kind.NUMBER:
        return _number(raw, _ROOM[column.key], at_least_zero=True)
    return _READERS[column.kind](raw, column, known)


def _shown(raw: RawCell) -> str:
    value = raw.value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return plain(value) if isinstance(value, Decimal) else str(value)


def _text(raw: RawCell, most: int) -> str:
    text = clean_text(_shown(raw))
    if len(text) > most:
        raise Unreadable(
            _("This is too long: %(most)s letters at most.") % {"most": format_number(most)}
        )
    return text


def _number(raw: RawCell, room: tuple[int, int], *, at_least_zero: bool = False) -> str:
    if isinstance(raw.value, bool | date):
        raise Unreadable(_("“%(text)s” is no number.") % {"text": _shown(raw)[:40]})
    value = raw.value
    readings = [value] if isinstance(value, Decimal) else number_readings(str(value))
    if not readings:
        raise Unreadable(_("“%(text)s” is no number.") % {"text": _shown(raw)[:40]})
    fitting = [value for value in readings if _fits(value, room)]
    if not fitting:
        raise Unreadable(
            _("A number here has at most %(before)s digits before the decimal sign and %(after)s "
              "behind it.")
            % {"before": format_number(room[0]), "after": format_number(room[1])}
        )  # fmt: skip
    if at_least_zero and min(fitting) < 0:
        raise Unreadable(_("This cannot be less than zero."))
    # A reading with too many digits is still what somebody may have meant: it is asked about.
    if len(readings) > 1:
        raise Unclear(tuple(plain(value) for value in fitting))
    return plain(fitting[0])


def _whole(raw: RawCell, _column: Column, _known: Known) -> str:
    """A point of a scale."""
    return _number(raw, (4, 0))


def _ways(raw: RawCell, _column: Column, _known: Known) -> str:
    """ "by sex; by age; village": known ways by their code, others in people's own words."""
    codes = ways_in_all_languages()
    found: list[str] = []
    for part in _parts(raw):
        # The words of some known ways hold commas; people part theirs with commas too.
        whole = codes.get(fold(part))
        words = [whole] if whole else part.replace("،", ",").split(",")
        found += [codes.get(fold(word), word.strip()) for word in words if word.strip()]
    if any(len(way) > MOST_WAY for way in found) or len(found) > MOST_WAYS:
        raise Unreadable(
            _("Ten ways of counting apart at most, with semicolons between them, each of "
              "%(most)s letters at most.") % {"most": format_number(MOST_WAY)}
        )  # fmt: skip
    return "\n".join(dict.fromkeys(found))


def _fits(value: Decimal, room: tuple[int, int]) -> bool:
    before, after = room
    return abs(value) < Decimal(10) ** before and value == round(value, after)


def _value(raw: RawCell, kind: str, most: int) -> str:
    """A value of an indicator of a kind."""
    if isinstance(raw.value, str) and (found := _absent_words().get(fold(raw.value))):
        return ABSENT + found
    if kind == "text":
        return _text(raw, most)
    if kind == "yes_no":
        return _yes_no(raw)
    if kind == "percentage":
        return _percentage(raw)
    if kind in {"number", "scale"}:
        return _number(raw, _VALUE_ROOM)
    raise Unreadable(_("The kind of this indicator is not known, so its values cannot be read."))


def _percentage(raw: RawCell) -> str:
    halves = None
    if isinstance(raw.value, str):
        text = plain_digits(raw.value)
        halves = next((text.split(sign) for sign in _OF if text.count(sign) == 1), None)
    if halves is None:
        raise Unreadable(
            _("A percentage needs both: how many, and out of how many. Write 30 / 80 as text.")
        )
    readings = ["/".join(both) for both in product(*map(_half, halves))]
    if len(readings) > 1:
        raise Unclear(tuple(readings))
    return readings[0]


def _half(text: str) -> tuple[str, ...]:
    try:
        return (_number(RawCell(text.strip()), _VALUE_ROOM),)
    except Unclear as unclear:
        return unclear.readings


@lru_cache(maxsize=1)
def _absent_words() -> Mapping[str, str]:
    return {word: code for word, code in codes_of(ValueColumns.Absent).items()}


def _yes_no(raw: RawCell, *_more: object) -> str:
    word = raw.value if isinstance(raw.value, bool) else fold(plain_digits(_shown(raw)))
    if word is True or word in YES:
        return "yes"
    if word is False or word in NO:
        return "no"
    raise Unreadable(_("“%(text)s” is neither yes nor no.") % {"text": _shown(raw)[:40]})


def _day(raw: RawCell, _column: Column, _known: Known) -> str:
    if isinstance(raw.value, date):
        readings = [raw.value] if 1900 <= raw.value.year <= 2200 else []
    else:
        readings = day_readings(raw.value, month_names()) if isinstance(raw.value, str) else []
    if not readings:
        raise Unreadable(
            _("“%(text)s” is not a date. Write day, month and year: 31/03/2027.")
            % {"text": _shown(raw)[:40]}
        )
    if len(readings) > 1:
        raise Unclear(tuple(day.isoformat() for day in readings))
    return readings[0].isoformat()


@lru_cache(maxsize=1)
def month_names() -> Mapping[str, int]:
    """Names of months, short and long, in the languages of the site, in small letters."""
    found: dict[str, int] = {}
    identifiers = [(language, "") for language in UI_LANGUAGES] + [("ar", "MA"), ("ar", "LB")]
    for language, region in identifiers:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale=locale_of(language, region))
                for month, name in names.items():
                    found.setdefault(name.casefold().rstrip("."), month)
    return found


def _choice(raw: RawCell, column: Column, _known: Known) -> str:
    assert column.choices is not None
    code = codes_of(column.choices).get(fold(_shown(raw)), "")
    if not code:
        raise Unreadable(
            _("“%(text)s” is not in the list: %(allowed)s.")
            % {
                "text": _shown(raw)[:40],
                "allowed": join_words(label for _code, label in column.choices.choices),
            }
        )
    return code


def _currency(raw: RawCell, _column: Column, _known: Known) -> str:
    code = _shown(raw).strip().upper()
    if code not in _currencies():
        raise Unreadable(
            _("“%(text)s” is no currency code. Write three letters: EUR, XOF.")
            % {"text": _shown(raw)[:40]}
        )
    return code


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    return frozenset(map(str, locale_of("en").currencies))


def _language(raw: RawCell, _column: Column, _known: Known) -> str:
    code = _languages().get(fold(_shown(raw)), "")
    if not code:
        raise Unreadable(
            _("“%(text)s” is no language that is known here. Write its name: French, Wolof.")
            % {"text": _shown(raw)[:40]}
        )
    return code


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, str]:
    """Folded name in any of the site's languages, or code -> code."""
    found = {fold(code): code for code, _name in language_choices("en")}
    for ui in UI_LANGUAGES:
        for code, name in language_choices(ui):
            found.setdefault(fold(name), code)
    return found


def _parts(raw: RawCell) -> list[str]:
    text = clean_text(_shown(raw)).replace("؛", ";").replace("\n", ";")
    return [part.strip() for part in text.split(";") if part.strip()]


def _row(raw: RawCell, _column: Column, known: Known) -> str:
    return _row_id(_shown(raw).strip(), known)


def _row_id(text: str, known: Known) -> str:
    found = known.rows.get(fold(plain_digits(text)), "")
    if not found:
        raise Unreadable(_("No row of this file has the number “%(text)s”.") % {"text": text[:40]})
    return found


def _rows(raw: RawCell, _column: Column, known: Known) -> str:
    """ "A3; A4 +5": the second with five days in between."""
    found = []
    for part in _parts(raw):
        name, plus, days = part.partition("+")
        lag = plain_digits(days)
        if plus and not (lag.isdecimal() and int(lag[:6]) <= 1000):
            raise Unreadable(
                _("“%(text)s”: write the days in between as A3 +5.") % {"text": part[:40]}
            )
        key = _row_id(name.strip(), known)
        found.append(f"{key} +{int(lag)}" if plus and int(lag) else key)
    return "\n".join(sorted(dict.fromkeys(found)))


def _partner(raw: RawCell, _column: Column, known: Known) -> str:
    return _partner_id(clean_text(_shown(raw)), known)


def _partner_id(text: str, known: Known) -> str:
    found = known.partners.get(text.casefold(), "")
    if not found:
        raise Unreadable(
            _("“%(text)s” is no partner of this project. Add the partner first.")
            % {"text": text[:80]}
        )
    return found


def _partners(raw: RawCell, _column: Column, known: Known) -> str:
    return "\n".join(sorted({_partner_id(part, known) for part in _parts(raw)}))


_READERS: Mapping[Kind, Callable[[RawCell, Column, Known], str]] = {
    Kind.YES_NO: _yes_no,
    Kind.WHOLE: _whole,
    Kind.WAYS: _ways,
    Kind.DAY: _day,
    Kind.CHOICE: _choice,
    Kind.CURRENCY: _currency,
    Kind.LANGUAGE: _language,
    Kind.ROW: _row,
    Kind.ROWS: _rows,
    Kind.PARTNER: _partner,
    Kind.PARTNERS: _partners,
}
