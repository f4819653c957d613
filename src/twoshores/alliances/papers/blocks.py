"""A paper's text as blocks: headings, items, paragraphs. Pure: no record, no request."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict

# What is not known stands between these, in the paper's language, so that a reader sees it.
GAP_BEGINS, GAP_ENDS = "[… ", " …]"
GAP = re.compile(r"\[… (.+?) …\]")
GAP_PARTS = re.compile(r"(\[… .+? …\])")  # to split a text at its gaps
# Runs of spaces and breaks of lines; those that bind words (French, amounts) stay.
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
MARKS = {"heading": "# ", "item": "- ", "text": ""}


class Block(TypedDict):
    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    language: str
    blocks: Sequence[Block]


def plain(text: str) -> str:
    """In one line: a text of several would break the paper's own."""
    return _SPACES.sub(" ", text).strip()


def gap(words: str) -> str:
    return f"{GAP_BEGINS}{words}{GAP_ENDS}"


def gaps_in(blocks: Iterable[Block]) -> list[str]:
    """The words of every gap that is left, each once, in the order of the text."""
    found = (words for block in blocks for words in GAP.findall(block["text"]))
    return list(dict.fromkeys(found))


def blocks_of(text: str) -> list[Block]:
    """What somebody wrote, line by line: "# " a heading, "- " an item, else a paragraph.

    Blank lines part nothing and are dropped; a line may not be a bare mark.
    """
    found: list[Block] = []
    for line in text.splitlines():
        words = plain(line)
        if words in ("", "#", "-"):
            continue
        style = next(style for style, mark in MARKS.items() if words.startswith(mark))
        found.append({"style": style, "text": words.removeprefix(MARKS[style]).strip()})
    return found


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as they are written in one field; `blocks_of` reads them back."""
    lines: list[str] = []
    for block in blocks:
        gap_before = "\n" if block["style"] == "heading" and lines else ""
        words = plain(block["text"])
        lines.append(f"{gap_before}{MARKS[block['style']]}{words}")
    return "\n".join(lines)


def digest_of(blocks: Iterable[Block]) -> str:
    """SHA-256 (hexadecimal) of the text: of styles and words, whatever the order of JSON's keys."""
    plain = [[block["style"], block["text"]] for block in blocks]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()
