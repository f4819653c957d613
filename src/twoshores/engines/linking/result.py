"""What linking answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from .languages import Refusal


@dataclass(frozen=True, slots=True)
class Candidate:
    """One suggested concept, with the label that matched and why.

    score: semantic + 0.15 x centroid + weight x lexical (see LinkIndex.link); only its order
    means anything. semantic: cosine of text and label, -1 to 1. lexical: likeness of spelling,
    0 to 1.
    needs_confirmation: a person must confirm before this is used (see `LinkIndex.link`).
    """

    uri: str
    kind: str
    label: str
    matched_label: str
    language: str
    score: float
    semantic: float
    lexical: float
    needs_confirmation: bool = True

    def as_dict(self) -> dict[str, str | float]:
        """The stable form of `twoshores link --json`; scores to four decimals."""
        return {
            "uri": self.uri,
            "label": self.label,
            "matched_label": self.matched_label,
            "language": self.language,
            "score": round(self.score, 4),
            "semantic": round(self.semantic, 4),
            "lexical": round(self.lexical, 4),
        }


@dataclass(frozen=True, slots=True)
class LinkResult(Sequence[Candidate]):
    """Candidates, best first; or none and the reason."""

    candidates: tuple[Candidate, ...] = ()
    refusal: Refusal | None = None

    def __len__(self) -> int:
        return len(self.candidates)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self.candidates)

    @overload
    def __getitem__(self, index: int) -> Candidate: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Candidate, ...]: ...
    def __getitem__(self, index: int | slice) -> Candidate | tuple[Candidate, ...]:
        return self.candidates[index]
