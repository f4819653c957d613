"""Compresses every page ourselves and writes its weight into its footer.

Compression left to whoever installs an instance is often missing, and our readers pay by the
megabyte. The page is compressed in one pass: everything before the marker, whose compressed
size is then known, then the number, then the rest.
"""

import gzip
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, cast

import brotli
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from .formatting import format_number

MARKER = "@@page-weight@@"
BROTLI_QUALITY = 5  # 1 ms for a page of 60 kB here; quality 11 takes 80 ms for 6 % less
GZIP_LEVEL = 6
MIN_BYTES = 200  # below this the headers weigh more than what is saved
TAIL_BYTES = 150  # what follows the marker, compressed, within 100 bytes
COMPRESSIBLE = ("text/", "application/json", "application/xml", "image/svg+xml")


class _Encoder(Protocol):
    def process(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    """zlib's compressor under the names that brotli's uses."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)

    def process(self, data: bytes, /) -> bytes:
        return self._stream.compress(data)

    def flush(self) -> bytes:
        return self._stream.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._stream.flush(zlib.Z_FINISH)


def choose_encoding(accept_encoding: str) -> str:
    """ "br", "gzip" or "": the best of what the browser accepts (RFC 9110, 12.5.3)."""
    accepted = set()
    for part in accept_encoding.lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.replace(" ", "").removeprefix("q=")
        if quality not in {"0", "0.0", "0.00", "0.000"}:
            accepted.add(name.strip())
    return next((name for name in ("br", "gzip") if name in accepted), "")


def compress_once(data: bytes, encoding: str) -> bytes:
    """`data` compressed as small as it goes, for what is compressed once and sent often."""
    if encoding == "br":
        return bytes(brotli.compress(data, quality=11))
    if encoding == "gzip":
        return gzip.compress(data, 9, mtime=0)
    return data


class PageWeightMiddleware:
    """Stands outermost, so that what it measures is what leaves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.has_header("Content-Encoding"):
            return response
        kind = response.headers.get("Content-Type", "")
        if not kind.startswith(COMPRESSIBLE):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        encoding = choose_encoding(request.headers.get("Accept-Encoding", ""))
        if isinstance(response, HttpResponse):
            language = response.headers.get("Content-Language", "en")
            _encode_page(response, encoding, language, is_html=kind.startswith("text/html"))
        elif isinstance(response, StreamingHttpResponse) and encoding and not response.is_async:
            chunks = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _encode_stream(chunks, _encoder(encoding))
            del response.headers["Content-Length"]
            _mark(response, encoding)
        return response


def _encode_page(response: HttpResponse, encoding: str, language: str, *, is_html: bool) -> None:
    content = response.content
    head, marker, tail = content.rpartition(MARKER.encode()) if is_html else (b"", b"", content)
    if len(content) < MIN_BYTES or not encoding:
        if marker:
            number = _kilobytes(len(content), language)
            response.content = head + number + tail
            response.headers["Content-Length"] = str(len(response.content))
        return
    if is_html:
        tail += _padding()
    encoder = _encoder(encoding)
    parts = []
    if marker:
        parts = [encoder.process(head), encoder.flush()]
        size = sum(map(len, parts)) + TAIL_BYTES
        parts.append(encoder.process(_kilobytes(size, language)))
    parts += [encoder.process(tail), encoder.finish()]
    response.content = b"".join(parts)
    response.headers["Content-Length"] = str(len(response.content))
    _mark(response, encoding)


def _encode_stream(chunks: Iterable[bytes], encoder: _Encoder) -> Iterator[bytes]:
    for chunk in chunks:
        if data := encoder.process(chunk):
            yield data
    yield encoder.finish()


def _encoder(encoding: str) -> _Encoder:
    if encoding == "br":
        encoder: _Encoder = brotli.Compressor(quality=BROTLI_QUALITY)
        return encoder
    return _Gzip()


def _mark(response: HttpResponseBase, encoding: str) -> None:
    response.headers["Content-Encoding"] = encoding
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = "W/" + etag


def _kilobytes(size: int, language: str) -> bytes:
    """Bytes, in kB of 1,000, rounded up, in the reader's digits."""
    return format_number(-(-size // 1000), language).encode()


def _padding() -> bytes:
    """A comment of random length, so that the size of a page that repeats what somebody typed
    does not tell what else is on it (the BREACH attack; Django's GZipMiddleware does likewise).
    """
    return b"<!--" + secrets.token_urlsafe(secrets.randbelow(32) + 1).encode() + b"-->"
