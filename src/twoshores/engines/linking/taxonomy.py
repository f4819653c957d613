"""The taxonomy as engines and commands read it: from the compact file, without a database."""

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .build import Label

ATTRIBUTION = "This service uses the ESCO classification of the European Commission"
FORMAT = "twoshores-taxonomy/1"


@dataclass(frozen=True, slots=True)
class Concept:
    """One occupation, skill or group. code: ISCO for occupations and their groups."""

    uri: str
    kind: str
    label: str
    alternatives: tuple[str, ...] = ()
    code: str = ""
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """Concepts by URI, with labels in one language (the compact file's)."""

    language: str
    concepts: dict[str, Concept] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> "Taxonomy":
        """Read the compact file (scripts/build_taxonomy.py). Raises ValueError on another file."""
        try:
            with lzma.open(path, "rt", encoding="utf-8") as file:
                header, *rows = (json.loads(line) for line in file)
        except (lzma.LZMAError, EOFError, ValueError) as error:
            raise ValueError(f"{path} is not a compact taxonomy: {error}") from error
        if header.get("format") != FORMAT:
            raise ValueError(f"{path} is not a compact taxonomy of format {FORMAT}.")
        concepts = {row["u"]: _concept(row) for row in rows}
        return cls(header["language"], concepts)

    def labels(self) -> Iterator[Label]:
        """Every label, ready for `build_index`."""
        for concept in self.concepts.values():
            yield from labels_of(concept.uri, concept.kind, self.language, concept.label, True)
            for text in concept.alternatives:
                yield from labels_of(concept.uri, concept.kind, self.language, text, False)


def _concept(row: dict[str, Any]) -> Concept:
    alternatives, broader = tuple(row.get("a", ())), tuple(row.get("b", ()))
    return Concept(row["u"], row["k"], row["p"], alternatives, row.get("c", ""), broader)


def labels_of(uri: str, kind: str, language: str, text: str, preferred: bool) -> Iterator[Label]:
    """The label, and its halves where it names both sexes ("caissier / caissière")."""
    yield Label(uri, kind, language, text, preferred)
    halves = [half.strip() for half in text.split("/")]
    if len(halves) == 2 and all(halves) and len(halves[0].split()) == len(halves[1].split()):
        for half in halves:
            yield Label(uri, kind, language, half, False)
