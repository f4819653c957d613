"""Files from outside: kept as a version if nothing in them runs, leads out or hides."""

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document

from twoshores.alliances.papers import Paper, files
from twoshores.alliances.services.agreement_files import agreement_file_add, checked
from twoshores.common.pdf_files import check_pdf
from twoshores.projects.services.documents import Upload

from .test_agreements import begin

HOLDS = b"word/_rels/document.xml.rels"


def word(**parts: bytes) -> bytes:
    """A Word document with parts added or put in the place of its own."""
    document = Document()
    document.add_heading("Who agrees", 1)
    document.add_paragraph("We two agree.")
    document.add_paragraph("On water", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (found | parts).items():
            archive.writestr(name, content)
    return made.getvalue()


def relations(target: str, kind: str = "hyperlink", mode: str = "External") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word())) as archive:
        own = archive.read(HOLDS.decode())
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    row = f'<Relationship Id="rId99" Type="{base}{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {HOLDS.decode(): own.replace(b"</Relationships>", f"{row}</Relationships>".encode())}


def pdf(body: bytes = b"", stream: bytes | None = None) -> bytes:
    packed = b""
    if stream is not None:
        squeezed = zlib.compress(stream)
        packed = (
            b"9 0 obj <</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>\n"
            b"stream\n%s\nendstream endobj\n" % (len(squeezed), squeezed)
        )
    return b"%PDF-1.7\n1 0 obj <</Type /Catalog " + body + b">> endobj\n" + packed + b"%%EOF"


def test_a_word_document_is_a_version_whose_text_can_be_compared(design, client):
    agreement = begin(design)
    data = word()
    row = agreement_file_add(
        by=design.coordinator,
        agreement=agreement,
        upload=Upload("../../etc/Signed\u202e.exe", data),
    )
    assert (row.number, row.file_size, row.file_name) == (2, len(data), "Signed.docx")
    assert [block["style"] for block in row.body] == ["heading", "text", "item"]
    client.force_login(design.viewer)
    address = reverse("agreement_sent", args=[design.project.pk, agreement.pk, 2])
    answer = client.get(address)
    assert b"".join(answer) == data
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(design.stranger)
    assert client.get(address).status_code == 404
    with pytest.raises(ValidationError, match="already"):
        agreement_file_add(
            by=design.coordinator, agreement=agreement, upload=Upload("again.docx", data)
        )
    for name in ("agreement_docx", "agreement_pdf"):  # another paper under the same digest
        client.force_login(design.coordinator)
        page = client.get(reverse(name, args=[design.project.pk, agreement.pk, 2]))
        assert page.status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>1</script></html>",
        b"PK\x03\x04 not an archive",
        word(**{"word/vbaProject.bin": b"x"}),
        word(**{"word/embeddings/oleObject1.bin": b"x"}),
        word(**{"word/activeX/activeX1.xml": b"<a/>"}),
        word(**{"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        word(**{"word/document.xml": b"<a"}),
        word(**{"../outside.xml": b"<a/>"}),
        word(**relations("https://example.org/terms")),
        word(**relations("http://example.org/t.dotm", "attachedTemplate")),
        word(**relations("file:///c:/x", "oleObject")),
        word(**relations("https://example.org", mode="&#69;xternal")),
        word(**{"word/bomb.xml": b" " * 30_000_000}),
    ],
)
def test_what_runs_leads_out_or_hides_is_refused_in_words(data):
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        checked(data)


def test_an_address_to_write_to_is_no_link_outside():
    assert checked(word(**relations("mailto:office@example.org")))[1]


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"/OpenAction <</S /JavaScript /JS (app.alert(1))>>"),
        pdf(b"/OpenAction <</S /J#61vaScript>>"),
        pdf(b"/AA <</O <</S /Launch /F (cmd.exe)>>>>"),
        pdf(b"/Names <</EmbeddedFiles 3 0 R>>"),
        pdf(b"/Encrypt 4 0 R"),
        pdf(stream=b"1 0 <</S /JavaScript /JS 3 0 R>>"),
        pdf(stream=b"1 0 <</S /#4aavaScript>>"),
    ],
)
def test_a_pdf_that_does_something_is_refused(data):
    with pytest.raises(ValueError, match="PDF"):
        check_pdf(data)


def test_a_bomb_within_a_pdf_is_refused_before_it_is_unpacked():
    with pytest.raises(ValueError, match="too large"):
        check_pdf(pdf(stream=b"\x00" * 60_000_000))


def test_a_plain_pdf_passes_and_what_looks_like_a_name_in_a_picture_is_no_matter():
    check_pdf(pdf())
    check_pdf(b"%PDF-1.4\n5 0 obj <</Subtype /Image>>\nstream\n\x00/JS \x01\nendstream\n%%EOF")
    made = files.pdf_of(Paper("Ours", "en", [{"style": "text", "text": "We agree"}]))
    assert checked(made)[1] == []


def test_a_file_that_is_no_paper_is_refused_at_its_field(design, client):
    agreement = begin(design)
    client.force_login(design.coordinator)
    address = reverse("agreement_file", args=[design.project.pk, agreement.pk])
    macro = io.BytesIO(word(**{"word/vbaProject.bin": b"x"}))
    macro.name = "contract.docx"
    answer = client.post(address, {"file": macro, "note": ""})
    assert answer.status_code == 422
    assert "macros" in answer.content.decode()
    assert agreement.versions.count() == 1
