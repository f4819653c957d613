"""Scripts: compressed once, kept for good. Every page can have htmx, sent from where its package
keeps it; what one page alone uses, its app sends with `send_script`."""

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
def script_digest(file: Path = FILE) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


@cache
def script_bytes(file: Path, encoding: str) -> bytes:
    """A script as sent: encoding is "br", "gzip" or ""."""
    return compress_once(file.read_bytes(), encoding)


@access("public")
@require_safe
def script(request: HttpRequest, digest: str) -> HttpResponse:
    """htmx."""
    return send_script(request, FILE, digest)


def send_script(request: HttpRequest, file: Path, digest: str) -> HttpResponse:
    """The present script of a file; kept for good only under its own digest."""
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(
        script_bytes(file, encoding), content_type="text/javascript; charset=utf-8"
    )
    if encoding:
        response.headers["Content-Encoding"] = encoding
    kept = "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = kept if digest == script_digest(file) else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response
