"""Files of all kinds, good and bad, through the door that every import uses."""

import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from twoshores.common.cells import cell_date, cell_yes_no, safe_cell
from twoshores.common.tables import Limits, TableError, csv_response, read_table
from twoshores.engines.spreadsheets import is_formula


def read(data: bytes | str, **options):
    return read_table(io.BytesIO(data.encode() if isinstance(data, str) else data), **options)


def workbook(*rows, **sheets) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, state in sheets.items():
        book.create_sheet(title).sheet_state = state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def first_cells(table) -> list[str]:
    return list(table.rows[0].cells.values())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "أمينة 🐝"),
        ("utf-8-sig", "Aïcha"),
        ("utf-16", "أمينة"),
        ("cp1252", "Begoña Çelik"),
    ],
)
def test_csv_in_the_encodings_and_delimiters_of_spreadsheets(delimiter, encoding, name):
    text = f"Name{delimiter}Town\r\n{name}{delimiter}Loja\r\n"
    table = read(text.encode(encoding))
    assert table.columns == ["name", "town"]
    assert first_cells(table) == [name, "Loja"]
    assert not table.problems


def test_letters_of_another_code_page_are_refused_not_guessed():
    with pytest.raises(TableError, match="UTF-8"):
        read("الاسم,البلد\nأمينة,مصر\n".encode("cp1256"))
    with pytest.raises(TableError, match="UTF-8"):
        read("имя,город\nАнна,Поти\n".encode("cp1251"))


def test_headings_become_keys_and_other_languages_have_aliases():
    table = read("Nom Complet; PRÉNOM ;e-mail\na;b;c\n", aliases={"nom complet": "full_name"})
    assert table.columns == ["full_name", "prenom", "e_mail"]
    assert table.titles["full_name"] == "Nom Complet"


def test_rows_are_numbered_as_the_spreadsheet_numbers_them():
    table = read('a,b\n\n"two\nlines",1\n\n3,4\n')
    assert [row.number for row in table.rows] == [3, 5]
    table = read(workbook(["a", "b"], [None, None], ["x", 1]))
    assert [row.number for row in table.rows] == [3]


def test_a_hint_of_the_delimiter_in_the_first_line_is_taken():
    assert read("sep=;\r\na;b,c\r\n1;2\r\n").columns == ["a", "b_c"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("a,,b\n1,2,3", "no heading"),
        ("name,Name\n1,2", "twice"),
        ("a\n1", "missing: name"),
        ("name,colour\n1,2", "not known: colour"),
        ('name\n"open', "quotation"),
        ("name\n\x00", "not a table"),
        ("%PDF-1.7", "not a table"),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(text, message):
    with pytest.raises(TableError, match=message):
        read(text, required=["name"], known=["name"])


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
        b"PK\x03\x04 no archive at all",
        with_part(b"PK\x05\x06" + b"\0" * 18, "word/document.xml", b"<x/>"),
        with_part(workbook(["a"]), "xl/vbaProject.bin", b"macro"),
        with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", b"<worksheet><sheetDa"),
        with_part(workbook(["a"]), "xl/workbook.xml", b"<x/>"),
    ],
    ids=["old excel", "broken", "word", "macros", "cut off", "no sheets"],
)
def test_files_that_are_not_plain_workbooks_are_refused(data):
    with pytest.raises(TableError):
        read(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", b"<x>" + b" " * 200_000_000)
    assert len(bomb) < 300_000
    tracemalloc.start()
    with pytest.raises(TableError, match="unpacked"):
        read(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_bomb_of_xml_entities_is_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(8)
    )
    sheet = laughs + b"]><worksheet><sheetData><row><c><v>&i;</v></c></row></sheetData></worksheet>"
    with pytest.raises(TableError):
        read(with_part(workbook(["a"]), "xl/worksheets/sheet1.xml", sheet))


def test_limits_hold():
    small = Limits(bytes=40, rows=2, columns=2, cell_letters=5)
    with pytest.raises(TableError, match="too large"):
        read("a\n" + "1\n" * 30, limits=small)
    with pytest.raises(TableError, match="more than 2 rows"):
        read("a\n1\n2\n3\n", limits=small)
    with pytest.raises(TableError, match="more than 2 columns"):
        read("a,b,c\n", limits=small)
    with pytest.raises(TableError, match="more than 2 columns"):
        read(workbook(["a", "b", "c"]), limits=Limits(columns=2))
    assert [p.row for p in read("a\n123456\n", limits=small).problems] == [2]


def test_a_hundred_megabytes_are_refused_at_once():
    class Endless(io.RawIOBase):
        served = 0

        def read(self, size=-1):
            self.served += size
            return b"x" * size

    file = Endless()
    began = time.perf_counter()
    with pytest.raises(TableError, match="too large"):
        read_table(file)
    assert file.served < 11_000_000
    assert time.perf_counter() - began < 1


def test_formulas_are_reported_with_their_row_and_column():
    table = read('Name,Town\nA,"=HYPERLINK(""x"")"\nB,@SUM(A1)\nC,-1+cmd|x\n')
    assert [(p.row, p.column) for p in table.problems] == [(2, "Town"), (3, "Town"), (4, "Town")]
    book = read(workbook(["Name"], ["=1+1"], ["fine"]))
    assert [p.row for p in book.problems] == [2]


def test_error_values_and_extra_cells_are_reported():
    table = read("a,b\n#REF!,1\n1,2,3\n#1 farmer,x\n")
    assert [p.row for p in table.problems] == [2, 3]


@pytest.mark.parametrize("text", ["+223 70 00 00 00", "-5", "+1.5", "-", "+33 (0)6-12", "a=b", ""])
def test_numbers_and_telephones_are_no_formulas(text):
    assert not is_formula(text)


def test_workbook_cells_come_as_people_would_type_them():
    row = ["x", 5.0, 2.5, True, datetime(2027, 3, 1), date(2027, 3, 2), Decimal("1.10"), None]
    table = read(workbook(list("abcdefgh"), row))
    assert first_cells(table) == ["x", "5", "2.5", "1", "2027-03-01", "2027-03-02", "1.1", ""]


def test_a_hidden_first_sheet_is_passed_over():
    book = Workbook()
    book.active.append(["secret"])
    book.active.sheet_state = "hidden"
    book.create_sheet("shown").append(["name"])
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).columns == ["name"]


def test_the_report_is_in_the_language_of_the_person(monkeypatch):
    with translation.override("ar"), pytest.raises(TableError) as caught:
        read("")
    with translation.override("ar"):
        from django.utils.translation import gettext

        assert caught.value.messages == [gettext("This file is empty.")]


@given(st.binary(max_size=300))
def test_no_bytes_whatever_crash_the_reader(data):
    try:
        table = read(data)
    except TableError:
        return
    assert all(set(row.cells) == set(table.columns) for row in table.rows)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_what_we_write_no_spreadsheet_runs(values):
    body = csv_response("x", ["a"], [[value] for value in values]).content.decode("utf-8-sig")
    import csv

    cells = [row[0] if row else "" for row in csv.reader(io.StringIO(body, newline=""))][1:]
    assert not any(is_formula(cell) for cell in cells)


def test_what_we_write():
    response = csv_response("needs", ["name", "n"], [["=1", 3], [None, Decimal("-2.5")], ["-5", 0]])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.decode("utf-8-sig") == "name,n\r\n'=1,3\r\n,-2.5\r\n-5,0\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="needs.csv"'
    assert safe_cell("＝cmd") == "'＝cmd"
    assert safe_cell(" \t=1").startswith("'")


def test_dates_in_the_ways_people_write_them():
    expected = date(2027, 3, 31)
    for text in (
        "2027-03-31",
        "31/03/2027",
        "31.3.2027",
        "31-03-2027",
        "٣١/٠٣/٢٠٢٧",
        " 31/3/2027 ",
    ):
        assert cell_date(text) == expected
    assert cell_date("") is None
    for text in ("31/02/2027", "03/31/2027", "31/03/27", "soon", "2027-3"):
        with pytest.raises(ValueError, match="not a date"):
            cell_date(text)


def test_yes_and_no_in_five_languages():
    assert all(cell_yes_no(text) for text in ("Yes", "OUI", "sí", "Sim", "نعم", "x", "١"))
    assert not any(cell_yes_no(text) for text in ("no", "NON", "não", "لا", "0"))
    assert [cell_yes_no("no"), cell_yes_no(""), cell_yes_no("-")] == [False, None, None]
    with pytest.raises(ValueError, match="neither"):
        cell_yes_no("perhaps")
