"""The linking index: text in, concepts out. Numbers and choices: docs/algorithms/linking.md."""

import json
import mmap
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .encoder import encode
from .languages import Refusal, base_language, refusal
from .lexical import Lexical
from .result import Candidate, LinkResult
from .text import for_encoder
from .vectors import Semantic

FORMAT = 2
CURRENT = "current"
KINDS = ("occupation", "skill", "group")
# Weights, chosen on the seven MELO sets.
CENTROID = 0.15  # of the mean direction of the concept's labels
SPELLING = 0.7  # of likeness of spelling, text and label in one language
SPELLING_UNKNOWN = 0.5  # the same, when nobody said what language the text is in
SPELLING_ACROSS = 0.3  # the same across two languages
NEAREST = 250  # rows that likeness of meaning brings in
ALIKE = 100  # rows that likeness of spelling brings in
# A label in the text's own language needs no confirmation from this cosine on, if its concept
# is this far ahead of the next: right in 86 of 100 on MELO, which is as good as its judges.
SURE, AHEAD = 0.9, 0.2
type Rows = npt.NDArray[np.int64]
type Floats = npt.NDArray[np.float32]


class LinkIndex:
    """An index opened for reading; safe in threads, shared between processes by the system."""

    def __init__(self, folder: Path) -> None:
        meta: dict[str, Any] = json.loads((folder / "meta.json").read_text())
        self.hash: str = meta["hash"]
        self.stage: str = meta["stage"]
        self.size: int = meta["labels"]
        self.languages = frozenset[str](meta["languages"])
        self._languages: list[str] = meta["languages"]
        self._scripts = frozenset[str](meta["scripts"])
        self._concepts: list[tuple[str, str]] = [(kind, uri) for kind, uri in meta["concepts"]]
        self._span = _spans(meta["kinds"])
        self._semantic, self._lexical = Semantic(folder), Lexical(folder)
        self._concept_of = np.load(folder / "concept_of.npy")
        self._first_row = np.load(folder / "first_row.npy")
        self._language_of = np.load(folder / "language_of.npy")
        self._preferred = np.load(folder / "preferred.npy")
        self._text_ends = np.load(folder / "text_ends.npy")
        self._weights = _spelling_weights(self._languages)
        with (folder / "texts.bin").open("rb") as file:
            empty = not (folder / "texts.bin").stat().st_size
            self._texts = b"" if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @classmethod
    def open(cls, folder: Path) -> "LinkIndex | None":
        """The index that `build_index` last published under this folder; None without one."""
        for _ in range(3):  # a new index may replace the one just pointed at
            try:
                return cls._open(folder / (folder / CURRENT).read_text())
            except FileNotFoundError:
                continue
        return None

    @classmethod
    def _open(cls, folder: Path) -> "LinkIndex | None":
        meta = json.loads((folder / "meta.json").read_text())
        return cls(folder) if meta.get("format") == FORMAT else None

    def link(
        self, text: str, language: str | None = None, kind: str | None = None, top: int = 5
    ) -> LinkResult:
        """The concepts that the text most likely means, best first.

        language: of the text, if known; it decides whether anything can be suggested, and
        lets the best candidate go without confirmation (see SURE). kind: "occupation",
        "skill" or "group"; None means occupations and skills. top: how many concepts, at most 100.

        A concept's score is the best of its labels': cosine + 0.15 x cosine with the mean of
        the concept's labels + 0.7 x TF-IDF cosine of letter groups (0.3 across languages, 0.5
        when the text's language is not stated).
        """
        why = refusal(text, language, self.languages, self._scripts)
        if why:
            return LinkResult(refusal=why)
        rows, score, semantic, lexical = self.rank(text, language, kind)
        if not len(rows):
            return LinkResult(refusal=Refusal.NOTHING_LOADED)
        found: list[Candidate] = []
        seen: set[int] = set()
        order = np.argsort(-score, kind="stable")
        concepts = self._concept_of[rows[order]].tolist()
        for place, concept in zip(order, concepts, strict=True):
            if concept not in seen:
                seen.add(concept)
                parts = (float(score[place]), float(semantic[place]), float(lexical[place]))
                found.append(self._candidate(int(rows[place]), concept, language, parts))
            if len(found) >= max(2, min(top, 100)):
                break
        if _is_sure(found, language):
            found[0] = replace(found[0], needs_confirmation=False)
        return LinkResult(tuple(found[: max(top, 0)]))

    def rank(
        self, text: str, language: str | None, kind: str | None
    ) -> tuple[Rows, Floats, Floats, Floats]:
        """Rows that come into question (ascending), score, cosine and likeness of spelling."""
        low, high = self._span[kind] if kind else (0, self._span["skill"][1])
        vector = encode([for_encoder(text)])[0]
        query = self._lexical.query(text)
        near = self._semantic.rows_like(vector, low, high, NEAREST)
        rows = np.sort(np.concatenate([near, query.rows_like(low, high, ALIKE)]))
        rows = rows[_first_of_each(rows)]
        turned = self._semantic.turn(vector)
        semantic = self._semantic.cosine(turned, rows)
        lexical = query.likeness(rows)
        of_row = self._concept_of[rows]  # rising: a concept's labels lie side by side
        first = _first_of_each(of_row)
        centroid = self._semantic.cosine_of_means(turned, of_row[first])[np.cumsum(first) - 1]
        own = base_language(language)
        weight = self._weights.get(own, self._weights[""])[self._language_of[rows]]
        score = semantic + CENTROID * centroid + weight * lexical
        return rows, score.astype(np.float32), semantic, lexical

    def _candidate(
        self, row: int, concept: int, language: str | None, parts: tuple[float, float, float]
    ) -> Candidate:
        kind, uri = self._concepts[concept]
        matched = self._languages[self._language_of[row]]
        return Candidate(
            uri=uri,
            kind=kind,
            label=self._label(concept, language),
            matched_label=self.text(row),
            language=matched,
            score=parts[0],
            semantic=parts[1],
            lexical=parts[2],
        )

    def _label(self, concept: int, language: str | None) -> str:
        """The concept's preferred label in that language, else English, else any."""
        first, last = int(self._first_row[concept]), int(self._first_row[concept + 1])
        chosen = [first + int(i) for i in np.flatnonzero(self._preferred[first:last])] or [first]
        for wanted in (base_language(language), "en"):
            for row in chosen:
                if self._languages[self._language_of[row]] == wanted:
                    return self.text(row)
        return self.text(chosen[0])

    def text(self, row: int) -> str:
        start = int(self._text_ends[row - 1]) if row else 0
        return self._texts[start : int(self._text_ends[row])].decode()

    def concept(self, row: int) -> tuple[str, str]:
        """(kind, uri) of the row's concept."""
        return self._concepts[int(self._concept_of[row])]

    @property
    def concepts(self) -> list[tuple[str, str]]:
        """(kind, uri) of every concept, in the order of `mean_directions`."""
        return self._concepts

    def mean_directions(self) -> Floats:
        """(concepts, 320): the unit mean direction of each concept's labels."""
        return self._semantic.means()

    def rows_by_text(self) -> dict[str, int]:
        """One row for each text as the encoder sees it."""
        return {for_encoder(self.text(row)): row for row in range(self.size)}

    def vectors(self, rows: Rows) -> Floats:
        return self._semantic.vectors(rows)


def _is_sure(found: list[Candidate], language: str | None) -> bool:
    best = found[0]
    return (
        base_language(language) == base_language(best.language)
        and best.kind != "group"
        and best.semantic >= SURE
        and (len(found) < 2 or best.score - found[1].score >= AHEAD)
    )


def _first_of_each(rising: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.bool_]:
    """Where a value stands for the first time."""
    first = np.ones(len(rising), dtype=bool)
    np.not_equal(rising[1:], rising[:-1], out=first[1:])
    return first


def _spelling_weights(languages: list[str]) -> dict[str | None, Floats]:
    """By the language of a text, the weight of spelling for a label in each of the languages; ""
    stands for every other language, None for none stated."""
    size, bases = len(languages), [base_language(code) for code in languages]
    weights: dict[str | None, Floats] = {
        base: np.array([SPELLING if base == other else SPELLING_ACROSS for other in bases], "f4")
        for base in bases
    }
    weights[None] = np.full(size, SPELLING_UNKNOWN, dtype=np.float32)
    weights[""] = np.full(size, SPELLING_ACROSS, dtype=np.float32)
    return weights


def _spans(kinds: dict[str, int]) -> dict[str, tuple[int, int]]:
    spans, start = {}, 0
    for kind in KINDS:
        spans[kind] = (start, start + kinds[kind])
        start += kinds[kind]
    return spans
