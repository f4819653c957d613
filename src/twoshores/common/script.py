"""Scripts: compressed once, kept for good. Every page can have ours: htmx, read from where its
package keeps it, and what sends drafts again. What one page alone uses, its app sends with
`send_script`."""

import hashlib
from functools import cache
from pathlib import Path

import django_htmx
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from .decisions import access
from .weight import choose_encoding, compress_once

HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
OURS = (HTMX, Path(__file__).parent / "data" / "draft.js")


@cache
def script_digest(*files: Path) -> str:
    """Of the files as one script; without any, of ours."""
    return hashlib.sha256(_joined(files or OURS)).hexdigest()[:12]


@cache
def script_bytes(files: tuple[Path, ...], encoding: str) -> bytes:
    """Files as one script, as sent: encoding is "br", "gzip" or ""."""
    return compress_once(_joined(files), encoding)


def _joined(files: tuple[Path, ...]) -> bytes:
    return b"\n".join(file.read_bytes() for file in files)


@access("public")
@require_safe
def script(request: HttpRequest, digest: str) -> HttpResponse:
    """htmx and what sends drafts again."""
    return send_script(request, digest, *OURS)


def send_script(request: HttpRequest, digest: str, *files: Path) -> HttpResponse:
    """Files as one script, as they are now; kept for good only under their own digest."""
    encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(
        script_bytes(files, encoding), content_type="text/javascript; charset=utf-8"
    )
    if encoding:
        response.headers["Content-Encoding"] = encoding
    kept = "public, max-age=31536000, immutable"
    response.headers["Cache-Control"] = kept if digest == script_digest(*files) else "no-store"
    response.headers["Vary"] = "Accept-Encoding"
    return response
