"""What leaves the server is compressed, and the footer says what it weighs."""

import gzip
import re

import brotli
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from twoshores.common import stylesheet
from twoshores.common.weight import MARKER, PageWeightMiddleware, choose_encoding

FILLER = " ".join(f"<p>row {n * 7919 % 104729}</p>" for n in range(4000))
PAGE = f"<main>{FILLER}</main><footer>weighs {MARKER} kB</footer></html>"


def sent(content, encoding: str, kind: str = "text/html; charset=utf-8", language: str = "en"):
    """The response to a browser that accepts `encoding`."""
    made = StreamingHttpResponse if isinstance(content, list) else HttpResponse
    response = made(content, content_type=kind, headers={"Content-Language": language})
    request = RequestFactory().get("/", headers={"accept-encoding": encoding})
    return PageWeightMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize(
    ("encoding", "unpack"), [("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_the_footer_tells_the_weight_of_the_compressed_page(encoding, unpack):
    response = sent(PAGE, encoding)

    text = unpack(response.content).decode()
    told = int(re.search(r"weighs (\d+) kB", text).group(1))

    assert response["Content-Encoding"] == encoding
    assert int(response["Content-Length"]) == len(response.content)
    assert told * 1000 - 1200 <= len(response.content) <= told * 1000 + 200
    assert len(response.content) < len(PAGE) / 3
    assert MARKER not in text


def test_a_browser_that_unpacks_nothing_gets_the_page_as_it_is():
    response = sent(PAGE, "identity")

    assert "Content-Encoding" not in response.headers
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content)
    assert f"weighs {-(-len(PAGE) // 1000)} kB" in response.content.decode()


def test_the_weight_is_written_in_the_readers_digits():
    text = brotli.decompress(sent(PAGE, "br", language="ar").content).decode()

    assert re.search("weighs [٠-٩]+ kB", text)


def test_only_the_footers_marker_is_filled_in():
    """A person may write anything, the marker included: it stays what they wrote."""
    text = brotli.decompress(sent(f"<p>{MARKER}</p>" + PAGE, "br").content).decode()

    assert text.startswith(f"<p>{MARKER}</p>")
    assert f"weighs {MARKER}" not in text


def test_the_same_page_has_different_sizes():
    """Otherwise the size would tell a listener what a page repeats (BREACH)."""
    sizes = {len(sent(PAGE, "br").content) for _ in range(30)}

    assert len(sizes) > 5


def test_an_export_that_streams_is_compressed_as_it_goes():
    rows = [f"{n},{n * 3}\n".encode() for n in range(5000)]
    response = sent(rows, "br", kind="text/csv")

    body = b"".join(response)

    assert brotli.decompress(body) == b"".join(rows)
    assert len(body) < len(b"".join(rows)) / 2


def test_pictures_and_what_is_compressed_already_pass_untouched():
    assert "Content-Encoding" not in sent("x" * 999, "br", kind="image/png").headers

    packed = HttpResponse(b"packed", headers={"Content-Encoding": "zstd"})
    request = RequestFactory().get("/", headers={"accept-encoding": "br"})
    assert PageWeightMiddleware(lambda _request: packed)(request).content == b"packed"


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("BR", "br"),
        ("deflate", ""),
        ("", ""),
        ("gzip; q=0.000", ""),
    ],
)
def test_the_best_encoding_that_a_browser_accepts(header, chosen):
    assert choose_encoding(header) == chosen


def test_the_stylesheet_weighs_less_than_nine_kilobytes_and_is_kept_for_good():
    request = RequestFactory().get("/", headers={"accept-encoding": "br"})

    kept = stylesheet.stylesheet(request, stylesheet.css_digest())
    old = stylesheet.stylesheet(request, "0123456789ab")

    assert len(kept.content) < 9_000
    assert "immutable" in kept["Cache-Control"]
    assert old["Cache-Control"] == "no-store"
    assert old.content == kept.content


def test_stripping_keeps_every_rule_of_the_stylesheet():
    written = "".join(path.read_text() for path in sorted(stylesheet.PARTS.glob("*.css")))
    bare = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)

    assert stylesheet.css_text().count("{") == bare.count("{")
    assert re.sub(r"[\s;]", "", stylesheet.css_text()) == re.sub(r"[\s;]", "", bare)


def test_the_stylesheet_knows_no_left_and_no_right():
    """Logical properties only: one sheet serves both writing directions."""
    physical = r"[\s;{](margin|padding|border|inset)-(left|right|top|bottom)|[;{\s](left|right):"

    assert re.findall(physical, stylesheet.css_text()) == []
    assert re.findall(physical, "a { margin-left: 1px; right: 0 }") != []


@pytest.mark.parametrize("path", sorted(stylesheet.PARTS.glob("*.css")), ids=lambda path: path.name)
def test_every_block_is_closed_in_the_file_that_opens_it(path):
    """One that is not takes the files behind it in: once nothing was left for printing."""
    text = re.sub(r"/\*.*?\*/|\"[^\"]*\"|'[^']*'", "", path.read_text("utf-8"), flags=re.DOTALL)
    depth = 0
    for mark in re.findall(r"[{}]", text):
        depth += 1 if mark == "{" else -1
        assert depth >= 0
    assert depth == 0
