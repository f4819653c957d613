"""Templates: whole in five languages, filled with what is known, open about what is not."""

import io
import zipfile

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from twoshores.alliances import papers
from twoshores.alliances.papers import files, templates
from twoshores.alliances.papers.blocks import GAP_BEGINS


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_every_language_has_every_clause_and_names_the_same_fields(language):
    texts, english = templates._texts(language), templates._texts("en")
    for part in ("titles", "clauses"):
        assert texts[part].keys() == english[part].keys()
        for key, words in texts[part].items():
            named = sorted(templates._FIELD.findall(words))
            wanted = english[part][key]
            assert set(named) == set(templates._FIELD.findall(wanted)), key
            styles = [block["style"] for block in papers.blocks_of(words)]
            assert styles == [block["style"] for block in papers.blocks_of(wanted)], key


@pytest.mark.parametrize("key", papers.KEYS)
def test_without_a_record_every_field_is_a_gap_that_is_listed(key):
    paper = papers.fill(key, "en", {})
    gaps = papers.gaps_in(paper.blocks)
    assert gaps
    assert not any("{" in block["text"] for block in paper.blocks)
    assert sum(GAP_BEGINS in block["text"] for block in paper.blocks) > 0


def test_several_values_become_items_and_known_fields_leave_no_gap():
    paper = papers.fill(
        "memorandum", "fr", {"partners": ["Kayes", "Paris"], "goal": "De l'eau\npour tous"}
    )
    items = [block["text"] for block in paper.blocks if block["style"] == "item"]
    assert items[:2] == ["Kayes", "Paris"]
    assert {"style": "text", "text": "De l'eau pour tous"} in paper.blocks


@pytest.mark.parametrize("words", ["Dear {mayor}", "- {}", "# {Partners}"])
def test_a_template_with_an_unknown_field_is_refused_by_name(words):
    with pytest.raises(papers.UnknownField, match=r"clauses\.x"):
        templates.check({"clauses.x": words})


def test_a_field_of_several_values_stands_alone_in_an_item():
    with pytest.raises(papers.UnknownField, match="partners"):
        templates.check({"clauses.x": "We are {partners}."})
    templates.check({"clauses.x": "- {partners}"})


def test_a_value_of_no_field_is_refused():
    with pytest.raises(papers.UnknownField, match="mayor"):
        papers.fill("memorandum", "en", {"mayor": "x"})


def test_what_somebody_wrote_in_braces_is_not_filled_again():
    paper = papers.fill("memorandum", "en", {"project": "{goal}", "goal": "Water"})
    assert "{goal}" in paper.title


@given(st.text(alphabet="#- \nab…[]é\u202eعش", max_size=80))
def test_a_text_read_and_written_and_read_again_is_the_same(text):
    blocks = papers.blocks_of(text)
    again = papers.blocks_of(papers.text_of(blocks))
    assert again == blocks
    assert papers.digest_of(again) == papers.digest_of(blocks)


def test_the_digest_tells_a_heading_from_a_paragraph():
    assert papers.digest_of(papers.blocks_of("# a")) != papers.digest_of(papers.blocks_of("a"))


@pytest.mark.parametrize(
    ("text", "in_arabic", "in_english"),
    [
        ("Kayes Water: مالي", True, False),
        ("Kayes Water", False, False),
        ("ماء", True, True),
        ("12", True, False),
    ],
)
def test_a_line_goes_as_the_paper_does_unless_it_is_wholly_foreign(text, in_arabic, in_english):
    with translation.override("ar"):
        assert files.goes_rtl(text) is in_arabic
    with translation.override("en"):
        assert files.goes_rtl(text) is in_english


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_leaves_as_word_and_as_a_paper_to_sign(language):
    paper = papers.fill("contract", language, {"partner": "Kayes à Paris", "project": "Ponds"})
    word = files.docx_of(paper, signers=["Kayes à Paris"], footnote="SHA-256 abc")
    made = Document(io.BytesIO(word))
    text = "\n".join(row.text for row in made.paragraphs)
    assert "Kayes à Paris" in text
    assert "SHA-256 abc" in text
    assert b"w:bidi" in zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml") or (
        language == "en"
    )
    pdf = files.pdf_of(paper, signers=["Kayes à Paris"], footnote="SHA-256 abc")
    assert pdf.startswith(b"%PDF-")
    assert b"/Lang" in pdf
