"""Writes of a project's files: papers as they came, pictures drawn anew.

The bytes lie under DATA_DIR/files, named by the id of their row: no name that anybody chose
becomes a path.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.file_kinds import FileKind, kind_of, safe_name
from twoshores.common.formatting import format_number
from twoshores.common.pictures import redrawn

from ..models import Document, Project
from ..permissions.projects import can_edit_project, can_keep_project
from ..selectors.documents import papers_marked, path_of, small_path_of, uses_of
from .rows import row_update

MOST_DOCUMENTS = 500  # of a project
MOST_SHOWN = 50  # to others: all of them stand on one page


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. caption: what a picture shows, in words."""

    name: str
    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    kind: FileKind
    data: bytes
    small: bytes = b""


@transaction.atomic
def document_add(*, by: User, project: Project, upload: Upload) -> Document:
    """Keep a file. Raises ValidationError by field: too large, of no kind we keep, kept already.

    A picture needs its caption, for those who do not see it.
    """
    require(can_edit_project(by, project))
    if project.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(
            _("%(most)s files at most.") % {"most": format_number(MOST_DOCUMENTS)}
        )
    kept = _checked(upload)
    digest = hashlib.sha256(kept.data).hexdigest()
    same = project.documents.filter(sha256=digest).first()
    if same is not None:
        raise ValidationError(
            {"file": _("This file is here already: %(name)s.") % {"name": same.name}}
        )
    document = Document(
        project=project,
        name=safe_name(upload.name, kept.kind),
        media_type=kept.kind.media_type,
        size=len(kept.data),
        sha256=digest,
        caption=upload.caption.strip(),
        by=by,
    )
    document.full_clean()
    document.save(force_insert=True)
    _store(document, kept)
    audit.record("document.create", document, by=by, about=project)
    return document


def _checked(upload: Upload) -> _Kept:
    most = settings.UPLOAD_MAX_BYTES
    if not upload.data:
        raise ValidationError({"file": _("This file is empty.")})
    if len(upload.data) > most:
        raise ValidationError(
            {
                "file": _("This file is too large. At most %(megabytes)s MB can be kept.")
                % {"megabytes": format_number(most // 1_000_000)}
            }
        )
    kind = kind_of(upload.data)
    if kind is None:
        raise ValidationError(
            {
                "file": _(
                    "Files of this kind are not kept. Send a picture (JPEG, PNG, WebP), a PDF, a "
                    "Word, Excel or OpenDocument text without macros, a CSV or plain text."
                )
            }
        )
    if not kind.is_picture:
        return _Kept(kind, upload.data)
    if not upload.caption.strip():
        raise ValidationError({"caption": _caption_missing()})
    try:
        picture = redrawn(upload.data, kind)
    except ValueError as error:
        raise ValidationError({"file": str(error)}) from error
    return _Kept(picture.kind, picture.data, picture.small)


def _store(document: Document, kept: _Kept) -> None:
    """Write the bytes; what was written goes again if the rest of it does not."""
    paths = {path_of(document): kept.data}
    if kept.small:
        paths[small_path_of(document)] = kept.small
    try:
        for path, data in paths.items():
            default_storage.save(path, ContentFile(data))
    except OSError:
        for path in paths:
            default_storage.delete(path)
        raise


@transaction.atomic
def document_update(
    *, by: User, project: Project, row: Document, opened_version: int, facts: Mapping[str, Any]
) -> Document:
    """Change a file's name or caption; the ending of its name stays what the file is.

    Whether others may read it, the keeper of the project alone says (PermissionDenied).
    """
    wanted = dict(facts)
    if wanted.get("is_public", row.is_public) != row.is_public:
        _check_shown(by, project, wanted["is_public"])
    kind = _kind(row)
    if "name" in wanted:
        wanted["name"] = safe_name(wanted["name"], kind)
    if kind.is_picture and not wanted.get("caption", row.caption).strip():
        raise ValidationError({"caption": _caption_missing()})
    return row_update(by=by, project=project, row=row, opened_version=opened_version, facts=wanted)


def _check_shown(by: User, project: Project, shown: bool) -> None:
    require(can_keep_project(by, project))
    # Under a lock, so that two files at the same moment are counted one after the other.
    Project.objects.select_for_update().get(pk=project.pk)
    if shown and papers_marked(project).count() >= MOST_SHOWN:
        message = _("%(most)s files at most.") % {"most": format_number(MOST_SHOWN)}
        raise ValidationError({"is_public": message})


def _kind(row: Document) -> FileKind:
    return FileKind(row.media_type, f".{row.name.rpartition('.')[2]}")


def _caption_missing() -> str:
    return _("Say what the picture shows: not everybody sees it.")


@transaction.atomic
def document_remove(*, by: User, project: Project, row: Document) -> None:
    """Take a file out for good. Raises ValidationError with the reason while it is in use."""
    require(can_edit_project(by, project))
    uses = uses_of(row)
    if uses.measurements or uses.expenses:
        raise ValidationError(
            _("This file is the evidence of something measured or spent, so it stays.")
        )
    if uses.news:
        raise ValidationError(_("This picture stands in the news. Take it out there first."))
    audit.record("document.remove", row, by=by, about=project)
    paths = [path_of(row), small_path_of(row)]
    row.delete()
    # After the commit: a row without its file would be worse than a file without its row.
    transaction.on_commit(lambda: _forget(paths))


def _forget(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
