"""The one stylesheet: parts written by hand, joined, stripped and compressed once a process.

Its address carries its digest, so browsers keep it for good and a page after the first costs
its own HTML only.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .decisions import access
from .weight import choose_encoding, compress_once

PARTS = Path(__file__).parent / "static" / "common" / "css"


@cache
def css_text() -> str:
    """All parts in the order of their names, without comments and indentation."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(PARTS.glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"(?<=[{;,])\n|\n(?=})|;\s*(?=})", "", text).strip()


@cache
def css_digest() -> str:
    return hashlib.sha256(css_text().encode()).hexdigest()[:12]


@cache
def css_bytes(encoding: str) -> bytes:
    """The stylesheet as sent: encoding is "br", "gzip" or ""."""
    return compress_once(css_text().encode(), encoding)


@access("public")
@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The present stylesheet; kept for good only under its own digest.

    A page opened before an upgrade still asks for the old digest: it gets the new style, which
    is better than none, and forgets it.
    """
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(css_bytes(encoding), content_type="text/css; charset=utf-8")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    kept = "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = kept if digest == css_digest() else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response


ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="5" fill="#f9f5ec"/><path d="M9 16h14" stroke="#82775f"/>'
    '<circle cx="9" cy="16" r="6" fill="#a9481f"/>'
    '<circle cx="24" cy="16" r="4.5" fill="none" stroke="#0f5e63" stroke-width="3"/></svg>'
)


@access("public")
@require_safe
def icon(request: HttpRequest) -> HttpResponse:
    """The mark in a browser's tab: two shores, joined."""
    response = HttpResponse(ICON, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=604800"
    return response
