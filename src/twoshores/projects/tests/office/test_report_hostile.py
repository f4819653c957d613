"""Reports that come back from strangers: disorder is told, harm is refused."""

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from twoshores.projects.office.docx_out import docx_of
from twoshores.projects.office.raw import FileRefused
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office_report import report_state_of
from twoshores.projects.services.office_report import report_file_check

from .files import cell, edited, edited_paper, place, retyped, with_part


@pytest.fixture
def own(figures, opened):
    return opened["Kayes Water"]


@pytest.fixture
def check(design, own):
    return lambda data: report_file_check(by=design.coordinator, report=own, data=data)


@pytest.fixture
def book(design, own):
    return xlsx_of(report_state_of(design.project, own))


@pytest.fixture
def paper(design, own):
    return docx_of(report_state_of(design.project, own), "Report")


DOCUMENT, TEXT = "word/document.xml", "The report in words"
BOMB = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r9" Type="x/attachedTemplate" TargetMode="External" '
    b'Target="https://example.org/t.dotm"/></Relationships>'
)


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("book", "xl/vbaProject.bin", b"x", "macros"),
        ("book", "xl/externalLinks/externalLink1.xml", b"<x/>", "other file"),
        ("book", "xl/worksheets/sheet1.xml", b"<x>" + b" " * 90_000_000, "too large"),
        ("book", "xl/worksheets/sheet2.xml", BOMB, "entities"),
        ("paper", "word/vbaProject.bin", b"x", "macros"),
        ("paper", "word/_rels/document.xml.rels", LINK, "fetch"),
        ("paper", "word/media/big.xml", b" " * 90_000_000, "too large"),
        ("paper", DOCUMENT, BOMB, "entities"),
        ("paper", "../../out.xml", b"<x/>", "outside"),
    ],
)
def test_harm_is_refused(request, check, kind, name, content, words):
    with pytest.raises(FileRefused, match=words):
        check(with_part(request.getfixturevalue(kind), name, content))


def test_a_workbook_in_disorder(check, book):
    """Renamed, sorted, moved, with columns of people's own, merged, in Arabic digits."""

    def edit(book):
        words, money = book[TEXT], book["Money"]
        words.title = "Bilan (2)"
        words.insert_rows(1, 2)
        words.move_range(f"C3:C{words.max_row}", cols=4)
        words["D3"], words["D4"] = "Remarks", "ask the chief"
        cell(words, "What was done", "Words").value = "٣ wells, 1.000 people, =1+1"
        money.insert_cols(3)
        row, column = place(money, "Pumps GNF", "Partner")
        money.merge_cells(start_row=row, end_row=row, start_column=column, end_column=column + 1)
        money.cell(*place(money, "All together", "Planned")).value = "655.957,00"

    found = check(edited(book, edit))
    assert [c.becomes for c in found.found.changes] == ["٣ wells, 1.000 people, =1+1"]
    assert "Remarks" in " ".join(found.reading.notes)
    told = {(t.row, t.head) for t in found.reading.troubles}
    assert told == {("Pumps GNF", "Currency"), ("GNF", "Planned")}


def test_a_formula_for_words_is_told(check, book):
    def edit(book):
        cell(book[TEXT], "What was done", "Words").value = '=CONCAT("we ", "dug")'
        cell(book[TEXT], "What comes next", "Words").value = "x" * 6001

    found = check(edited(book, edit))
    assert found.found.is_empty
    told = [t.words for t in found.reading.troubles]
    assert any("formula" in words for words in told)
    assert any("too long" in words for words in told)


def test_a_document_in_disorder(check, paper):
    """A part taken out, two cells merged, figures typed over in an opened lock."""

    def change(document):
        words = document.tables[0]
        retyped(document, "What comes next", "A pump.", beside=1)
        gone = words.rows[2]._tr
        gone.getparent().remove(gone)
        words.rows[2].cells[0].merge(words.rows[2].cells[1])
        for run in list(document.element.body.iter(qn("w:t"))):
            if run.text == "2":
                run.text = "200"
        # A picture that is fetched from somewhere is not read, so that nothing is fetched.
        fetched = OxmlElement("w:instrText")
        fetched.text = 'INCLUDEPICTURE "https://example.org/x.png"'
        document.paragraphs[0].runs[0]._r.append(fetched)

    found = check(edited_paper(paper, change))
    assert [(c.row, c.becomes) for c in found.found.changes] == [("part:following", "A pump.")]
    told = [(t.row, t.head, t.words) for t in found.reading.troubles]
    assert any(row == "Wells dug" and "changed there" in words for row, _head, words in told)
    assert any("merged" in words for _row, _head, words in told)
    assert found.found.removed == []
