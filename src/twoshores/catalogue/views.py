"""Pages of the catalogue: the list of building blocks, one block, the threats."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access

from . import pages
from .handbook import SECTIONS
from .models import BlockCapital
from .permissions import can_edit_catalogue
from .selectors import block_or_404, blocks_in_use, blocks_listed, threats_in


@access("public")
@require_safe
def blocks(request: HttpRequest) -> HttpResponseBase:
    """All building blocks by capital, with search and filters as links."""
    capital, section = request.GET.get("capital", ""), request.GET.get("section", "")
    found = blocks_listed(
        query=request.GET.get("q", "").strip()[:200],
        capital=capital if capital in BlockCapital.values else "",
        section=section if section in SECTIONS else "",
    )
    return render(request, "catalogue/blocks.html", pages.blocks_context(request, found))


@access("public")
@require_safe
def blocks_json(request: HttpRequest) -> HttpResponseBase:
    """All building blocks in use as data."""
    document = {"blocks": [pages.block_data(request, block) for block in blocks_in_use()]}
    return _json(document, "building-blocks")


@access("public")
@require_safe
def block(request: HttpRequest, key: str) -> HttpResponseBase:
    """One building block in the reader's language."""
    context = pages.block_context(block_or_404(key))
    context["may_edit"] = bool(can_edit_catalogue(request.user))
    return render(request, "catalogue/block.html", context)


@access("public")
@require_safe
def block_json(request: HttpRequest, key: str) -> HttpResponseBase:
    """One building block as data, in all its languages."""
    return _json(pages.block_data(request, block_or_404(key)), key)


@access("public")
@require_safe
def threats(request: HttpRequest) -> HttpResponseBase:
    """What endangers a partnership, how one notices, and what helps."""
    context = pages.threats_context(threats_in(pages.reader_language()))
    context["may_edit"] = bool(can_edit_catalogue(request.user))
    return render(request, "catalogue/threats.html", context)


def _json(document: dict[str, Any], name: str) -> JsonResponse:
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False})
    response.headers["Content-Disposition"] = f'inline; filename="{name}.json"'
    return response
