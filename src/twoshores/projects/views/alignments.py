"""What a project serves: local and national plans, goals of the world, codes of donors."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from twoshores.common.decisions import access
from twoshores.common.formatting import format_share

from ..forms.alignments import SIGNIFICANCE, ListForm, PlanForm
from ..lists import item_of
from ..models import Alignment
from ..selectors.chain import part_or_404
from ..services.alignments import PLANS, alignment_add
from ..services.rows import row_remove
from .row_pages import RowPage, answer
from .workspace import Desk, desk_or_404

Kind = Alignment.Kind


@access("object")
@require_safe
def alignments(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Everything that the project serves, by kind."""
    desk = desk_or_404(request, pk)
    rows = list(desk.project.alignments.all())
    groups = [
        {
            "kind": kind.value,
            "label": kind.label,
            "rows": [shown(row, desk) for row in rows if row.kind == kind],
        }
        for kind in Kind
    ]
    return render(request, "projects/alignments.html", desk.head("alignment") | {"groups": groups})


def shown(row: Alignment, desk: Desk) -> dict[str, Any]:
    """A row in words: the item of the list in the reader's language, what was written about it."""
    item = item_of(row.kind, row.code) if row.code else None
    notes = []
    if row.percent is not None:
        notes.append(
            _("%(share)s of the budget") % {"share": format_share(row.percent / 100, digits=2)}
        )
    if row.significance is not None:
        notes.append(str(dict(SIGNIFICANCE)[row.significance]))
    return {
        "id": row.pk,
        "code": row.code,
        "label": item.label if item else row.code,
        "label_language": item.language if item else "",
        "text": row.text,
        "notes": notes,
        "language": desk.project.language,
    }


@access("object")
def alignment_new(request: HttpRequest, pk: str, kind: str) -> HttpResponseBase:
    """Add a plan in words, or an item of a published list."""
    if kind not in Kind.values:
        raise Http404
    desk = desk_or_404(request, pk, to_write=True)
    make = PlanForm if kind in PLANS else partial(ListForm, kind=kind)

    def save(cleaned: dict[str, Any], _version: int) -> None:
        alignment_add(by=desk.user, project=desk.project, facts=cleaned | {"kind": kind})

    page = RowPage(
        title=Kind(kind).label,
        tab="alignment",
        make_form=make,
        save=save,
        back=reverse("workbench_alignment", args=[pk]),
    )
    return answer(request, desk, page)


@access("object")
@require_POST
def alignment_remove(request: HttpRequest, pk: str, alignment: int) -> HttpResponseBase:
    """Take one out."""
    desk = desk_or_404(request, pk, to_write=True)
    row = part_or_404(desk.project.alignments.all(), alignment)
    row_remove(by=desk.user, project=desk.project, row=row)
    messages.success(request, _("Taken out."))
    return redirect("workbench_alignment", pk)
