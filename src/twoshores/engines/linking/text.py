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
    marked = _GENDER_MARK.sub(" ", text) if "(" in text else text
    plain = " ".join(marked.replace("/", " ").split())
    return (plain or " ".join(text.split())).lower()[:LONGEST]


def fold(text: str) -> str:
    """Words without case and marks, in their own script, one space between them."""
    plain = for_encoder(text)
    if plain.isascii():  # nothing to take apart: most labels, in a tenth of the time
        return _GAPS.sub(" ", plain).strip()
    decomposed = unicodedata.normalize("NFKD", plain.casefold())
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
    value, good = pairs(codes)
    space = codes == 32
    for size in range(2, longest + 1):
        positions = np.flatnonzero(good)
        yield size, value[positions] >> np.uint32(32 - BUCKETS_LOG2), positions
        # Slices, not look-ups as in `longer`: quicker where nearly every place begins a group.
        good = good[:-1] & ~space[size - 1 : -1]
        value = _mix(value[:-1], codes[size:])


def pairs(
    codes: npt.NDArray[np.uint16],
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.bool_]]:
    """The hash of the two letters from every place on, and whether they are a group."""
    space = codes == 32
    value = _mix(_mix(np.zeros(max(len(codes) - 1, 0), np.uint32), codes[:-1]), codes[1:])
    return value, ~(space[:-1] & space[1:])  # two spaces meet at the border of two texts only


def longer(
    codes: npt.NDArray[np.uint16],
    positions: npt.NDArray[np.int64],
    value: npt.NDArray[np.uint32],
    size: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Where the groups of this size go on inside their word, and the hashes of one letter more."""
    inner = codes[positions + size - 1] != 32  # a text ends in a space: there is a next letter
    positions = positions[inner]
    return positions, _mix(value[inner], codes[positions + size])


def _mix(value: npt.NDArray[np.uint32], letter: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint32]:
    mixed = (value ^ letter) * _ODD
    mixed ^= mixed >> np.uint32(15)
    return mixed * _ODD_TOO
