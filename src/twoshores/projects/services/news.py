"""Writes of a project's news: what happened, in the writer's language, with pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from twoshores.accounts.models import User
from twoshores.common.file_kinds import PICTURES

from ..models import Document, Project, ProjectUpdate
from .documents import Upload, document_add
from .rows import row_create, row_update

MOST_PICTURES = 12  # of one piece of news: readers pay by the megabyte


@transaction.atomic
def news_create(
    *,
    by: User,
    project: Project,
    facts: Mapping[str, Any],
    pictures: Sequence[Document] = (),
    upload: Upload | None = None,
) -> ProjectUpdate:
    """Add news. `upload` is a picture that is kept with the project first.

    Raises ValidationError by field.
    """
    _check_day(facts)
    row = row_create(by=by, project=project, model=ProjectUpdate, facts={**facts, "by": by})
    _set_pictures(by, row, pictures, upload)
    return row


@transaction.atomic
def news_update(
    *,
    by: User,
    project: Project,
    row: ProjectUpdate,
    opened_version: int,
    facts: Mapping[str, Any],
    pictures: Sequence[Document] = (),
    upload: Upload | None = None,
) -> ProjectUpdate:
    """Change news, whoever wrote them. Raises StaleVersion, or ValidationError by field."""
    _check_day(facts)
    row = row_update(by=by, project=project, row=row, opened_version=opened_version, facts=facts)
    _set_pictures(by, row, pictures, upload)
    return row


def _check_day(facts: Mapping[str, Any]) -> None:
    if facts.get("on") and facts["on"] > timezone.localdate():
        raise ValidationError({"on": _("This day is still to come.")})


def _set_pictures(
    by: User, row: ProjectUpdate, pictures: Sequence[Document], upload: Upload | None
) -> None:
    chosen = list(pictures)
    if upload is not None:
        chosen.append(_sent(by, row.project, upload))
    if len(chosen) > MOST_PICTURES:
        raise ValidationError({"pictures": _("Twelve pictures at most.")})
    for picture in chosen:
        if picture.project_id != row.project_id or picture.media_type not in PICTURES:
            raise ValidationError({"pictures": _("Choose from the list.")})
    row.pictures.set(chosen)


def _sent(by: User, project: Project, upload: Upload) -> Document:
    try:
        made = document_add(by=by, project=project, upload=upload)
    except ValidationError as error:
        if not hasattr(error, "error_dict") or "file" not in error.error_dict:
            raise
        raise ValidationError({"picture": error.error_dict["file"]}) from error
    if made.media_type not in PICTURES:
        raise ValidationError({"picture": _("This is no picture.")})
    return made
