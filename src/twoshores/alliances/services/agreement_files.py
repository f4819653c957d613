"""A version that came from outside: a Word document or a PDF, looked through before it is kept.

The bytes lie under DATA_DIR/files, named by ids: no name that anybody chose becomes a path.
"""

import hashlib
import io
import zipfile

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.archives import check_archive, check_parts, damaged
from twoshores.common.decisions import require
from twoshores.common.file_kinds import DOCX, PDF, FileKind, kind_of, safe_name
from twoshores.common.formatting import format_number
from twoshores.common.pdf_files import check_pdf
from twoshores.projects.services.documents import Upload

from ..models import Agreement, AgreementVersion
from ..papers.blocks import Block
from ..permissions.agreements import can_change_text
from ..selectors.agreements import path_of
from .agreements import LONGEST_TEXT, MOST_BLOCKS, lock, version_add

MAX_UNPACKED = 40_000_000  # bytes of all parts of a Word document
_WITHIN = ("word/embeddings/", "word/activex/", "word/afchunk")


@transaction.atomic
def agreement_file_add(
    *, by: User, agreement: Agreement, upload: Upload, note: str = ""
) -> AgreementVersion:
    """Keep a file as the next version; its digest is that of the file.

    Raises PermissionDenied, or ValidationError at "file": too large, of another kind, with
    macros, programs, links outside, or other files within.
    """
    locked = lock(agreement)
    require(can_change_text(by, locked))
    try:
        kind, blocks = checked(upload.data)
    except ValueError as error:
        raise ValidationError({"file": str(error)}) from error
    digest = hashlib.sha256(upload.data).hexdigest()
    if locked.versions.filter(file_sha256=digest).exists():
        raise ValidationError({"file": _("This file is a version already.")})
    row = version_add(
        by=by,
        agreement=locked,
        blocks=blocks,
        note=note,
        sha256=digest,
        file_name=safe_name(upload.name, kind),
        file_size=len(upload.data),
        file_sha256=digest,
    )
    try:
        default_storage.save(path_of(row), ContentFile(upload.data))
    except OSError:
        default_storage.delete(path_of(row))
        raise
    return row


def checked(data: bytes) -> tuple[FileKind, list[Block]]:
    """What a file is and the text in it (none of a PDF). Raises ValueError with words."""
    most = settings.UPLOAD_MAX_BYTES
    if not data:
        raise ValueError(_("This file is empty."))
    if len(data) > most:
        raise ValueError(
            _("This file is too large. At most %(megabytes)s MB can be kept.")
            % {"megabytes": format_number(most // 1_000_000)}
        )
    if data.startswith(b"PK\x03\x04"):
        return DOCX, _words_of(data)
    if kind_of(data) == PDF:
        check_pdf(data)
        return PDF, []
    raise ValueError(_("Send a Word document (.docx) or a PDF."))


def _words_of(data: bytes) -> list[Block]:
    """The paragraphs of a Word document that passed; cells of tables stand as paragraphs."""
    # python-docx is read with the first file, not while a process starts.
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    other = _("Send a Word document (.docx) or a PDF.")
    check_archive(data, "word/document.xml", MAX_UNPACKED, otherwise=other, strict=True)
    check_parts(data)
    _check_within(data)
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:
        raise ValueError(damaged()) from error
    found: list[Block] = []
    left = LONGEST_TEXT
    for paragraph in document.element.body.iter(_PARAGRAPH):
        words = " ".join("".join(node.text or "" for node in paragraph.iter(_TEXT)).split())
        if words and len(found) < MOST_BLOCKS and len(words) <= left:
            left -= len(words)
            found.append({"style": _style(paragraph), "text": words})
    return found


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TEXT = f"{_W}p", f"{_W}t"


def _style(paragraph: object) -> str:
    properties = getattr(paragraph, "pPr", None)
    style = (
        properties.pStyle.val if properties is not None and properties.pStyle is not None else ""
    )
    if style.startswith(("Heading", "Title")):
        return "heading"
    return "item" if style.startswith("List") else "text"


def _check_within(data: bytes) -> None:
    """What is signed must not change afterwards: no link leads out, no file lies within."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if any(name.lower().startswith(_WITHIN) for name in names):
            raise ValueError(_("This file holds another file. Take it out and save it again."))
        links = [archive.read(name) for name in names if name.lower().endswith(".rels")]
    if any(_leads_out(text) for text in links):
        raise ValueError(
            _(
                "This file has links to something outside of it, which can change after it was "
                "signed. Remove the links (the words may stay) and save it again."
            )
        )


def _leads_out(relations: bytes) -> bool:
    """External relations, but for addresses to write to. Read as XML: escapes hide nothing."""
    from docx.oxml import parse_xml

    try:
        rows = list(parse_xml(relations).iter())
    except (ValueError, SyntaxError) as error:
        raise ValueError(damaged()) from error
    return any(
        (row.get("TargetMode") or "").lower() == "external"
        and not (row.get("Target") or "").lower().startswith("mailto:")
        for row in rows
    )
