"""What is changed where nothing is taken back is told: no work is lost unsaid."""

import copy

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment

from twoshores.projects.office.docx_out import docx_of
from twoshores.projects.selectors.office import state_of

from .files import cell, edited, edited_paper, seen_words


def told(found):
    return {(t.row, t.head): t.words for t in found.reading.troubles}


def notes(found):
    return "\n".join(found.reading.notes)


def test_numbers_and_totals_that_are_typed_over(check, book):
    def edit(book):
        money = book["Budget"]
        cell(book["Work plan"], "Digging", "No.").value = "A7"
        cell(money, "Pumps", "Total").value = 999
        cell(money, "Rooms lent", "Total").value = 0  # what the amounts add up to
        cell(money, "Total: XOF", "Amount: One").value = 5
        money.append([None, "B9", "Total: a taxi", *[None] * 6, 40])

    found = check(edited(book, edit))
    assert found.is_empty
    assert set(told(found)) == {
        ("A1", "No."), ("B1", "Total"), ("Total: XOF", ""), ("Total: a taxi", ""),
    }  # fmt: skip
    assert "A1" in told(found)["A1", "No."]
    assert "added up" in told(found)["B1", "Total"]


def test_activities_that_the_logframe_only_shows(check, book):
    def edit(book):
        logframe = book["Logframe"]
        cell(logframe, "Digging", "Means of verification").value = "A photograph"
        row = cell(logframe, "=Testing the water", "What").row
        logframe.delete_rows(row)

    found = check(edited(book, edit))
    assert found.is_empty
    assert "work plan" in told(found)["A1", "Means of verification"]
    assert "activities that are missing there stay" in notes(found)
    assert "A2" in notes(found)


def test_an_activity_taken_out_of_both_tables_is_asked_about_once(check, book):
    def edit(book):
        for name in ("Logframe", "Work plan"):
            sheet = book[name]
            sheet.delete_rows(next(r[0].row for r in sheet.iter_rows() if "=Testing the water" in
                                   [c.value for c in r]))  # fmt: skip

    found = check(edited(book, edit))
    assert len(found.found.removed) == 1
    assert (found.reading.troubles, found.reading.notes) == ([], [])


def test_rows_in_another_order_and_what_stands_beside_the_tables(check, book):
    def edit(book):
        money = book["Budget"]
        first, second = [[c.value for c in money[n]] for n in (2, 3)]
        for column, (one, other) in enumerate(zip(first, second, strict=True), start=1):
            money.cell(2, column).value, money.cell(3, column).value = other, one
        book["Work plan"].insert_rows(1)
        book["Work plan"]["B1"] = "Draft of the women's group"
        cell(book["Logframe"], "Wells in use", "Unit").comment = Comment("pumps too?", "Awa")
        book.create_sheet("My sums")["A1"] = 12

    found = check(edited(book, edit))
    assert found.is_empty
    assert "another order" in notes(found)
    for words in ("Draft of the women's group", "pumps too?", "My sums"):
        assert words in notes(found)


@pytest.fixture
def paper(design, rows):
    return docx_of(state_of(design.project), "Wells for Kayes")


def test_words_tables_and_pictures_beside_those_of_a_document(check, paper):
    def edit(document):
        document.add_paragraph("We should ask the mayor first.")
        document.add_table(1, 1).cell(0, 0).text = "My own table"
        document.paragraphs[0].runs[0].text = "Wells for all"
        document.paragraphs[1].add_run()._r.append(OxmlElement("w:commentReference"))
        document.paragraphs[1].add_run()._r.append(OxmlElement("w:drawing"))

    found = check(edited_paper(paper, edit))
    assert found.is_empty
    for words in ("ask the mayor", "My own table", "Wells for all", "comments", "pictures"):
        assert words in notes(found)


def test_a_column_of_a_document_that_is_gone(check, paper):
    def edit(document):
        table = next(t for t in document.tables if seen_words(t.cell(0, 1)) == "What is done")
        place = next(n for n, c in enumerate(table.rows[0].cells) if seen_words(c) == "Until")
        for row in table.rows:
            row._tr.remove(row.cells[place]._tc)

    found = check(edited_paper(paper, edit))
    assert found.is_empty
    assert "Until" in notes(found)


def test_a_cell_too_many_in_a_row_of_a_document(check, paper):
    def edit(document):
        row = next(
            r for t in document.tables for r in t.rows if seen_words(r.cells[1]) == "Digging"
        )
        extra = copy.deepcopy(row.cells[-1]._tc)
        row._tr.append(extra)
        text = next(extra.iter(qn("w:t")), None)
        if text is None:
            extra.findall(qn("w:p"))[0].append(OxmlElement("w:r"))
            text = OxmlElement("w:t")
            extra.find(f"{qn('w:p')}/{qn('w:r')}").append(text)
        text.text = "and a fence"

    found = check(edited_paper(paper, edit))
    assert found.is_empty
    assert "without a head" in notes(found)


def test_words_that_were_moved_while_changes_were_tracked_stand_once(check, paper):
    def edit(document):
        paragraph = next(
            c.paragraphs[0]
            for t in document.tables
            for r in t.rows
            for c in r.cells
            if seen_words(c) == "The rains come"
        )
        run = paragraph.runs[-1]._r
        before = OxmlElement("w:moveFrom")
        before.append(copy.deepcopy(run))
        run.addprevious(before)

    assert check(edited_paper(paper, edit)).is_empty
