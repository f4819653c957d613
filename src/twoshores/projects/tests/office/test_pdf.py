"""Designs on paper: made without network, with a font for every letter, for those who may read."""

import zlib

import pytest
from django.urls import reverse
from django.utils.translation import override

from twoshores.projects.office import pdf
from twoshores.projects.office.pdf import pdf_of
from twoshores.projects.selectors.office import state_of

from .files import fill


@pytest.fixture
def rows(design, periods):
    return fill(design, periods)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pdf_to_sign_is_made_without_network_or_fonts_of_the_machine(design, rows, language):
    with override(language):
        made = pdf_of(design.project, state_of(design.project))
    assert made.startswith(b"%PDF-")
    assert (b"NotoNaskhArabic" in made) is (language == "ar")


def test_the_pdf_is_for_those_who_work_on_the_project(client, design, rows):
    address = reverse("office_pdf", args=[design.project.pk])
    client.force_login(design.viewer)
    assert client.get(address).content.startswith(b"%PDF-")
    client.force_login(design.stranger)
    assert client.get(address).status_code == 404


def test_letters_of_many_scripts_are_drawn_and_others_named():
    words = "საქართველო ኢትዮጵያ ශ්‍රී தமிழ் ⵜⴰⵎⴰⵣⵉⵖⵜ ߒߞߏ Հայ বাংলা हिन्दी مصر Україна"
    shown = {"title": "A", "meta": [], "summary": words, "lying": False, "parts": [],
             "digest_label": "", "digest": "0", "lang": "en", "rtl": False, "lacking": "",
             "tables": [], "signatures": "", "sign_line": "", "partners": []}  # fmt: skip
    made = pdf._try(pdf.json.dumps(shown, ensure_ascii=False), with_system=False)
    assert isinstance(made, bytes), made  # no font of the machine is needed
    for script in ("Georgian", "Ethiopic", "Sinhala", "Tamil", "Tifinagh", "NKo", "Armenian",
                   "Bengali", "Devanagari"):  # fmt: skip
        assert f"NotoSans{script}".encode() in made
    assert b"NotoNaskhArabic" in made
    assert {"ს", "ኢ", "ம"} <= letters_in(made)
    # A private letter has no meaning to others, an unassigned one no font anywhere.
    odd = pdf.typeset(shown | {"summary": "\ue000 and \U0001fbff"})
    assert "\ufffd" in letters_in(odd)


def letters_in(made: bytes) -> set[str]:
    """Letters that a reader of the file finds in it, by its maps from glyphs to text."""
    found: set[str] = set()
    for part in made.split(b"stream\n")[1:]:
        try:
            plain = zlib.decompressobj().decompress(part)
        except zlib.error:
            continue
        if b"beginbfchar" in plain:
            words = plain.decode("ascii", "ignore").split()
            for word in words:
                if word.startswith("<") and len(word) >= 6 and len(word) % 4 == 2:
                    found |= set(bytes.fromhex(word[1:-1]).decode("utf-16-be", "ignore"))
    return found
