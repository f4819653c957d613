"""Who says nearly what a need says, for tables: no database, everything in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from twoshores.engines.matching.phrases import F32, FIRST_PHRASE, Phrases, kinds_of, nearest, packed
from twoshores.engines.matching.problem import Kind, Need, Relations

type Encode = Callable[[Sequence[str]], F32]
"""Unit vectors of texts, (n, 512)."""


@dataclass
class Phrasebook:
    """Numbers for the phrases that people claim, from FIRST_PHRASE on, in order of first sight."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, texts: Iterable[str]) -> list[int]:
        return [self.numbers.setdefault(t, FIRST_PHRASE + len(self.numbers)) for t in texts]


class NearWords:
    """What people said, ready to be compared with what needs say."""

    def __init__(self, claimed: Phrasebook, encode: Encode) -> None:
        """Encodes every claimed phrase: 1 to 2 ms each on one core."""
        self._encode = encode
        vectors = encode(list(claimed.numbers)) if claimed.numbers else None
        self._phrases = Phrases()
        if vectors is not None:
            self._phrases = Phrases.of(zip(claimed.numbers.values(), packed(vectors), strict=True))

    def beside(
        self, base: Relations, need: Need, said: Mapping[int, Sequence[str]]
    ) -> SaidRelations:
        """``base`` and, for lines of this need that are not strict, phrases near their own.

        ``said``: by concept, the phrases in which the need asks for it.
        """
        rows: dict[int, list[tuple[int, Kind]]] = {}
        for line in need.requirements:
            texts = [] if line.strict or not self._phrases.size else said.get(line.concept, ())
            if texts:
                near = nearest(self._phrases.near(self._encode(list(texts))))
                rows[line.concept] = kinds_of(near)
        return SaidRelations(base, rows)


@dataclass(frozen=True, slots=True)
class SaidRelations:
    """Relations of a taxonomy, and beside them near phrases."""

    base: Relations
    rows: Mapping[int, Sequence[tuple[int, Kind]]]

    def related(self, concept: int) -> Iterable[tuple[int, Kind]]:
        """See ``Relations``."""
        yield from self.base.related(concept)
        yield from self.rows.get(concept, ())
