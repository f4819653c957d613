"""Text as the two sides of linking see it: words for the encoder, letter groups for spelling."""

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

LONGEST = 300  # characters of a text that are read: a trade, a skill, a sentence
BUCKETS_LOG2 = 20
_GENDER_MARK = re.compile(r"\s*\([^()/]{0,20}/[^()]{0,20}\)")  # "(h/f/x)", "(m/w/d)"
_GAPS = re.compile(r"[\W_]+")
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_ODD, _ODD_TOO = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


def for_encoder(text: str) -> str:
    """Lower-case, "/" as a space, without marks of gender in brackets.

    Lower-case alone: averaging with the vector of the raw text costs a second pass and was
    worse on five of the seven MELO sets (docs/algorithms/linking.md).
    """
    text = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    plain = " ".join(_GENDER_MARK.sub(" ", text).replace("/", " ").split())
    return (plain or " ".join(text.split())).lower()[:LONGEST]


def fold(text: str) -> str:
    """Words without case and marks, in their own script, one space between them."""
    decomposed = unicodedata.normalize("NFKD", for_encoder(text).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _GAPS.sub(" ", unicodedata.normalize("NFC", bare).translate(_ARABIC)).strip()


def codes_of(folded: list[str]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int64]]:
    """Folded texts end to end, each as " a b ", as UTF-16 units; and where each one starts.

    The starts have one more entry than there are texts.
    """
    padded = [f" {text} " if text else "" for text in folded]
    units = [text.encode("utf-16-le", "surrogatepass") for text in padded]
    starts = np.zeros(len(units) + 1, dtype=np.int64)
    np.cumsum([len(unit) // 2 for unit in units], out=starts[1:])
    return np.frombuffer(b"".join(units), dtype=np.uint16), starts


def grams(
    codes: npt.NDArray[np.uint16], longest: int
) -> Iterator[tuple[int, npt.NDArray[np.uint32], npt.NDArray[np.int64]]]:
    """For each size from 2 to `longest`: buckets of all letter groups, and where each begins.

    Words keep the space on either side, as in scikit-learn's analyzer "char_wb"; a group never
    spans two words or two texts. A group's bucket, of 2**20, comes from the hash of the group
    one letter shorter.
    """
    space = codes == 32
    # Two spaces meet at the border of two texts only.
    positions = np.flatnonzero(~(space[:-1] & space[1:]))
    value = _mix(_mix(np.zeros(len(positions), np.uint32), codes[positions]), codes[positions + 1])
    for size in range(2, longest + 1):
        yield size, value >> np.uint32(32 - BUCKETS_LOG2), positions
        inner = ~space[positions + size - 1]  # a text ends in a space: there is a next letter
        positions, value = positions[inner], value[inner]
        value = _mix(value, codes[positions + size])


def _mix(value: npt.NDArray[np.uint32], letter: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    mixed = (value ^ letter) * _ODD
    mixed ^= mixed >> np.uint32(15)
    return mixed * _ODD_TOO
