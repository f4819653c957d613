"""Makes the page of one part of a project out of its form, its names and its services."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm
from django.utils.functional import Promise

from twoshores.common.models import VersionedModel

from ..forms.fields import initial_of_rows
from ..services.rows import row_create, row_remove, row_update
from .row_pages import RowPage
from .workspace import Desk


def part_page(
    desk: Desk,
    *,
    row: VersionedModel | None,
    model: type[VersionedModel],
    names: Sequence[str],
    make: Callable[..., BaseForm],
    title: str | Promise,
    tab: str,
    back: str,
    lead: str | Promise = "",
    fixed: dict[str, Any] | None = None,
    create: Callable[[dict[str, Any]], Any] | None = None,
    update: Callable[[Any, dict[str, Any], int], Any] | None = None,
    remove: Callable[[], None] | None = None,
    removable: bool = True,
) -> RowPage:
    """A page that adds a part (row None), or changes and removes one.

    names: fields of the model that the form has. fixed: facts that the form does not ask.
    make(data, initial=...): the form. create, update and remove stand for the plain services
    where a part has rules of its own.
    """
    project = desk.project

    def save(cleaned: dict[str, Any], version: int) -> None:
        facts = {name: cleaned[name] for name in names if name in cleaned}
        if row is None:
            whole = facts | (fixed or {})
            if create is not None:
                create(whole)
            else:
                row_create(by=desk.user, project=project, model=model, facts=whole)
        elif update is not None:
            update(row, facts, version)
        else:
            row_update(by=desk.user, project=project, row=row, opened_version=version, facts=facts)

    def remove_plainly() -> None:
        if row is None:
            raise ValidationError([])
        row_remove(by=desk.user, project=project, row=row)

    subject = model._meta.model_name
    initial = initial_of_rows(row, names)
    return RowPage(
        title=title,
        tab=tab,
        make_form=lambda data: make(data, initial=initial),
        save=save,
        back=back,
        version=row.version if row else 0,
        remove=(remove or remove_plainly) if row is not None and removable else None,
        draft_key=f"{subject}:{_key(row or project)}"[:40],
        lead=lead,
    )


def _key(row: Model) -> str:
    return str(row.pk).replace("-", "")[:24]
