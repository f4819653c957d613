"""Build a linking index: labels in, a folder of memory-mapped files out.

Steps:
1. Order the labels by kind, concept and text, and name the result by a hash of them.
2. Encode the distinct texts that no earlier index holds (preferred labels first, if staged).
3. Write everything into a new folder, then point `current` at it: readers see either index.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .encoder import WIDTH, Vectors, encode_many
from .index import CURRENT, FORMAT, KINDS, LinkIndex
from .languages import script_of
from .lexical import build_lexical
from .text import fold, for_encoder
from .vectors import write_vectors

ABANDONED = 3600  # seconds after which an unfinished build is taken for dead


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """One label of one concept. kind is one of KINDS; language a code as in BCP 47."""

    uri: str
    kind: str
    language: str
    text: str
    preferred: bool = False


type Folded = dict[str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is. stage is "preferred" or "all"; done and total count texts."""

    stage: str
    done: int
    total: int


def labels_hash(labels: Iterable[Label]) -> str:
    """32 hexadecimal digits that name this set of labels, whatever its order."""
    return _hash(_ordered(labels)[0])


def _ordered(labels: Iterable[Label]) -> tuple[list[Label], Folded]:
    """The labels that have letters and a kind, each once, by kind, concept and text."""
    rank = {kind: number for number, kind in enumerate(KINDS)}
    distinct = {
        (rank[x.kind], x.uri, x.language, x.text, x.preferred): x for x in labels if x.kind in rank
    }
    folded = {text: fold(text) for text in {key[3] for key in distinct}}
    return [distinct[key] for key in sorted(distinct) if folded[key[3]]], folded


def _hash(labels: Sequence[Label]) -> str:
    digest = hashlib.blake2b(str(FORMAT).encode(), digest_size=16)
    for label in labels:
        line = f"{label.uri}\t{label.kind}\t{label.language}\t{label.preferred:d}\t{label.text}\n"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def build_index(
    labels: Iterable[Label],
    folder: Path,
    *,
    staged: bool = False,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> LinkIndex:
    """The index of these labels under `folder`, built unless it is there.

    staged: publish an index of the preferred labels first, then of all. Vectors of texts that
    the current index knows are taken over. Labels without a letter or of unknown kind are left
    out. A build that dies leaves the current index as it was, and a folder that the next build
    removes. 130,000 labels take about a minute on two cores.
    """
    ordered, folded = _ordered(labels)
    folder.mkdir(parents=True, exist_ok=True)
    current = LinkIndex.open(folder)
    if current and current.hash == _hash(ordered):
        return current
    if staged and current is None:
        preferred = [label for label in ordered if label.preferred]
        if 0 < len(preferred) < len(ordered):
            current = _build("preferred", preferred, folded, folder, None, workers, progress)
    return _build("all", ordered, folded, folder, current, workers, progress)


def _build(
    stage: str,
    labels: Sequence[Label],
    folded: Folded,
    folder: Path,
    earlier: LinkIndex | None,
    workers: int | None,
    progress: Callable[[Progress], None] | None,
) -> LinkIndex:
    working = Path(tempfile.mkdtemp(prefix="building-", dir=folder))
    digest = _hash(labels)
    try:
        # The encoder's processes do most; meanwhile this one has time for the spelling.
        with ThreadPoolExecutor(1) as aside:
            spelling = aside.submit(build_lexical, [folded[x.text] for x in labels], working)
            vectors = _vectors(stage, labels, earlier, workers, progress)
            spelling.result()
        _write(labels, vectors, working, {"stage": stage, "hash": digest})
    except BaseException:
        shutil.rmtree(working, ignore_errors=True)
        raise
    target = folder / digest
    if target.exists():  # left by a build that died before it was pointed at
        shutil.rmtree(target)
    working.rename(target)
    _point_at(folder, target.name)
    _sweep(folder, keep=target.name)
    index = LinkIndex.open(folder)
    if index is None:
        raise OSError(f"The index under {folder} vanished while it was being built.")
    return index


def _vectors(
    stage: str,
    labels: Sequence[Label],
    earlier: LinkIndex | None,
    workers: int | None,
    progress: Callable[[Progress], None] | None,
) -> Vectors:
    texts = [for_encoder(label.text) for label in labels]
    known = earlier.rows_by_text() if earlier else {}
    missing = sorted({text for text in texts if text not in known}, key=lambda t: (len(t), t))

    def tell(done: int) -> None:
        if progress:
            progress(Progress(stage, done, len(missing)))

    tell(0)
    fresh = encode_many(missing, workers=workers, done=tell)
    place = {text: number for number, text in enumerate(missing)}
    vectors = np.empty((len(labels), WIDTH), dtype=np.float32)
    new = np.array([place.get(text, -1) for text in texts], dtype=np.int64)
    vectors[new >= 0] = fresh[new[new >= 0]]
    if earlier and (new < 0).any():
        rows = np.array([known[t] for t, n in zip(texts, new, strict=True) if n < 0], np.int64)
        vectors[new < 0] = earlier.vectors(rows)
    return vectors


def _write(labels: Sequence[Label], vectors: Vectors, folder: Path, named: dict[str, str]) -> None:
    concepts = list(dict.fromkeys((label.kind, label.uri) for label in labels))
    number = {concept: place for place, concept in enumerate(concepts)}
    concept_of = np.array([number[label.kind, label.uri] for label in labels], dtype=np.uint32)
    languages = sorted({label.language for label in labels})
    write_vectors(vectors, concept_of, folder)
    np.save(folder / "concept_of.npy", concept_of)
    first = np.searchsorted(concept_of, np.arange(len(concepts) + 1)).astype(np.uint32)
    np.save(folder / "first_row.npy", first)
    spoken = {language: place for place, language in enumerate(languages)}
    np.save(folder / "language_of.npy", np.array([spoken[x.language] for x in labels], np.uint16))
    np.save(folder / "preferred.npy", np.array([x.preferred for x in labels], dtype=bool))
    texts = [label.text.encode("utf-8", "replace") for label in labels]
    (folder / "texts.bin").write_bytes(b"".join(texts))
    np.save(folder / "text_ends.npy", np.cumsum([len(text) for text in texts]).astype(np.uint32))
    kinds = {kind: sum(x.kind == kind for x in labels) for kind in KINDS}
    meta = {
        "format": FORMAT,
        **named,
        "labels": len(labels),
        "kinds": kinds,
        "languages": languages,
        "scripts": sorted(_scripts({label.text for label in labels})),
        "concepts": concepts,
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False))


def _scripts(texts: set[str]) -> set[str]:
    """The scripts of these texts; all that are plain ASCII are in one."""
    plain = next((text for text in texts if text.isascii() and script_of(text)), "")
    others = {script_of(text) for text in texts if not text.isascii()}
    return {script for script in {script_of(plain), *others} if script}


def _point_at(folder: Path, name: str) -> None:
    pointer = folder / f"{CURRENT}.{os.getpid()}"
    pointer.write_text(name)
    pointer.replace(folder / CURRENT)


def _sweep(folder: Path, keep: str) -> None:
    """Remove other indexes; a process that has one mapped keeps it until it lets go."""
    for path in folder.iterdir():
        if not path.is_dir() or path.name == keep:
            continue
        building = path.name.startswith("building-")
        if not building or time.time() - path.stat().st_mtime > ABANDONED:
            shutil.rmtree(path, ignore_errors=True)
