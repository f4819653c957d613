"""Which of the two kinds of file came back, and whether it is of this project."""

import io
import zipfile

from django.utils.translation import gettext as _

from .raw import FileRefused, RawFile


def read_office(data: bytes, project: str, report: str = "") -> RawFile:
    """A file of this project's design, or of one of its reports or proposals (by its id).

    Raises FileRefused with words for the person whose file it is.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            _("This is an old Office file or one with a password. Save it as .xlsx or .docx.")
        )
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(
            _("This is no Word or Excel file of ours. Send the .xlsx or .docx that left here.")
        )
    # Their libraries are read with the first file, not while a process starts.
    from .docx_in import read_docx
    from .xlsx_in import read_xlsx

    raw = read_docx(data) if _is_document(data) else read_xlsx(data)
    if raw.left.project != project:
        raise FileRefused(_("This file left from another project. Send it there."))
    if raw.left.report != report:
        raise FileRefused(_other_kind(raw.left.report, report))
    return raw


def _other_kind(found: str, wanted: str) -> str:
    if not found:
        return _("This file is the project's design. Send it under Word, Excel, IATI.")
    if not wanted:
        return _("This file is a report. Send it on the page of that report.")
    return _("This file is another report. Send it on the page of that one.")


def _is_document(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # the reader of workbooks says what is wrong with it
