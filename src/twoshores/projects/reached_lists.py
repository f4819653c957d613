"""Lists of people reached as people paste and send them: a number, perhaps sex and age.

Nothing of a list is repeated in what is said about it: its numbers stay with whoever sent it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from twoshores.common.folding import fold
from twoshores.common.formatting import format_number
from twoshores.common.languages import parse_digits
from twoshores.common.table_files import (
    cells_of_csv,
    cells_of_xlsx,
    looks_like_xlsx,
    refuse_other_formats,
)
from twoshores.common.tables import Problem, TableError

from .models.running import AgeBand, Sex

type Group = tuple[str, str]  # sex, age band
type Counts = Mapping[Group, int | None]  # heads; None: nobody counted, which is not 0

MOST_ROWS = 5_000
MOST_UNPACKED = 20_000_000  # bytes of a workbook
COLUMNS = 3
OLDEST = 120
_NUMBER = re.compile(r"[\w./-]{1,40}")
# Letters that mean one thing in a language. Spanish "m" is a woman or a man, so it is neither.
_LETTERS = {
    "en": {"f": Sex.FEMALE, "m": Sex.MALE, "o": Sex.OTHER},
    "fr": {"f": Sex.FEMALE, "h": Sex.MALE, "m": Sex.MALE, "a": Sex.OTHER},
    "es": {"h": Sex.MALE, "f": Sex.FEMALE},
    "pt": {"f": Sex.FEMALE, "h": Sex.MALE},
    "ar": {"ا": Sex.FEMALE, "ذ": Sex.MALE},
}
_WORDS = {
    Sex.FEMALE: (
        "female woman girl femme fille feminin mujer nina femenino mulher menina feminino "
        "انثي امراه بنت"
    ),
    Sex.MALE: ("male man boy homme garcon masculin hombre nino masculino homem menino ذكر رجل ولد"),
    Sex.OTHER: "other autre otro otra outro outra اخر اخري",
}
_HEADINGS = frozenset(
    ["number", "no", "nr", "id", "code", "numero", "num", "n", "codigo", "رقم", "الرقم", "رمز"]
)


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list: the row it stands in, the project's own number, what is said."""

    row: int
    number: str
    sex: str
    age_band: str


@dataclass(frozen=True, slots=True)
class PeopleList:
    """Lines that can be taken, and what is wrong with the others. Taken whole or not at all."""

    lines: list[Line]
    problems: list[Problem]


def read_people(data: bytes, language: str) -> PeopleList:
    """Read a CSV, plain text (one number a line) or XLSX. Raises TableError for what is neither.

    language: the reader's, in whose words sex may be given beside English ones.
    """
    try:
        refuse_other_formats(data)
        records = (
            cells_of_xlsx(data, MOST_UNPACKED, COLUMNS)
            if looks_like_xlsx(data)
            else cells_of_csv(data)
        )
        return _read(records, language)
    except ValueError as error:
        raise TableError(str(error)) from error


def _read(records: Iterable[tuple[int, Sequence[Any]]], language: str) -> PeopleList:
    lines: list[Line] = []
    problems: list[Problem] = []
    first_rows: dict[str, int] = {}
    begun = False
    for row, cells in records:
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            continue
        if not begun and fold(texts[0]) in _HEADINGS:
            begun = True
            continue
        begun = True
        if len(lines) + len(problems) >= MOST_ROWS:
            raise ValueError(
                _("This list has more than %(rows)s rows. Split it.")
                % {"rows": format_number(MOST_ROWS)}
            )
        line, wrong = _line(row, texts, language)
        if line is not None and (before := first_rows.setdefault(line.number, row)) != row:
            words = _("This number stands in row %(row)s already.")
            wrong.append(Problem(row, _("Number"), words % {"row": format_number(before)}))
        problems += wrong
        if line is not None and not wrong:
            lines.append(line)
    if not lines and not problems:
        raise ValueError(_("This list is empty."))
    return PeopleList(lines, problems)


def _line(row: int, texts: list[str], language: str) -> tuple[Line | None, list[Problem]]:
    number, sex, age, *more = [*texts, "", "", ""][: max(COLUMNS, len(texts))]
    wrong = []
    if any(more):
        wrong.append(Problem(row, "", _("A row has a number, a sex and an age, and no more.")))
    own = clean_number(number)
    if own is None:
        words = _("This is not one of your own numbers. Names and addresses are not taken.")
        wrong.append(Problem(row, _("Number"), words))
    said_sex = sex_of(sex, language)
    if said_sex is None:
        wrong.append(Problem(row, _("Sex"), _("Write female, male or other, or leave it empty.")))
    band = band_of(age)
    if band is None:
        words = _("Write an age in years, or 0-14, 15-29, 30-59, 60+, or leave it empty.")
        wrong.append(Problem(row, _("Age"), words))
    if own is None or said_sex is None or band is None:
        return None, wrong
    return Line(row, own, said_sex, band), wrong


def _text(cell: Any) -> str:
    return str(cell).strip(" \t\r\n\u00a0\u200e\u200f\ufeff") if cell is not None else ""


def clean_number(text: str) -> str | None:
    """A number in the one form that is compared: "A 012" and "a012" are one person's.

    None for what is no number: without a digit, with signs that numbers do not have.
    """
    bare = re.sub(r"\s+", "", parse_digits(text)).casefold()
    fits = _NUMBER.fullmatch(bare) and any(char.isdigit() for char in bare)
    return bare if fits else None


def sex_of(text: str, language: str) -> str | None:
    """A stored sex for words of the reader's language or English; None for anything else."""
    if not text:
        return Sex.NOT_SAID
    return _sex_words(language).get(fold(text))


@cache
def _sex_words(language: str) -> dict[str, str]:
    known: dict[str, str] = {"not said": Sex.NOT_SAID}
    for sex, words in _WORDS.items():
        known |= dict.fromkeys(words.split(), sex)
    with override(language):
        known |= {fold(str(sex.label)): sex for sex in Sex}
    letters = _LETTERS.get(language, _LETTERS["en"])
    return known | {fold(letter): sex for letter, sex in letters.items()}


def band_of(text: str) -> str | None:
    """An age band for an age in years or a band's own name; None for anything else."""
    plain = re.sub(r"\s", "", parse_digits(text)).translate({0x2013: "-", 0x2212: "-"})
    if not plain:
        return AgeBand.NOT_SAID
    if plain in AgeBand.values:
        return plain
    if not plain.isdecimal() or int(plain[:4]) > OLDEST:
        return None
    age = int(plain)
    bands = [(14, AgeBand.CHILDREN), (29, AgeBand.YOUNG), (59, AgeBand.ADULT)]
    return next((band for oldest, band in bands if age <= oldest), AgeBand.OLD)
