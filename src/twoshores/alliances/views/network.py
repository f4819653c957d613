"""The network of actors, for everybody: tables, picture, files."""

import re
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from twoshores.common.decisions import access
from twoshores.common.script import script_digest, send_script
from twoshores.engines.network import edges_csv, graphml, nodes_csv

from ..selectors.network import Material, names_of, network_stamp, public_material
from ..selectors.network_figures import measured
from . import network_drawing, network_page

SCRIPT = Path(__file__).parent.parent / "data" / "explore.js"
_SCOPE = re.compile("[A-Z]{2}-[A-Z]{2}")


@access("public")
@require_safe
def network(request: HttpRequest) -> HttpResponseBase:
    """Figures that were worked out before, with names as they may be shown now."""
    scope = request.GET.get("pair", "")
    found = measured(scope) if not scope or _SCOPE.fullmatch(scope) else None
    if found is None and scope:
        raise Http404
    context = network_page.head(request, scope)
    if found is not None:
        names = names_of(network_page.ids_in(found.chosen))
        context |= network_page.context(request, found, names, scope)
        context["stale"] = found.stamp != network_stamp()
        if request.GET.get("explore"):
            drawn = network_drawing.picture(_material(scope), scope)
            # The engine escapes every text that it is given.
            context["drawing"] = mark_safe(drawn.svg)  # noqa: S308
            context["script"] = script_digest(SCRIPT)
    return render(request, "alliances/network.html", context)


@access("public")
@require_safe
# Alone it brings its style with it; nothing else may run or load in it.
@csp_override({"default-src": [CSP.NONE], "style-src": [network_drawing.STYLE_HASH]})
def network_picture(request: HttpRequest) -> HttpResponse:
    """The picture, alone."""
    scope = _scope(request)
    drawn = network_drawing.picture(_material(scope), scope)
    return HttpResponse(network_drawing.alone(drawn), content_type="image/svg+xml")


@access("public")
@require_safe
def network_graphml(request: HttpRequest) -> HttpResponse:
    """Every actor and every tie, for programs that read graphs."""
    scope = _scope(request)
    content = graphml(network_drawing.shown_network(_material(scope), scope))
    return _file(content, "network.graphml", "application/graphml+xml")


@access("public")
@require_safe
def network_actors(request: HttpRequest) -> HttpResponse:
    """Every actor, one a line."""
    scope = _scope(request)
    text = nodes_csv(network_drawing.shown_network(_material(scope), scope))
    return _file(text.encode("utf-8-sig"), "actors.csv", "text/csv; charset=utf-8")


@access("public")
@require_safe
def network_ties(request: HttpRequest) -> HttpResponse:
    """Every tie, one a line, with the ids of its ends."""
    scope = _scope(request)
    text = edges_csv(network_drawing.shown_network(_material(scope), scope))
    return _file(text.encode("utf-8-sig"), "ties.csv", "text/csv; charset=utf-8")


@access("public")
@require_safe
def network_script(request: HttpRequest, digest: str) -> HttpResponse:
    """Dragging and zooming, for those who ask for it."""
    return send_script(request, digest, SCRIPT)


def _scope(request: HttpRequest) -> str:
    scope = request.GET.get("pair", "")
    if scope and not _SCOPE.fullmatch(scope):
        raise Http404
    return scope


def _material(scope: str) -> Material:
    """What is public now; Http404 for two countries of which one has no actor."""
    material = public_material()
    if scope:
        one, two = scope.split("-")
        if one == two or not {one, two} <= {node.country for node in material.nodes}:
            raise Http404
    return material


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
