"""Folding text for search: case and accents go, the script stays.

Never to ASCII: that would erase Arabic, Cyrillic, Georgian and Ethiopic text altogether.
"""

import re
import unicodedata

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_OTHER = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_GAPS = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """Lower-case, without marks (accents, Arabic vowel signs), words separated by one space."""
    if text.isascii():
        return _GAPS.sub(" ", text.casefold()).strip()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = unicodedata.normalize("NFC", bare).translate(_ARABIC).translate(_OTHER)
    return _GAPS.sub(" ", plain).strip()
