"""What a file is, by its bytes: the name that somebody gave it decides nothing.

Files of these kinds are stored and given back, never opened again. An archive (docx, xlsx, odt)
is known by its list of contents; no part of it is unpacked. The one exception are pictures,
which `common.pictures` draws anew.
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

MOST_PARTS = 2_000  # files inside an archive
LONGEST_NAME = 120
NAME_OF_NOTHING = "file"
_MARKUP = re.compile(r"<\s*(!doctype|html|svg|script|body|iframe|\?xml)", re.IGNORECASE)
_ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be kept: its media type and the end of its name."""

    media_type: str
    ending: str

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


JPEG = FileKind("image/jpeg", ".jpg")
PNG = FileKind("image/png", ".png")
WEBP = FileKind("image/webp", ".webp")
PDF = FileKind("application/pdf", ".pdf")
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
DOCX = FileKind(f"{_OPEN_XML}.wordprocessingml.document", ".docx")
XLSX = FileKind(f"{_OPEN_XML}.spreadsheetml.sheet", ".xlsx")
ODT = FileKind(_ODT.decode(), ".odt")
CSV = FileKind("text/csv", ".csv")
TEXT = FileKind("text/plain", ".txt")
KINDS = (JPEG, PNG, WEBP, PDF, DOCX, XLSX, ODT, CSV, TEXT)
PICTURES = tuple(kind.media_type for kind in KINDS if kind.is_picture)


def kind_of(data: bytes) -> FileKind | None:
    """What the bytes are, or None for anything that is not kept here (HTML, SVG, programs ...)."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in data[-2048:] else None
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_archive(data)
    return _kind_of_text(data)


def _kind_of_archive(data: bytes) -> FileKind | None:
    """By the list of contents. Macros are refused; sizes do not matter, since nothing unpacks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or any("vbaproject" in name.lower() for name in names):
        return None
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return XLSX
    # An ODT's first part is named "mimetype" and stored as it is, right behind its header.
    if data[30:38] == b"mimetype" and data[38 : 38 + len(_ODT)] == _ODT:
        return ODT if "content.xml" in names and data[38 + len(_ODT) :][:2] == b"PK" else None
    return None


def _kind_of_text(data: bytes) -> FileKind | None:
    text = _decoded(data)
    if text is None or not text.strip() or _MARKUP.search(text):
        return None
    return CSV if _is_table(text) else TEXT


def _decoded(data: bytes) -> str | None:
    """Text without control characters; None for bytes that are no text."""
    encodings = ["utf-8-sig", "cp1252"]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = all(char in "\t\r\n\f" or ord(char) >= 32 for char in text)
        return text if plain else None
    return None


def _is_table(text: str) -> bool:
    """Whether the first lines are cut by one sign into the same number of cells, two or more."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    if len(lines) < 2:
        return False
    for delimiter in ",;\t":
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True)}
        except csv.Error:
            continue
        if len(widths) == 1 and widths.pop() > 1:
            return True
    return False


def safe_name(name: str, kind: FileKind) -> str:
    """The name to show and to give back: no path, no hidden signs, the ending of what it is."""
    bare = re.split(r"[/\\]", name)[-1]
    # Cc and Cf: control signs, and those that turn the direction of reading ("exe.fdp").
    seen = "".join(char for char in bare if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    stem, dot, ending = seen.rpartition(".")
    if not dot or len(ending) > 5:
        stem = seen
    stem = re.sub(r'[<>:"|?*\s]+', " ", stem).strip(" .")
    return f"{stem[:LONGEST_NAME].strip(' .') or NAME_OF_NOTHING}{kind.ending}"
