"""The one script."""

import brotli

from twoshores.common.script import FILE, script_digest


def test_the_script_is_sent_small_and_kept(client):
    answer = client.get(f"/script-{script_digest()}.js", headers={"accept-encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content) == FILE.read_bytes()
    assert len(answer.content) < 17_000
    assert "immutable" in answer.headers["Cache-Control"]
    stale = client.get("/script-0.js")
    assert stale.headers["Cache-Control"] == "no-store"
    assert stale.content == FILE.read_bytes()
