"""Estimated widths of texts, held against a browser where there is one."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.engines.shoremap.example import drawn, example
from twoshores.common.languages import UI_LANGUAGES
from twoshores.engines.shoremap.text import text_width


def test_widths_grow_with_letters_and_ignore_marks() -> None:
    assert text_width("") < text_width("i") < text_width("m") < text_width("mm")
    assert text_width("é") == text_width("e")
    assert text_width("مُحَمَّد") == text_width("محمد")
    assert text_width("Mali", bold=True) > text_width("Mali")


@pytest.mark.browser
@pytest.mark.parametrize("ui", UI_LANGUAGES)
def test_no_text_is_wider_than_the_room_that_was_kept_for_it(ui: str, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if not browser:
        pytest.skip("no Chromium found")
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><meta charset=utf-8><style>text{font:13px system-ui,'Noto Sans'}"
        f".o,.b{{font-weight:700}}</style>{drawn(ui).svg}<script>document.title="
        "[...document.querySelectorAll('text')].map(t=>t.getComputedTextLength()).join()"
        "</script>",
        encoding="utf-8",
    )
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    (title,) = re.findall(r"<title>([\d.,]+)</title>", dumped.stdout)
    measured = [float(part) for part in title.split(",")]
    labels = drawn(ui).labels
    assert len(measured) == len(labels) == len(example(ui)[0])
    for label, width in zip(labels, measured, strict=True):
        assert width <= label.box.right - label.box.left, label.code
