"""What people wrote of one skill, cut into phrases that the encoder can place.

A taxonomy knows trades and skills; people say what they did. "I raise carp in two ponds" stands
near "pond management" although no concept joins them. So phrases are compared with each other.
"""

import re
from collections.abc import Iterable

from .languages import refusal
from .text import for_encoder

SHORTEST_PART = 4  # letters
MOST_PARTS = 5
_BREAKS = re.compile(r"[,;:()–—،؛/]| - ")
_TIME_SPANS = re.compile(r"\d+\s*\w+")  # "7 years", "12 سنة"
_NOTHING: frozenset[str] = frozenset()

type Said = Iterable[tuple[str, str]]
"""Texts, each with the code of its language."""


def phrases_of(text: str) -> list[str]:
    """The text and its parts between commas and the like, without lengths of time.

    People write "nurse, 7 years in intensive care, trained the new ones": read as one sentence
    it means nothing that a taxonomy has; its first part is a label of one.
    """
    parts = [_TIME_SPANS.sub(" ", part).strip() for part in _BREAKS.split(text)]
    kept = [part for part in parts if sum(char.isalpha() for char in part) >= SHORTEST_PART]
    return list(dict.fromkeys([text.strip(), *kept]))[:MOST_PARTS]


def claimed_phrases(said: Said) -> list[str]:
    """What somebody claims by these texts: each whole and in its parts, as the encoder reads it."""
    parts = [part for text in _readable(said) for part in phrases_of(text)]
    return list(dict.fromkeys(filter(None, map(for_encoder, parts))))


def asked_phrases(said: Said) -> list[str]:
    """What a line of a need asks by these texts: each as a whole."""
    return list(dict.fromkeys(filter(None, map(for_encoder, _readable(said)))))


def _readable(said: Said) -> list[str]:
    """Texts in a language that the encoder knows: of any other its vectors are chance."""
    return [text for text, tag in said if text and not refusal(text, tag, _NOTHING, _NOTHING)]
