"""Papers that a programme gives its grantees: rules of visibility, templates, materials."""

import hashlib

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

from ..models import Programme, ProgrammePaper
from ..permissions.programmes import can_run_programme
from ..selectors.events import path_of

MOST_PAPERS = 200


def paper_kind(data: bytes) -> FileKind:
    """What a paper is, by its bytes. Raises ValidationError at "file": too large, or of no kind
    that is kept for applicants and grantees (programs, archives, macros; pictures too)."""
    if len(data) > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            {
                "file": _("This file is too large. At most %(megabytes)s MB can be kept.")
                % {"megabytes": format_number(settings.UPLOAD_MAX_BYTES // 1_000_000)}
            }
        )
    kind = kind_of(data) if data else None
    if kind is None or kind.is_picture:
        raise ValidationError(
            {
                "file": _(
                    "Files of this kind are not kept. Send a PDF, a Word, Excel or OpenDocument "
                    "text without macros, a CSV or plain text."
                )
            }
        )
    return kind


@transaction.atomic
def paper_add(
    *, by: User, programme: Programme, title: str, language: str, name: str, data: bytes
) -> ProgrammePaper:
    """Keep a paper. Raises PermissionDenied, or ValidationError at "file": too large, of no kind
    we keep (pictures among them: they belong to a text), here already."""
    require(can_run_programme(by, programme))
    if programme.papers.count() >= MOST_PAPERS:
        raise ValidationError(_("%(most)s files at most.") % {"most": format_number(MOST_PAPERS)})
    kind = paper_kind(data)
    digest = hashlib.sha256(data).hexdigest()
    if programme.papers.filter(file_sha256=digest).exists():
        raise ValidationError({"file": _("This file is here already.")})
    paper = ProgrammePaper(
        programme=programme,
        title=title,
        language=language,
        file_name=safe_name(name, kind),
        file_size=len(data),
        file_sha256=digest,
    )
    paper.full_clean()
    paper.save(force_insert=True)
    default_storage.save(path_of(paper), ContentFile(data))
    audit.record("programmepaper.create", paper, by=by, about=programme.organisation)
    return paper


@transaction.atomic
def paper_remove(*, by: User, paper: ProgrammePaper) -> None:
    """Take a paper out; its bytes go once that is certain."""
    programme = paper.programme
    require(can_run_programme(by, programme))
    path = path_of(paper)
    audit.record("programmepaper.remove", paper, by=by, about=programme.organisation)
    paper.delete()
    transaction.on_commit(lambda: default_storage.delete(path))
