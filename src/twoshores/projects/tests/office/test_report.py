"""A report leaves for Word, Excel and paper; its words come back, its figures do not change."""

import io
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from openpyxl import load_workbook

from twoshores.projects.models import Report
from twoshores.projects.office.docx_out import docx_of
from twoshores.projects.office.raw import FileRefused
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.selectors.office_report import report_state_of
from twoshores.projects.services.office import Decisions, FileMoved, office_check
from twoshores.projects.services.office_report import (
    report_file_check,
    report_file_confirm,
    report_file_keep,
)
from twoshores.projects.services.reports import report_move, report_write

from .files import cell, edited, edited_paper, retyped

LESSON = "Total: nobody\n\nAsk the women first, then the chief."


@pytest.fixture
def own(design, figures, opened) -> Report:
    """The report of the partner abroad, begun."""
    return report_write(
        by=design.abroad,
        report=opened["Kayes in Paris"],
        opened_version=1,
        facts={"done": "We collected.", "lessons": LESSON},
    )


@pytest.fixture
def whole(opened, own) -> Report:
    return opened["all"]


@pytest.fixture
def check(design, own):
    return lambda data: report_file_check(by=design.abroad, report=own, data=data)


@pytest.fixture
def book(design, own):
    return xlsx_of(report_state_of(design.project, own), "Report")


def confirm(by, report, data, decisions=None):
    key = report_file_keep(by=by, report=report, data=data)
    stamp = report_file_check(by=by, report=report, data=data).stamp
    same = {"by": by, "report": report, "key": key, "stamp": stamp}
    return report_file_confirm(**same, decisions=decisions or Decisions())


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("make", [xlsx_of, lambda state: docx_of(state, "Bilan")])
def test_unchanged_nothing_is_changed(design, whole, make, language):
    """The consolidated report, which holds every table; it comes back in another language."""
    with override(language):
        data = make(report_state_of(design.project, whole))
    found = report_file_check(by=design.coordinator, report=whole, data=data)
    assert found.is_empty
    assert (found.reading.troubles, found.reading.notes) == ([], [])


def test_what_the_workbook_holds(design, whole, figures):
    book = load_workbook(io.BytesIO(xlsx_of(report_state_of(design.project, whole), "A & B")))
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    assert visible == [
        "The report in words", "What the partners wrote", "Results", "Activities", "Money",
        "Days of this report",
    ]  # fmt: skip
    assert not book["The report in words"].protection.sheet
    assert all(book[name].protection.sheet for name in visible[1:])
    assert cell(book["Results"], "Wells dug", "Measured").value == 2
    assert cell(book["Activities"], "Dig", "Done, of a hundred").value == 50
    money = book["Money"]
    assert cell(money, "Pumps GNF", "Spent").value == 327978.5
    sums = {row[3].value: row[5].value for row in money.iter_rows() if row[1].value is not None
            and row[1].value.startswith("All together")}  # fmt: skip
    assert sums == {"GNF": 327978.5, "EUR": 250}  # no rate is named: nothing is converted
    assert book["Money"].oddHeader.center.text == "A && B"


def in_the_book(book):
    words = book["The report in words"]
    cell(words, "What was done", "Words").value = "We collected 500 euros."
    cell(words, "What comes next", "Words").value = "The second well."


def in_the_paper(document):
    retyped(document, "We collected.", "We collected 500 euros.")
    retyped(document, "What comes next", "The second well.", beside=1)


@pytest.mark.parametrize("kind", ["book", "paper"])
def test_words_come_back_and_are_written(design, own, check, kind):
    state = report_state_of(design.project, own)
    data = (
        edited(xlsx_of(state), in_the_book)
        if kind == "book"
        else edited_paper(docx_of(state, "Report"), in_the_paper)
    )
    found = check(data)
    assert found.reading.troubles == []
    assert {c.row: c.becomes for c in found.found.changes} == {
        "part:done": "We collected 500 euros.",
        "part:following": "The second well.",
    }
    assert confirm(design.abroad, own, data) == 2
    own.refresh_from_db()
    assert (own.done, own.following, own.lessons) == (
        "We collected 500 euros.", "The second well.", LESSON,
    )  # fmt: skip
    assert check(data).is_empty


def test_changed_figures_are_told_and_not_taken(check, book, own):
    def edit(book):
        cell(book["Results"], "Wells dug", "Measured").value = 20
        money = book["Money"]
        cell(money, "Pumps EUR", "Spent").value = "=1000"
        money.delete_rows(next(r[0].row for r in money.iter_rows() if r[1].value == "All together"))
        money.cell(money.max_row + 1, 2).value = "A gift"
        words = book["The report in words"]
        cell(words, "What was done", "Part").value = "What was dreamt"
        words.cell(words.max_row + 1, 3).value = "More words"

    found = check(edited(book, edit))
    assert found.found.is_empty
    told = {(t.table, t.row, t.head): t.words for t in found.reading.troubles}
    assert "changed there" in told["Results", "Wells dug", "Measured"]
    assert "changed there" in told["Money", "Pumps EUR", "Spent"]
    assert "missing in the file" in told["Money", "EUR", ""]
    assert "Nothing can be added" in told["Money", "A gift", ""]
    assert "these parts and no others" in told["The report in words", "", ""]
    assert len(found.reading.troubles) == 6


@pytest.mark.parametrize("kind", ["book", "paper"])
def test_when_it_is_due_is_shown_and_changed_on_its_page(design, own, check, kind):
    """The file plainly shows the day, closed to typing; another day in it is told, not taken."""
    own.due_on = date(2027, 3, 31)
    own.save()
    state = report_state_of(design.project, own)
    if kind == "book":
        book = load_workbook(io.BytesIO(xlsx_of(state)))
        assert book["Days of this report"].protection.sheet
        assert cell(book["Days of this report"], "Due on", "Until").value.date() == own.due_on

        def later(book):
            cell(book["Days of this report"], "Due on", "Until").value = date(2027, 6, 30)

        data = edited(xlsx_of(state), later)
    else:
        paper = Document(io.BytesIO(docx_of(state, "Report")))
        locked = ".//w:sdt[w:sdtPr/w:lock/@w:val='sdtContentLocked']//w:t"
        assert "Mar 31, 2027" in [t.text for t in paper.tables[-1]._tbl.xpath(locked)]

        def later(document):
            (day,) = [t for t in document.tables[-1]._tbl.xpath(locked) if t.text == "Mar 31, 2027"]
            day.text = "Jun 30, 2027"

        data = edited_paper(docx_of(state, "Report"), later)
    found = check(data)
    assert found.is_empty
    (told,) = found.reading.troubles
    assert (told.table, told.head) == ("Days of this report", "Until")
    assert "changed there" in told.words
    own.refresh_from_db()
    assert own.due_on == date(2027, 3, 31)


def test_what_both_wrote_is_a_conflict(design, own, check, book):
    data = edited(book, in_the_book)
    report_write(by=design.abroad, report=own, opened_version=2, facts={"done": "Something else."})
    (conflict,) = check(data).found.conflicts
    assert (conflict.left, conflict.theirs) == ("We collected.", "Something else.")
    confirm(design.abroad, own, data)
    own.refresh_from_db()
    assert (own.done, own.following) == ("Something else.", "The second well.")
    confirm(design.abroad, own, data, Decisions(mine=frozenset({("part:done", "text")})))
    own.refresh_from_db()
    assert own.done == "We collected 500 euros."


def test_the_language_comes_back_by_its_name_in_any_language(design, own, check, book):
    def edit(name):
        return lambda book: setattr(
            cell(book["The report in words"], "Language it is written in", "Words"), "value", name
        )

    assert own.language == "fr"
    assert check(edited(book, edit("Français"))).is_empty
    confirm(design.abroad, own, edited(book, edit("البرتغالية")))
    own.refresh_from_db()
    assert own.language == "pt"
    for name, words in (("Frensh", "no language that is known"), (None, "Say which language")):
        found = check(edited(book, edit(name)))
        assert words in found.reading.troubles[0].words
        assert found.is_empty


def test_who_may_and_when(design, own, opened, book):
    for user in (design.viewer, design.stranger):
        with pytest.raises(PermissionDenied):
            report_file_check(by=user, report=own, data=book)
    with pytest.raises(PermissionDenied):
        report_file_check(by=design.abroad, report=opened["Kayes Water"], data=book)
    data = edited(book, in_the_book)
    key = report_file_keep(by=design.abroad, report=own, data=data)
    stamp = report_file_check(by=design.abroad, report=own, data=data).stamp
    same = {"by": design.abroad, "key": key, "decisions": Decisions()}
    with pytest.raises(FileMoved):
        report_file_confirm(**same, report=own, stamp="x")
    moved = report_move(by=design.abroad, report=own, move="submit", remark="", language="fr")
    with pytest.raises(ValidationError, match="handed in"):
        report_file_confirm(**same, report=own, stamp=stamp)
    kept = report_state_of(design.project, moved)
    assert kept.rows["part:done"].fields["text"] == "We collected."
    moved = report_move(
        by=design.coordinator, report=own, move="return", remark="More.", language="fr"
    )
    assert report_file_confirm(**same, report=moved, stamp=stamp) == 2


def test_a_file_of_something_else_is_refused_with_where_to_send_it(design, own, opened, book):
    with pytest.raises(FileRefused, match="page of that report"):
        office_check(by=design.coordinator, project=design.project, data=book)
    other = opened["Kayes Water"]
    with pytest.raises(FileRefused, match="another report"):
        report_file_check(by=design.coordinator, report=other, data=book)
    data = xlsx_of(state_of(design.project))
    with pytest.raises(FileRefused, match="design"):
        report_file_check(by=design.coordinator, report=other, data=data)


def test_the_pages(client, design, own, opened, django_assert_max_num_queries):
    args = [design.project.pk, own.pk]
    client.force_login(design.viewer)
    for name, beginning in (("xlsx", b"PK"), ("docx", b"PK"), ("pdf", b"%PDF")):
        with django_assert_max_num_queries(15):
            out = client.get(reverse(f"report_{name}", args=args))
        assert out.content.startswith(beginning)
        assert out.headers["Content-Disposition"].endswith(f'-report-1-2.{name}"')
    upload = reverse("report_upload", args=args)
    assert client.get(upload).status_code == 404  # a viewer reads and does not write
    client.force_login(design.stranger)
    assert client.get(reverse("report_docx", args=args)).status_code == 404
    client.force_login(design.abroad)
    paper = client.get(reverse("report_docx", args=args)).content
    data = edited_paper(paper, in_the_paper)
    sent = client.post(upload, {"file": SimpleUploadedFile("r.docx", data)})
    with django_assert_max_num_queries(15):
        page = client.get(sent.url)
    assert "The second well." in page.text
    stamp = page.context["form"]["stamp"].value()
    done = client.post(sent.url, {"stamp": stamp})
    assert done.url == reverse("report_detail", args=args)
    own.refresh_from_db()
    assert own.following == "The second well."
    report_move(by=design.abroad, report=own, move="submit", remark="", language="fr")
    for address in (upload, sent.url):
        assert client.get(address, follow=True).redirect_chain[-1][0] == done.url
    assert client.get(reverse("report_upload", args=[args[0], opened["all"].pk])).status_code == 404


def test_figures_are_locked_in_word_and_words_are_not(design, own):
    document = Document(io.BytesIO(docx_of(report_state_of(design.project, own), "Report")))
    words, results, money, _days = document.tables
    locked = ".//w:sdt[w:sdtPr/w:lock/@w:val='sdtContentLocked']//w:t"
    assert not words._tbl.xpath(locked)
    assert [t.text for t in results._tbl.xpath(locked)] == ["Wells dug", "wells", "3", "2", "No"]
    # What tells the rows apart is hidden before the lock, where other programs keep it so.
    assert not results._tbl.xpath(".//w:sdt//w:vanish")
    assert money._tbl.xpath(locked)


def test_words_stand_in_their_own_direction(design, own):
    report_write(by=design.abroad, report=own, opened_version=2, facts={"done": "حفرنا بئرًا."})
    with override("en"):
        document = Document(io.BytesIO(docx_of(report_state_of(design.project, own), "Report")))
    cells = [row.cells[1] for row in document.tables[0].rows]
    turned = [bool(cell._tc.xpath(".//w:pPr/w:bidi")) for cell in cells]
    assert turned == [False, True, False, False, False, False, False]


def test_only_the_stretch_that_differs_of_a_long_text_is_shown():
    from twoshores.projects.office.told import only_differing

    was = "Beginning. " + "Long words. " * 60 + "Two wells. " + "More words. " * 60
    becomes = was.replace("Two wells", "Three wells")
    left, right = only_differing(was, becomes)
    assert "Two wells" in left
    assert "Three wells" in right
    assert left.startswith("… ")
    assert right.endswith(" …")
    assert len(right) < 250
    assert only_differing("a", "b") == ("a", "b")
