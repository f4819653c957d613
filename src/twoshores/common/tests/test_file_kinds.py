"""What a file is, is read from its bytes; what it is called, never."""

import pytest

from twoshores.common.file_kinds import (
    CSV,
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    TEXT,
    WEBP,
    XLSX,
    kind_of,
    safe_name,
)
from twoshores.common.tests import files


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (files.jpeg(), JPEG),
        (files.picture("PNG"), PNG),
        (files.picture("WEBP"), WEBP),
        (files.PDF, PDF),
        (files.docx(), DOCX),
        (files.archive({"[Content_Types].xml": b"<t/>", "xl/workbook.xml": b"<w/>"}), XLSX),
        (files.odt(), ODT),
        (b"name;age\nAwa;31\nOumar;40\n", CSV),
        ("name,âge\nAïssata,31\n".encode("cp1252"), CSV),
        ("اسم\tعمر\nمريم\t٣١\n".encode("utf-16"), CSV),
        ("Procès-verbal, le 3 mars. Présents : six, dont deux femmes.\nFin.".encode(), TEXT),
        (b"2 < 3 and 5 > 4", TEXT),
    ],
)
def test_kinds_that_are_kept(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"<!DOCTYPE html><p>hello",
        b"\n\n <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<html>".encode("utf-16"),
        b"text first\n<script>alert(1)</script>",
        b"<?xml version='1.0'?><x/>",
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01",
        b"GIF89a<script>alert(1)</script>",
        files.picture("GIF"),
        files.picture("BMP"),
        files.picture("TIFF"),
        b"%PDF-1.7 without an end",
        b"junk before %PDF-1.7\n\x00%%EOF",
        b"PK\x03\x04 no archive at all",
        files.archive({"a.txt": b"x"}),
        files.archive({"word/document.xml": b"no list of types"}),
        files.docx(**{"word/vbaProject.bin": b"macros"}),
        files.archive({"content.xml": b"x", "mimetype": b"application/x"}),
        files.archive({f"{n}.xml": b"" for n in range(2_001)} | {"[Content_Types].xml": b""}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # old Word, or a password
        b"plain\x00text",
    ],
)
def test_what_is_not_kept(data):
    assert kind_of(data) is None


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("receipt.pdf", PDF, "receipt.pdf"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\awa\\photo.png", JPEG, "photo.jpg"),
        ("page.html", TEXT, "page.txt"),
        ("\u202egpj.exe", JPEG, "gpj.jpg"),
        ("a\r\nSet-Cookie: x=1.pdf", PDF, "aSet-Cookie x=1.pdf"),
        (".htaccess", TEXT, "htaccess.txt"),
        ("...", PDF, "file.pdf"),
        ("", PDF, "file.pdf"),
        ("محضر الاجتماع.docx", DOCX, "محضر الاجتماع.docx"),
        ("v1.2 of the statutes", PDF, "v1.2 of the statutes.pdf"),
        ("x" * 400 + ".jpeg", JPEG, "x" * 120 + ".jpg"),
    ],
)
def test_names_lose_paths_and_tricks(name, kind, shown):
    assert safe_name(name, kind) == shown
