"""Read the official ESCO CSV download of any language: a folder or a zip, possibly hostile.

Layout (ESCO 1.0 to 1.2): occupations_xx.csv, skills_xx.csv, ISCOGroups_xx.csv,
skillGroups_xx.csv with conceptUri, preferredLabel, altLabels (one a line) and, by file,
iscoGroup or code; broaderRelationsOccPillar, broaderRelationsSkillPillar,
occupationSkillRelations, skillSkillRelations, with or without _xx. Other files are ignored.

Nothing is unpacked to disk. A file that cannot be what it says raises OfficialFormatError and
nothing is returned; a single row that cannot be used is refused, counted and named.
"""

import csv
import io
import re
import stat
import zipfile
from collections import Counter
from collections.abc import Buffer, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from .build import Label
from .taxonomy import labels_of

LARGEST_FILE = 200 * 2**20  # bytes, unpacked; the largest official one has 21 MB
LARGEST_ALL = 500 * 2**20
MOST_FILES = 300
LONGEST_LABEL = 400
NAMED_REFUSALS = 500
_CONCEPTS = re.compile(r"^(occupations|skills|ISCOGroups|skillGroups)_([a-z]{2,3})\.csv$")
_RELATIONS = re.compile(
    r"^(broaderRelationsOccPillar|broaderRelationsSkillPillar|occupationSkillRelations"
    r"|skillSkillRelations)(?:_[a-z]{2,3})?\.csv$"
)
_URI = re.compile(r"^http://data\.europa\.eu/esco/[\w./-]{1,150}$", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_KIND = {
    "occupations": "occupation",
    "skills": "skill",
    "ISCOGroups": "group",
    "skillGroups": "group",
}
_PAIR = {
    "broaderRelationsOccPillar": ("conceptUri", "broaderUri"),
    "broaderRelationsSkillPillar": ("conceptUri", "broaderUri"),
    "occupationSkillRelations": ("occupationUri", "skillUri"),
    "skillSkillRelations": ("originalSkillUri", "relatedSkillUri"),
}

type Files = dict[str, Callable[[], IO[bytes]]]


class OfficialFormatError(ValueError):
    """The download cannot be read as a whole. `code` is stable, `detail` names file and place."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class OfficialConcept:
    uri: str
    kind: str
    language: str
    label: str
    alternatives: tuple[str, ...]
    code: str

    def labels(self) -> Iterator[Label]:
        """The labels for an index, ready for `build_index`."""
        yield from labels_of(self.uri, self.kind, self.language, self.label, True)
        for text in self.alternatives:
            yield from labels_of(self.uri, self.kind, self.language, text, False)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """code: bad_uri, no_label, long_label, control_character, short_row. line counts rows."""

    file: str
    line: int
    code: str
    detail: str = ""


@dataclass(slots=True)
class OfficialData:
    """What was read. relations: (source, target, kind), kind as in the database.

    counts: rows by file. refused: the first 500 refused rows; refused_count: all of them.
    """

    concepts: list[OfficialConcept] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    ignored: list[str] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, file: str, line: int, code: str, detail: str = "") -> None:
        self.refused_count += 1
        if len(self.refused) < NAMED_REFUSALS:
            self.refused.append(RefusedRow(file, line, code, detail[:120]))


def read_official(path: Path) -> OfficialData:
    """Read a folder or zip. Raises OfficialFormatError (see the module)."""
    data = OfficialData()
    with _files(path) as files:
        for name in sorted(files):
            if match := _CONCEPTS.match(name):
                with files[name]() as stream:
                    _read_concepts(stream, name, match.group(1), match.group(2), data)
            elif match := _RELATIONS.match(name):
                with files[name]() as stream:
                    _read_relations(stream, name, match.group(1), data)
            else:
                data.ignored.append(name)
    if not data.counts:
        raise OfficialFormatError("no_files", f"{path.name} holds no file of the ESCO layout")
    return data


@contextmanager
def _files(path: Path) -> Iterator[Files]:
    """Name of each file -> a function that opens it as bytes."""
    if path.is_dir():
        yield _folder_files(path)
    elif path.is_file() and zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                yield _zip_files(archive)
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
            raise OfficialFormatError("bad_zip", f"{path.name}: {error}") from error
    else:
        raise OfficialFormatError("not_found", f"{path.name} is neither a folder nor a zip")


def _folder_files(path: Path) -> Files:
    found: Files = {}
    for file in sorted([*path.glob("*.csv"), *path.glob("*/*.csv")]):
        if file.is_symlink() or not file.is_file():
            raise OfficialFormatError("not_a_file", file.name)
        if file.stat().st_size > LARGEST_FILE:
            raise OfficialFormatError("too_large", file.name)
        found[file.name] = partial(io.FileIO, file)
    return _checked_count(found)


def _zip_files(archive: zipfile.ZipFile) -> Files:
    found: Files = {}
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if sum(entry.file_size for entry in entries) > LARGEST_ALL:
        raise OfficialFormatError("too_large", "the archive unpacks to more than 500 MB")
    for entry in entries:
        place = PurePosixPath(entry.filename)
        if place.is_absolute() or ".." in place.parts or set("\\:\0") & set(entry.filename):
            raise OfficialFormatError("path", f"{entry.filename[:80]!r} leads out of the archive")
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 1:
            raise OfficialFormatError("not_a_file", place.name)
        if entry.file_size > LARGEST_FILE:
            raise OfficialFormatError("too_large", place.name)
        if place.name in found:
            raise OfficialFormatError("twice", place.name)
        if place.suffix == ".csv" and not place.name.startswith("."):
            found[place.name] = partial(archive.open, entry)
    return _checked_count(found)


def _checked_count(found: Files) -> Files:
    if len(found) > MOST_FILES:
        raise OfficialFormatError("too_many", f"more than {MOST_FILES} files")
    return found


class _Limited(io.RawIOBase):
    """Bytes of a stream, up to the limit: what an archive says of its sizes may be a lie."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self._stream, self._name, self._left = stream, name, LARGEST_FILE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        piece = self._stream.read(len(view))
        self._left -= len(piece)
        if self._left < 0:
            raise OfficialFormatError("too_large", self._name)
        view[: len(piece)] = piece
        return len(piece)


def _rows(
    stream: IO[bytes], name: str, needed: tuple[str, ...], data: OfficialData
) -> Iterator[tuple[int, dict[str, str]]]:
    text = io.TextIOWrapper(
        io.BufferedReader(_Limited(stream, name)), encoding="utf-8-sig", newline=""
    )
    reader = csv.DictReader(text)
    try:
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise OfficialFormatError("columns", f"{name} lacks {', '.join(missing)}")
        for line, row in enumerate(reader, start=2):
            if any(row[column] is None for column in needed):
                data.refuse(name, line, "short_row")
            else:
                yield line, row
    except UnicodeDecodeError as error:
        raise OfficialFormatError("encoding", f"{name} is not UTF-8") from error
    except csv.Error as error:
        raise OfficialFormatError("csv", f"{name}: {error}") from error


def _read_concepts(
    stream: IO[bytes], name: str, which: str, language: str, data: OfficialData
) -> None:
    needed = ("conceptUri", "preferredLabel", "altLabels")
    for line, row in _rows(stream, name, needed, data):
        uri, label = row["conceptUri"].strip(), " ".join(row["preferredLabel"].split())
        if why := _why_not(uri, label):
            data.refuse(name, line, why, uri or label)
            continue
        others = dict.fromkeys(" ".join(text.split()) for text in row["altLabels"].split("\n"))
        kept = tuple(text for text in others if text and text != label and not _why_not(uri, text))
        code = (row.get("iscoGroup") if which == "occupations" else row.get("code")) or ""
        data.concepts.append(
            OfficialConcept(uri, _KIND[which], language, label, kept, code.strip()[:24])
        )
        data.counts[name] += 1


def _why_not(uri: str, label: str) -> str | None:
    if not _URI.match(uri):
        return "bad_uri"
    if not label:
        return "no_label"
    if len(label) > LONGEST_LABEL:
        return "long_label"
    return "control_character" if _CONTROL.search(label) else None


def _read_relations(stream: IO[bytes], name: str, which: str, data: OfficialData) -> None:
    source, target = _PAIR[which]
    typed = "relationType" if "Skill" in which and "broader" not in which else None
    needed = (source, target, typed) if typed else (source, target)
    for line, row in _rows(stream, name, needed, data):
        pair = (row[source].strip(), row[target].strip())
        if not all(_URI.match(uri) for uri in pair):
            data.refuse(name, line, "bad_uri", " ".join(pair))
            continue
        kind = row[typed] if typed else "broader"
        kind = "related" if kind not in {"broader", "essential", "optional"} else kind
        data.relations.append((*pair, kind))
        data.counts[name] += 1
