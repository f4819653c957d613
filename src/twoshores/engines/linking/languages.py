"""Which languages the encoder understands, and what can be told from the script of a text."""

import unicodedata
from enum import StrEnum
from functools import lru_cache

# The 16 languages that the Universal Sentence Encoder was trained on (zh counts twice there).
ENCODER_LANGUAGES = frozenset(
    "ar de en es fr it ja ko nl pl pt ru th tr zh".split()  # noqa: SIM905
)
_ENCODER_SCRIPTS = frozenset(
    ("LATIN", "ARABIC", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")
)


class Refusal(StrEnum):
    """Why there are no suggestions."""

    EMPTY = "empty"  # nothing to read: no letters
    LANGUAGE = "language"  # neither the encoder nor the loaded labels know the language
    NOTHING_LOADED = "nothing_loaded"  # no labels of that kind (yet)


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    name = unicodedata.name(char, "").split(" ", 1)[0]
    return {"HALFWIDTH": "KATAKANA", "FULLWIDTH": "LATIN"}.get(name, name)


def script_of(text: str) -> str | None:
    """Unicode's name for the script of most letters ("LATIN", "ETHIOPIC"), None without any."""
    counts: dict[str, int] = {}
    for char in text[:400]:
        if char.isalpha():
            name = _script(char)
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None


def base_language(code: str | None) -> str | None:
    """The language subtag, lower-case: "pt-BR" -> "pt"; None for nothing."""
    return code.replace("_", "-").split("-")[0].lower() or None if code else None


def refusal(
    text: str, language: str | None, loaded: frozenset[str], scripts: frozenset[str]
) -> Refusal | None:
    """Whether suggestions for this text would be chance.

    language: as the caller stated it; it decides. Without one, the script decides. In a script
    that neither the encoder nor any label knows, no statement helps.
    loaded, scripts: languages and scripts of the labels in the index.
    """
    script = script_of(text)
    if script is None:
        return Refusal.EMPTY
    if script not in _ENCODER_SCRIPTS | scripts:
        return Refusal.LANGUAGE
    stated = base_language(language)
    if stated and stated not in ENCODER_LANGUAGES | loaded:
        return Refusal.LANGUAGE
    return None
