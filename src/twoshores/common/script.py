"""The one script, htmx, sent from where its package keeps it: compressed once, kept for good."""

import hashlib
from functools import cache
from pathlib import Path

import django_htmx
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .decisions import access
from .weight import choose_encoding, compress_once

FILE = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"


@cache
def script_digest() -> str:
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:12]


@cache
def script_bytes(encoding: str) -> bytes:
    """The script as sent: encoding is "br", "gzip" or ""."""
    return compress_once(FILE.read_bytes(), encoding)


@access("public")
@require_safe
def script(request: HttpRequest, digest: str) -> HttpResponse:
    """The present script; kept for good only under its own digest."""
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(script_bytes(encoding), content_type="text/javascript; charset=utf-8")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    kept = "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = kept if digest == script_digest() else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response
