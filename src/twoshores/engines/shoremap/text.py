"""How wide a text is, without the reader's font: an estimate on the wide side.

Widths are those of Noto Sans, which is wider than Segoe UI and Roboto, in thousandths of the
font size; the browser tests hold them against what a browser measures.
"""

import unicodedata

FONT_SIZE = 13  # pixels; the least that the look allows
LINE_HEIGHT = 18.0
_BOLD = 1.08

_GROUPS = {
    260: " ,.'’ijlI|!:;",
    340: "()[]-–‐/",
    400: 'frt"',
    490: "cszJ",
    570: "aegkvxy0123456789LEFSTPB",
    620: "bdhnopquRXYZKCV",
    720: "AUGDN",
    800: "HOQ",
    940: "mwMW",
}
_WIDTHS = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_NARROW_ARABIC = set("اأإآلرزذدوى١")
_WIDE_ARABIC = set("سشصض")


def text_width(text: str, *, bold: bool = False) -> float:
    """Width in pixels at FONT_SIZE."""
    total = sum(_letter(char) for char in text)
    return total * FONT_SIZE / 1000 * (_BOLD if bold else 1.0) + 2


def _letter(char: str) -> int:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.combining(char):
        return 0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    if "\u0600" <= char <= "\u06ff":
        return 400 if char in _NARROW_ARABIC else 950 if char in _WIDE_ARABIC else 640
    if unicodedata.east_asian_width(char) in "WF":
        return 1000
    return 720
