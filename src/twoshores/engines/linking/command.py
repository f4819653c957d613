"""`twoshores link TEXT`: the concepts that words in any language mean, without a database.

Reads the taxonomy that comes with Twoshores, or another compact file or official ESCO
downloads, and keeps the index under DATA_DIR (./var unless set).
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from .build import Label, Progress, build_index, labels_hash
from .esco_csv import OfficialFormatError, read_official
from .index import KINDS, LinkIndex
from .languages import Refusal
from .taxonomy import Taxonomy

# A file beside the package, not an import: engines know no app.
DEFAULT = Path(__file__).resolve().parents[2] / "taxonomy" / "data" / "esco-en.jsonl.xz"
WHY = {
    Refusal.EMPTY: "There are no words to read.",
    Refusal.LANGUAGE: (
        "No suggestions: neither the encoder nor the loaded labels know this language. "
        "Say it in a language that they know, or give --esco with labels of this one."
    ),
    Refusal.NOTHING_LOADED: "No concept of that kind is loaded.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="a trade or a skill, in own words")
    parser.add_argument("--lang", metavar="xx", help="language of the words, if known")
    parser.add_argument("--kind", choices=KINDS, help="only concepts of this kind")
    parser.add_argument("--top", type=_count, default=5, help="how many (1 to 100; default 5)")
    parser.add_argument("--json", action="store_true", help="one JSON list instead of a table")
    parser.add_argument("--taxonomy", type=Path, default=DEFAULT, help="a compact taxonomy file")
    parser.add_argument(
        "--esco",
        type=Path,
        action="append",
        default=[],
        metavar="PATH",
        help="an official ESCO download to read too (folder or zip); may be repeated",
    )


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 100:
        raise argparse.ArgumentTypeError("between 1 and 100")
    return number


def run(options: argparse.Namespace) -> int:
    """Print the candidates; 1 with the reason on stderr when there are none or no data."""
    try:
        index = open_index(options.taxonomy, options.esco)
    except (OfficialFormatError, FileNotFoundError, ValueError) as error:
        print(f"The taxonomy cannot be read: {error}", file=sys.stderr)
        return 1
    result = index.link(options.text, options.lang, options.kind, options.top)
    if options.json:
        print(json.dumps([candidate.as_dict() for candidate in result], ensure_ascii=False))
    else:
        for found in result:
            print(f"{found.score:6.3f}  {found.label}  ({found.language}: {found.matched_label})")
            print(f"        {found.uri}")
    if result.refusal:
        print(WHY[result.refusal], file=sys.stderr)
        return 1
    return 0


def open_index(taxonomy: Path, official: list[Path]) -> LinkIndex:
    """The index of these files, built at the first use, which takes a minute or two.

    Without files named, the index of the instance that runs here, with all its languages.
    """
    folder = index_folder(taxonomy, official)
    index = LinkIndex.open(folder)
    if index is None:
        raise FileNotFoundError(f"The index in {folder} is gone.")
    return index


def index_folder(taxonomy: Path = DEFAULT, official: Sequence[Path] = ()) -> Path:
    """Where the index of these files lies; it is built if it is not there."""
    name = "default" if taxonomy == DEFAULT and not official else None
    data = Path(os.environ.get("DATA_DIR") or "var").resolve()
    if name and (running := _instance_index(data)):
        return running
    root = data / "index" / "link-command"
    if name and _fresh(root / name, taxonomy):
        return root / name
    labels = list(_labels(taxonomy, official))
    folder = root / (name or labels_hash(labels)[:16])
    build_index(labels, folder, progress=_tell)
    (folder / "made-from").write_text(_stamp(taxonomy))
    return folder


def _instance_index(data: Path) -> Path | None:
    """The complete label index of an instance: its own data folder, or dev.py's below it."""
    for folder in (data, data / "demo", data / "clean"):
        labels = folder / "index" / "labels"
        index = LinkIndex.open(labels)
        if index is not None and index.stage == "all":
            return labels
    return None


def _fresh(folder: Path, taxonomy: Path) -> LinkIndex | None:
    """The index if it was made from this very file: saves reading the labels (2 s)."""
    stamp = folder / "made-from"
    if stamp.exists() and stamp.read_text() == _stamp(taxonomy):
        return LinkIndex.open(folder)
    return None


def _stamp(taxonomy: Path) -> str:
    stat = taxonomy.stat()
    return f"{taxonomy} {stat.st_size} {stat.st_mtime_ns}"


def _labels(taxonomy: Path, official: Sequence[Path]) -> Iterator[Label]:
    yield from Taxonomy.read(taxonomy).labels()
    for path in official:
        for concept in read_official(path).concepts:
            yield from concept.labels()


def _tell(progress: Progress) -> None:
    if (progress.total and progress.done % 8192 < 256) or progress.done == progress.total:
        print(f"Reading labels: {progress.done:,} of {progress.total:,}", file=sys.stderr)
