"""Writes of a call's parts: themes, criteria, questions to answer, documents, translations.

Each is published at once where the call is (`services.calls`).
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common import audit
from twoshores.common.decisions import require
from twoshores.common.file_kinds import safe_name
from twoshores.common.formatting import format_number
from twoshores.common.models import Translation
from twoshores.common.translations import translation_set

from ..models import Call, CallDocument, Criterion, Prompt, Theme
from ..permissions.programmes import can_run_programme
from .calls import call_lock, call_republish
from .papers import paper_kind
from .rows import part_create, part_remove, part_update

type Part = Theme | Criterion | Prompt
MOST_PARTS = 60  # of a kind in a call
MOST_DOCUMENTS = 40


@transaction.atomic
def call_part_create[M: (Theme, Criterion, Prompt)](
    *, by: User, call: Call, model: type[M], facts: Mapping[str, Any], note: str = ""
) -> M:
    """Add a theme, a criterion or a question, behind the others."""
    locked = call_lock(by, call)
    rows = model.objects.filter(call=locked)
    if rows.count() >= MOST_PARTS:
        raise ValidationError(_("%(most)s at most.") % {"most": format_number(MOST_PARTS)})
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = part_create(
        by=by,
        programme=locked.programme,
        model=model,
        facts={**facts, "call": locked, "position": last + 1},
    )
    call_republish(by, locked, note)
    return row


@transaction.atomic
def call_part_update(
    *, by: User, row: Part, opened_version: int, facts: Mapping[str, Any], note: str = ""
) -> None:
    """Change a part. Raises StaleVersion."""
    locked = call_lock(by, row.call)
    part_update(
        by=by, programme=locked.programme, row=row, opened_version=opened_version, facts=facts
    )
    call_republish(by, locked, note)


@transaction.atomic
def call_part_move(*, by: User, row: Part, earlier: bool, note: str) -> None:
    """Let a part change places with its neighbour. note: for the version that follows."""
    locked = call_lock(by, row.call)
    rows: list[Any] = list(type(row)._default_manager.filter(call=locked))
    place = [one.pk for one in rows].index(row.pk)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        one.position = position
    type(row)._default_manager.bulk_update(rows, ["position"])
    name = row._meta.model_name
    organisation = locked.programme.organisation
    audit.record(f"{name}.update", row, by=by, about=organisation, fields=["position"])
    call_republish(by, locked, note)


@transaction.atomic
def call_part_remove(*, by: User, row: Part | CallDocument, note: str = "") -> None:
    """Take a part out. Raises ValidationError while proposals or marks hang on it."""
    locked = call_lock(by, row.call)
    path = document_path(row) if isinstance(row, CallDocument) else ""
    try:
        part_remove(by=by, programme=locked.programme, row=row)
    except ProtectedError as error:
        raise ValidationError(
            _("Proposals hang on it already, so it stays. Change its words instead.")
        ) from error
    call_republish(by, locked, note)
    # A published document is kept: an older version names it, and it can still be fetched there.
    if path and locked.state == Call.State.DRAFT:
        transaction.on_commit(lambda: default_storage.delete(path))


def document_path(row: CallDocument) -> str:
    """Where its bytes lie, in the storage of uploads."""
    return f"calls/{row.call_id}/{row.file_sha256}"


@transaction.atomic
def call_document_add(
    *, by: User, call: Call, title: str, language: str, name: str, data: bytes, note: str = ""
) -> CallDocument:
    """Keep a paper that everybody may fetch. Raises ValidationError by field: too large, of no
    kind that is kept (programs, macros, archives), here already."""
    locked = call_lock(by, call)
    if locked.documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(_("%(most)s at most.") % {"most": format_number(MOST_DOCUMENTS)})
    kind = paper_kind(data)
    digest = hashlib.sha256(data).hexdigest()
    if locked.documents.filter(file_sha256=digest).exists():
        raise ValidationError({"file": _("This file is here already.")})
    row = CallDocument(
        call=locked,
        title=title,
        language=language,
        file_name=safe_name(name, kind),
        file_size=len(data),
        file_sha256=digest,
    )
    row.full_clean()
    row.save(force_insert=True)
    if not default_storage.exists(document_path(row)):
        default_storage.save(document_path(row), ContentFile(data))
    audit.record("calldocument.create", row, by=by, about=locked.programme.organisation)
    call_republish(by, locked, note)
    return row


@transaction.atomic
def call_translate(
    *, by: User, call: Call, language: str, texts: Mapping[tuple[models.Model, str], str]
) -> None:
    """Keep a call's texts in another language: (record, field) -> text, "" takes it away."""
    require(can_run_programme(by, call.programme))
    for (record, name), text in texts.items():
        if text.strip():
            translation_set(
                record=record,
                field=name,
                language=language,
                text=text.strip(),
                status=Translation.Status.HUMAN,
                by=by,
            )
        else:
            Translation.objects.filter(
                subject_kind=record._meta.label_lower,
                subject_id=str(record.pk),
                field=name,
                language=language,
            ).delete()
