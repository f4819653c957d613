"""Reading one row cell by cell: each method takes a value or adds a problem, in words."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from twoshores.common.cells import cell_date, cell_yes_no
from twoshores.common.folding import fold
from twoshores.common.languages import parse_digits
from twoshores.common.models import Place
from twoshores.common.tables import Row, Table

from ..public_text import check_public_text
from .places import PlaceBook, UnclearPlace
from .words import language_words, nearest, words_of

# Marks that turn the direction of a text without being seen; people paste them with Arabic.
_DIRECTION_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)
FEWEST_DIGITS = 6


class Cells:
    """One row of a table that is read by `read_table`; problems go into the table."""

    def __init__(self, table: Table, row: Row, places: PlaceBook) -> None:
        self._table, self._row, self._places = table, row, places
        titles = {p.column for p in table.problems if p.row == row.number}
        # What was refused already (a formula, a text without end) is not read once more.
        self._refused = {key for key in table.columns if table.titles[key] in titles}
        self.is_right = not titles

    def problem(self, key: str, message: str) -> None:
        self.is_right = False
        self._table.problem(self._row, key, message)

    def text(
        self, key: str, most: int = 300, *, required: bool = False, public: bool = False
    ) -> str:
        """The cell without invisible marks. public: strangers read it, so no contact in it."""
        if key in self._refused:
            return ""
        text = self._row.cells.get(key, "").translate(_DIRECTION_MARKS).strip()
        if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
            self.problem(key, _("There are invisible letters in this cell. Type it anew."))
            return ""
        if len(text) > most:
            self.problem(key, _("This is too long: %(most)s letters at most.") % {"most": most})
            return ""
        if required and not text:
            self.problem(key, _("This cell must be filled."))
        if public:
            self._check_public(key, text)
        return " ".join(text.split()) if most <= 300 else text

    def _check_public(self, key: str, text: str) -> None:
        try:
            check_public_text(text)
        except ValidationError as error:
            self.problem(key, " ".join(error.messages))

    def parts(self, key: str, *, public: bool = False) -> list[str]:
        """What stands between semicolons or line ends, each once."""
        if key in self._refused:
            return []
        raw = self._row.cells.get(key, "").replace("؛", ";").replace("\n", ";")
        found = list(dict.fromkeys(part.strip() for part in raw.split(";") if part.strip()))
        kept = [part.translate(_DIRECTION_MARKS) for part in found]
        for part in kept:
            if len(part) > 300:
                self.problem(key, _("This is too long: %(most)s letters at most.") % {"most": 300})
            elif public:
                self._check_public(key, part)
        return kept

    def choice(self, key: str, name: str, default: str = "", *, required: bool = False) -> str:
        text = self.text(key, required=required)
        return self._coded(key, text, words_of(name)) if text else default

    def choices(self, key: str, name: str, *, required: bool = False) -> list[str]:
        parts = self.parts(key)
        if required and not parts and key not in self._refused:
            self.problem(key, _("This cell must be filled."))
        if len(parts) == 1 and "," in parts[0]:
            parts = [part.strip() for part in parts[0].split(",")]
        return [code for part in parts if (code := self._coded(key, part, words_of(name)))]

    def coded(self, key: str, text: str, name: str) -> str:
        """The code of a word in a closed list; "" for no word, and with a problem for another."""
        return self._coded(key, text, words_of(name)) if text else ""

    def _coded(self, key: str, text: str, words: Mapping[str, str]) -> str:
        code = words.get(fold(parse_digits(text)), "")
        if not code:
            allowed = ", ".join(dict.fromkeys(words.values()))
            self.problem(
                key,
                _("“%(text)s” is not in the list: %(allowed)s.")
                % {"text": text[:40], "allowed": allowed},
            )
        return code

    def language(self, key: str, *, required: bool = False) -> str:
        text = self.text(key, required=required)
        return self._language(key, text) if text else ""

    def languages(self, key: str) -> list[str]:
        parts = self.parts(key)
        if len(parts) == 1:
            parts = [part.strip() for part in parts[0].replace("،", ",").split(",")]
        return [code for part in parts if part and (code := self._language(key, part))]

    def _language(self, key: str, text: str) -> str:
        words = language_words()
        code = words.get(fold(text), "")
        if not code:
            near = nearest(text, words)
            message = (
                _("“%(text)s” is no language that we know. Did you mean “%(near)s”?")
                if near
                else _("“%(text)s” is no language that we know. Write its name or its code.")
            )
            self.problem(key, message % {"text": text[:40], "near": near})
        return code

    def place(self, key: str) -> Place | None:
        text = self.text(key, required=True)
        try:
            return self._places.read(text) if text else None
        except UnclearPlace as unclear:
            self.problem(key, str(unclear))
            return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        text = self.text(key, required=required)
        try:
            return cell_date(text.removesuffix(" 00:00:00"))
        except ValueError as error:
            self.problem(key, str(error))
            return None

    def yes_no(self, key: str, *, required: bool = False) -> bool | None:
        text = self.text(key)
        try:
            answer = cell_yes_no(text)
        except ValueError as error:
            self.problem(key, str(error))
            return None
        if required and answer is None and key not in self._refused:
            self.problem(key, _("Write yes or no: a blank is neither."))
        return answer

    def number(self, key: str, low: int, high: int, *, required: bool = False) -> int | None:
        return self.whole(key, self.text(key, required=required), low, high)

    def whole(self, key: str, text: str, low: int, high: int) -> int | None:
        """A whole number within bounds out of a text; None for none, and with a problem."""
        text = parse_digits(text)
        if not text:
            return None
        if text.isdecimal() and low <= int(text[:9]) <= high:
            return int(text)
        self.problem(
            key,
            _("“%(text)s” is not a whole number from %(low)s to %(high)s.")
            % {"text": text[:40], "low": low, "high": high},
        )
        return None

    def email(self, key: str) -> str:
        text = self.text(key, 254).lower()
        try:
            if text:
                validate_email(text)
        except ValidationError:
            self.problem(key, _("“%(text)s” is no e-mail address.") % {"text": text[:60]})
            return ""
        return text

    def phone(self, key: str) -> str:
        # Our own files mark "+39 ..." as text by an apostrophe, as people do in spreadsheets.
        text = parse_digits(self.text(key, 40)).removeprefix("'")
        if text and sum(char.isdecimal() for char in text) < FEWEST_DIGITS:
            self.problem(key, _("“%(text)s” is no telephone number.") % {"text": text})
            return ""
        return text
