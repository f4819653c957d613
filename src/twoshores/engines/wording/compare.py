"""How two versions of a text differ: paragraph by paragraph, words marked within.

1. Paragraphs that are the same in both are matched (longest runs of equal paragraphs first, as
   Ratcliff and Obershelp do; Dr. Dobb's Journal, July 1988; `difflib.SequenceMatcher`).
2. Of what lies between two matches, paragraphs are paired in their order; those beyond the
   shorter side were added or taken out.
3. Within a pair, words and the signs between them are matched the same way. A pair that shares
   less than a third of its words was replaced: nothing in it is marked as kept.

No text is lost: the old sides put together are the old text, the new sides the new one. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAST_SHARED = 1 / 3
_WORDS = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and whether the other side lacks them."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph before and after; None: there was none. `same` without any difference."""

    before: tuple[Run, ...] | None
    after: tuple[Run, ...] | None
    same: bool = False


def compare(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pairs of paragraphs in the order of the text."""
    found: list[Pair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        old, new = before[start:end], after[new_start:new_end]
        if kind == "equal":
            runs = [(Run(text, False),) for text in old]
            found += [Pair(one, one, same=True) for one in runs]
        else:
            found += _between(old, new)
    return found


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Pair]:
    both = min(len(old), len(new))
    for before, after in zip(old[:both], new[:both], strict=True):
        yield _pair(before, after)
    for text in old[both:]:
        yield Pair((Run(text, True),), None)
    for text in new[both:]:
        yield Pair(None, (Run(text, True),))


def _pair(before: str, after: str) -> Pair:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new)
    codes = matcher.get_opcodes()
    kept = sum(len("".join(old[a:b]).strip()) for kind, a, b, _c, _d in codes if kind == "equal")
    if kept < LEAST_SHARED * max(len(before), len(after)):
        return Pair((Run(before, True),), (Run(after, True),))
    return Pair(
        tuple(Run("".join(old[a:b]), k != "equal") for k, a, b, _c, _d in codes if b > a),
        tuple(Run("".join(new[c:d]), k != "equal") for k, _a, _b, c, d in codes if d > c),
    )
