"""Which of the two kinds of file came back, and whether it is of this project."""

from django.utils.translation import gettext as _

from .raw import FileRefused, RawFile
from .xlsx_in import read_xlsx


def read_office(data: bytes, project: str) -> RawFile:
    """Raises FileRefused with words for the person whose file it is."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(_("This is an old Office file or one with a password. Save it as .xlsx."))
    if not data.startswith(b"PK\x03\x04"):
        raise FileRefused(_("This is no Excel file of ours. Send the .xlsx that left here."))
    raw = read_xlsx(data)
    if raw.left.project != project:
        raise FileRefused(_("This file left from another project. Send it there."))
    return raw
