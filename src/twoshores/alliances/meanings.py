"""Which texts mean nearly the same, whatever their languages. Pure, no queries.

Steps
1. Cosine of the two texts' vectors (the sentence encoder's). From CLOSE on they meet, as the words
   of the roster do (docs/adr/0016).
2. From AKIN on they meet if a concept of the taxonomy that one may mean is one that the other may
   mean, or near to it in meaning.
3. It is told through what they meet: the concept where there is one, and always the other's words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twoshores.engines.matching.phrases import BANDS, F32
from twoshores.engines.matching.problem import Kind

_FROM = {kind: bound for bound, kind in BANDS}
CLOSE = _FROM[Kind.CLOSE_WORDS]
AKIN = _FROM[Kind.AKIN_WORDS]

type Neighbours = Mapping[int, Sequence[tuple[int, float]]]
"""For a concept's id, others near in meaning: (id, cosine)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text was read as. vector: (512,), of length one. concepts: ids, likeliest first."""

    vector: F32
    concepts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Through:
    """Why words meet. words: those of who has it. concept: what both may mean, if one was found."""

    words: str
    concept: int | None = None


class Texts:
    """Texts with their meanings, laid out once, to be compared with many needs."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._texts = list(meanings)
        self._meanings = list(meanings.values())
        self._vectors = np.array([one.vector for one in self._meanings], dtype=np.float32)

    def near(self, asked: Meaning, neighbours: Neighbours) -> dict[str, Through]:
        """Those of the texts that answer what is asked, and through what.

        neighbours: of the concepts that `asked` may mean, those near enough to stand for them.
        """
        if not self._texts:
            return {}
        cosines = self._vectors @ asked.vector
        found = {}
        for at in np.flatnonzero(cosines >= AKIN).tolist():
            shared = _shared(asked.concepts, self._meanings[at].concepts, neighbours)
            if shared is not None or cosines[at] >= CLOSE:
                found[self._texts[at]] = Through(self._texts[at], shared)
        return found


def _shared(asked: Sequence[int], other: Sequence[int], neighbours: Neighbours) -> int | None:
    """The first concept asked that the other may mean too, else one of the other's near to it."""
    for concept in asked:
        if concept in other:
            return concept
    for concept in asked:
        for near, _cosine in neighbours.get(concept, ()):
            if near in other:
                return near
    return None
