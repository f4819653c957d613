"""Office files are zip archives of XML. What is refused in them, before any of it is parsed.

By the list of contents alone: macros, bombs, names that lead out of the archive, links to other
workbooks. By the bytes of each part (`check_parts`): document types and entities, templates and
objects that would be fetched, more cells than anybody fills. Every ValueError carries words for
the person whose file it is. The listed sizes bind: zipfile reads no more of a part than that.
"""

import io
import re
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MAX_PARTS = 2_000  # files inside an archive
MAX_RATIO = 200  # unpacked bytes for one packed byte, of parts over a megabyte
MAX_CELLS = 400_000
MAX_DEPTH = 200  # levels of tags within tags; Word and Excel write some twenty
_MACROS = ("vbaproject.bin", "vbadata.xml", ".bin.macro")
_CELL = re.compile(rb"<(?:\w+:)?(?:c|tc)[\s>/]")
_EXTERNAL = re.compile(rb"<[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)[A-Za-z][^>]*?(/?)>")


def check_archive(
    data: bytes, wanted: str, max_unpacked: int, *, otherwise: str, strict: bool = False
) -> None:
    """Refuse macros and bombs by the archive's list of contents.

    wanted: the part that makes it a file of its kind; `otherwise` is said where it is missing.
    strict: refuse links to other files and names that lead out of the archive too.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ValueError(damaged()) from error
    names = {part.filename.lower() for part in parts}
    if any(name.endswith(_MACROS) for name in names):
        raise ValueError(_("This file holds macros. Save it without them, as .xlsx or .docx."))
    if wanted not in names:
        raise ValueError(otherwise)
    if strict:
        _check_names(parts)
    bomb = any(
        part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if bomb or len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > max_unpacked:
        raise ValueError(_("This file is too large once unpacked. Split it."))


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        # `orig_filename`: zipfile cleans the other one of what is looked for here.
        path = PurePosixPath(part.orig_filename)
        if path.is_absolute() or ".." in path.parts or {"\\", ":", "\x00"} & set(str(path)):
            raise ValueError(_("This file names a place outside of itself. It is refused."))
        if "externallinks/" in part.filename.lower():
            raise ValueError(
                _("This workbook takes values from other files. Break its links and save it again.")
            )
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise ValueError(damaged())


def check_parts(data: bytes) -> None:
    """Look through the XML parts of an archive that `check_archive` let pass, without parsing."""
    cells = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    cells += _check_part(part.filename, archive.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError(damaged()) from error
    if cells > MAX_CELLS:
        raise ValueError(_("This file has more cells than anybody fills. Delete the empty ones."))


def _check_part(name: str, content: bytes) -> int:
    """The number of table cells in a part. Office writes UTF-8; others could hide from a search."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        raise ValueError(damaged())
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError(_("This file defines entities of its own, as bombs do. It is refused."))
    if name.lower().endswith(".rels"):
        for found in _EXTERNAL.findall(content):
            if b"/hyperlink" not in found:
                raise ValueError(
                    _("This file would fetch something from elsewhere: a template, a picture, an "
                      "object. Take it out and save it again.")
                )  # fmt: skip
    _check_depth(content)
    return len(_CELL.findall(content))


def _check_depth(content: bytes) -> None:
    depth = 0
    for found in _TAG.finditer(content):
        closes, empty = found.groups()
        if closes:
            depth -= 1
        elif not empty:
            depth += 1
            if depth > MAX_DEPTH:
                raise ValueError(damaged())


def damaged() -> str:
    return _("This file is damaged. Open it, save it again as .xlsx or .docx, and send that.")
