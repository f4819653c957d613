"""What a design is made of: the building blocks it has taken in, and those it could."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from twoshores.catalogue.models import BuildingBlock
from twoshores.catalogue.selectors import as_design, block_or_404, blocks_in_use, text_in
from twoshores.common.decisions import access
from twoshores.common.formatting import format_number

from ..models import Capital
from ..services.blocks import block_leave, block_take
from .basics import reader_language
from .workspace import desk_or_404


@access("object")
@require_safe
def blocks(request: HttpRequest, pk: str) -> HttpResponseBase:
    """All building blocks by capital, those of the project marked."""
    desk = desk_or_404(request, pk)
    taken = set(desk.project.blocks.values_list("block", flat=True))
    groups: dict[str, list[dict[str, Any]]] = {}
    for block in blocks_in_use():
        groups.setdefault(str(Capital(block.capital).label), []).append(_item(block, taken))
    context = desk.head("blocks") | {"groups": list(groups.items()), "taken": len(taken)}
    return render(request, "projects/blocks.html", context)


def _item(block: BuildingBlock, taken: set[str]) -> dict[str, Any]:
    text = text_in(block, reader_language())
    return {
        "key": block.key,
        "title": text.title,
        "purpose": text.purpose,
        "language": text.language,
        "section": block.handbook_section,
        "href": reverse("building_block", args=[block.key]),
        "taken": block.key in taken,
    }


@access("object")
@require_POST
def block_choose(request: HttpRequest, pk: str, key: str) -> HttpResponseBase:
    """Take a block in with its lines, in the project's language; or off the list again."""
    desk = desk_or_404(request, pk, to_write=True)
    if request.POST.get("take") == "no":
        block_leave(by=desk.user, project=desk.project, key=key)
        messages.success(request, _("Taken off. What it brought stays."))
        return redirect("workbench_blocks", pk)
    block = as_design(block_or_404(key), desk.project.language)
    number = block_take(by=desk.user, project=desk.project, block=block)
    said = ngettext(
        "Taken in, with %(n)s line to change freely.",
        "Taken in, with %(n)s lines to change freely.",
        number,
    )
    messages.success(request, said % {"n": format_number(number)})
    return redirect("workbench_blocks", pk)
