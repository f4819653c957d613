"""The one script."""

import brotli

from twoshores.common.script import HTMX, OURS, script_digest


def test_the_script_is_sent_small_and_kept(client):
    answer = client.get(f"/script-{script_digest()}.js", headers={"accept-encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "br"
    whole = brotli.decompress(answer.content)
    assert whole.startswith(HTMX.read_bytes())
    assert whole.endswith(OURS[1].read_bytes())
    assert len(answer.content) < 17_500
    assert "immutable" in answer.headers["Cache-Control"]
    stale = client.get("/script-0.js")
    assert stale.headers["Cache-Control"] == "no-store"
    assert stale.content == whole
