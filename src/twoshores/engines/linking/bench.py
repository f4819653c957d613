"""Measure linking on MELO datasets, as MELO's own evaluation does.

MELO (Retyk et al. 2024) links national job titles to labels of ESCO occupations. It ranks the
labels ("corpus elements") of a query with trec_eval: scores are written with five decimals,
the first 100 are kept, ties go to the higher identifier. `char_tf_idf_baseline` reproduces a
published figure (.5800 MRR on usa en-en) to show that this evaluation is the same.
"""

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .build import Label, build_index
from .index import LinkIndex

FILES = ("queries.tsv", "corpus_elements.tsv", "annotations.tsv", "concept_mapping.tsv")
KEPT = 100
_NAME = re.compile(r"^[a-z]{3}_q_([a-z]{2})_c_([a-z]{2})")
type Ranks = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One MELO dataset. relevant: for each query, the places of its right elements."""

    name: str
    query_language: str | None
    corpus_language: str
    queries: list[str]
    ids: list[str]
    elements: list[str]
    concepts: list[str]
    relevant: list[npt.NDArray[np.int64]] = field(default_factory=list)


def bench_linking(
    melo_dir: Path,
    tell: Callable[[str], None] | None = None,
    full_index: Path | None = None,
) -> dict[str, Any]:
    """{"sets": {name: {"mrr", "acc1", "acc5", "acc10"}}, "query_ms", "rss_mb", "labels"}.

    melo_dir holds datasets as folders or .tar.xz files. query_ms (median) and rss_mb are those
    of a process of its own that asks all queries of the sets of `full_index` (a folder that
    `build_index` filled), else of the largest set's index. Raises ValueError when no dataset
    is there.
    """
    sets: dict[str, dict[str, float]] = {}
    queries: list[tuple[str | None, str]] = []
    largest: tuple[int, Path] = (0, Path())
    with datasets(melo_dir) as found, tempfile.TemporaryDirectory() as temporary:
        for folder in found:
            data = read_dataset(folder)
            index = build_index(_labels(data), Path(temporary) / data.name)
            sets[data.name] = _summary(_ranks(data, index))
            largest = max(largest, (index.size, Path(temporary) / data.name))
            queries += [(data.query_language, text) for text in data.queries]
            if tell:
                tell(f"{data.name}: MRR {sets[data.name]['mrr']:.3f}")
        return {"sets": sets} | _measured(full_index or largest[1], queries)


def _measured(folder: Path, queries: list[tuple[str | None, str]]) -> dict[str, float]:
    """`measure` of the index in a process of its own, which holds nothing else."""
    lines = "".join(f"{language or ''}\t{text}\n" for language, text in queries)
    command = [sys.executable, "-m", f"{__package__}.measure", str(folder)]
    answer = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)  # noqa: S603
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def char_tf_idf_baseline(folder: Path) -> dict[str, float]:
    """MELO's lexical baseline: cosine of TF-IDF of 1 to 3 letters on text folded to ASCII."""
    data = read_dataset(folder)
    corpus = [_ascii(text) for text in data.elements]
    vocabulary: dict[str, int] = {}
    terms = _counts(corpus, vocabulary, grow=True)
    queries = _counts([_ascii(text) for text in data.queries], vocabulary, grow=False)
    frequency = np.bincount(terms.indices, minlength=terms.shape[1])
    idf = np.log((1 + len(corpus)) / (1 + frequency)) + 1
    scores = _weighted(queries, idf) @ _weighted(terms, idf).T
    rows = np.arange(len(corpus))
    ranks = [
        _rank(data, number, rows, scores[number].toarray().ravel())
        for number in range(len(data.queries))
    ]
    return _summary(np.array(ranks))


@contextmanager
def datasets(melo_dir: Path) -> Iterator[list[Path]]:
    """Folders of the datasets in `melo_dir`; archives are unpacked for as long as needed."""
    with tempfile.TemporaryDirectory() as temporary:
        for archive in sorted(melo_dir.glob("*.tar.*")):
            with tarfile.open(archive) as tar:
                tar.extractall(temporary, filter="data")
        places = [melo_dir, *melo_dir.iterdir(), *Path(temporary).rglob("*")]
        found = {p.name: p for p in places if all((p / file).is_file() for file in FILES)}
        if not found:
            raise ValueError(f"No MELO dataset (folder or .tar.xz) in {melo_dir}.")
        yield [found[name] for name in sorted(found)]


def read_dataset(folder: Path) -> Dataset:
    queries, elements, annotations, mapping = (_rows(folder / file) for file in FILES)
    place = {row[0]: number for number, row in enumerate(elements)}
    right: dict[str, list[int]] = {}
    for query, _, element, relevance in annotations:
        if int(relevance) > 0:
            right.setdefault(query, []).append(place[element])
    concept = {row[0]: row[1] for row in mapping}
    asked = [row for row in queries if row[0] in right]
    name = _NAME.match(folder.name)
    return Dataset(
        folder.name,
        name.group(1) if name else None,
        name.group(2) if name else "en",
        [row[1] for row in asked],
        [row[0] for row in elements],
        [row[1] for row in elements],
        [concept[row[0]] for row in elements],
        [np.array(right[row[0]]) for row in asked],
    )


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def _labels(data: Dataset) -> Iterator[Label]:
    for uri, text in zip(data.concepts, data.elements, strict=True):
        yield Label(uri, "occupation", data.corpus_language, text)


def _ranks(data: Dataset, index: LinkIndex) -> Ranks:
    """Rank of the first right element of each query."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(zip(data.concepts, data.elements, strict=True)):
        places.setdefault(key, []).append(place)
    ranks = []
    for number, text in enumerate(data.queries):
        rows, score, _, _ = index.rank(text, data.query_language, "occupation")
        best = np.argsort(-score, kind="stable")[: 2 * KEPT]
        found, scores = [], []
        for row, value in zip(rows[best], score[best], strict=True):
            for place in places[index.concept(int(row))[1], index.text(int(row))]:
                found.append(place)
                scores.append(value)
        ranks.append(_rank(data, number, np.array(found), np.array(scores)))
    return np.array(ranks)


def _rank(
    data: Dataset, number: int, places: npt.NDArray[np.int64], scores: npt.NDArray[Any]
) -> float:
    """Rank of the first right element by trec_eval's order; infinite beyond the first 100."""
    stable = np.lexsort((places, -scores))[:KEPT]
    rounded = np.round(scores[stable].astype(np.float64), 5).astype(np.float32)
    order = sorted(
        range(len(stable)),
        key=lambda at: (rounded[at], data.ids[places[stable[at]]]),
        reverse=True,
    )
    right = set(data.relevant[number].tolist())
    for rank, at in enumerate(order, start=1):
        if int(places[stable[at]]) in right:
            return float(rank)
    return float("inf")


def _summary(ranks: Ranks) -> dict[str, float]:
    return {"mrr": round(float((1 / ranks).mean()), 4)} | {
        f"acc{k}": round(float((ranks <= k).mean()), 4) for k in (1, 5, 10)
    }


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"\s\s+", " ", folded)


def _counts(texts: list[str], vocabulary: dict[str, int], *, grow: bool) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for number, text in enumerate(texts):
        grams = (text[at : at + n] for n in (1, 2, 3) for at in range(len(text) - n + 1))
        for gram, count in Counter(grams).items():
            if grow:
                vocabulary.setdefault(gram, len(vocabulary))
            if gram in vocabulary:
                rows.append(number)
                columns.append(vocabulary[gram])
                values.append(float(count))
    return sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def _weighted(counts: sparse.csr_matrix, idf: npt.NDArray[np.float64]) -> sparse.csr_matrix:
    weighted = counts.multiply(idf).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    return sparse.csr_matrix(sparse.diags(1 / lengths) @ weighted)
