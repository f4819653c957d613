"""A document leaves and comes back: unchanged, changed, with tracked changes, in disorder."""

import io
import zipfile
from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils.translation import override
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from twoshores.projects.models import Activity, BudgetLine, Indicator, Result
from twoshores.projects.office.docx_out import docx_of
from twoshores.projects.office.raw import FileRefused
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services.office import (
    Decisions,
    office_check,
    office_confirm,
    office_keep,
)

from .files import edited_paper as edited
from .files import fill, seen_words, write


@pytest.fixture
def rows(design, periods):
    return fill(design, periods)


@pytest.fixture
def paper(design, rows):
    return docx_of(state_of(design.project), "Water for twelve villages")


@pytest.fixture
def check(design):
    return lambda data: office_check(by=design.coordinator, project=design.project, data=data)


def cell_of(document, words: str, which: int = 0):
    """The first cell whose shown words are these, or another one of them."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [cell for cell in cells if seen_words(cell) == words][which]


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_unchanged_nothing_is_changed(design, rows, check, language):
    with override(language):
        data = docx_of(state_of(design.project), "De l’eau")
    found = check(data)
    assert found.is_empty, (found.found, found.reading.troubles)
    assert found.reading.troubles == []
    assert found.reading.notes == []


def test_a_change_is_listed_and_saved(design, paper, check):
    def change(document):
        write(cell_of(document, "Twelve wells are dug"), "Fourteen wells are dug")

    data = edited(paper, change)
    found = check(data)
    (one,) = found.found.changes
    assert (one.field, one.becomes) == ("text", "Fourteen wells are dug")
    same = {"by": design.coordinator, "project": design.project}
    key = office_keep(**same, data=data)
    office_confirm(**same, key=key, stamp=found.stamp, decisions=Decisions())
    assert Result.objects.filter(text="Fourteen wells are dug").exists()


def test_money_and_days_change_as_people_write_them(design, rows, check):
    line = BudgetLine.objects.filter(project=design.project).first()
    amount = line.amounts.first()
    with override("fr"):
        data = docx_of(state_of(design.project), "De l’eau")
    from twoshores.projects.office.written import written

    old = written(amount.amount.normalize(), "fr")
    data = edited(data, lambda document: write(cell_of(document, old), "1 234,5"))
    (one,) = check(data).found.changes
    assert one.becomes == "1234.5"


def test_tracked_changes_count_as_made(paper, check):
    """Struck words are gone, added ones are there, as if somebody had accepted them."""

    def change(document):
        cell = cell_of(document, "Twelve wells are dug")
        paragraph = cell.paragraphs[0]._p
        run = next(r for r in cell.paragraphs[0].runs if not r.font.hidden)._r
        struck, added = OxmlElement("w:del"), OxmlElement("w:ins")
        new = deepcopy(run)
        for text in run.iter(qn("w:t")):
            text.tag = qn("w:delText")
        for text in new.iter(qn("w:t")):
            text.text = "Ten wells are dug"
        paragraph.replace(run, struck)
        struck.append(run)
        added.append(new)
        struck.addnext(added)

    (one,) = check(edited(paper, change)).found.changes
    assert one.becomes == "Ten wells are dug"


def test_a_missing_row_is_asked_about_and_a_new_one_is_added(design, paper, check):
    def change(document):
        kept = cell_of(document, "The rains come")._tc.getparent()
        kept.getparent().remove(kept)
        # The logframe shows activities too; they are changed in the plan, which stands behind it.
        plan = cell_of(document, Activity.objects.filter(project=design.project)[0].title, -1)
        row = plan._tc.getparent()
        new = deepcopy(row)
        for run in list(new.iter(qn("w:r"))):
            hidden = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
            if hidden is not None:
                run.getparent().remove(run)
        for place, cell in enumerate(new.iterchildren(qn("w:tc"))):
            for text in cell.iter(qn("w:t")):
                text.text = {0: "A9", 1: "Paint the wells"}.get(place, "")
        row.addnext(new)

    found = check(edited(paper, change)).found
    assert len(found.removed) == 1
    assert len(found.added) == 1


def test_what_is_merged_is_told_and_not_guessed(paper, check):
    def change(document):
        cell = cell_of(document, "Twelve wells are dug")
        for table in document.tables:
            for row in table.rows:
                if cell._tc in [one._tc for one in row.cells]:
                    place = [one._tc for one in row.cells].index(cell._tc)
                    row.cells[place].merge(row.cells[place + 1])
                    return

    found = check(edited(paper, change))
    assert any("merged" in trouble.words for trouble in found.reading.troubles)


def spoiled(data: bytes, name: str, change) -> bytes:
    """The archive with one part of it changed, or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        was = old.read(name) if name in old.namelist() else b""
        new.writestr(name, change(was), zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("word/vbaProject.bin", lambda was: b"x", "macros"),
        ("word/media/big.xml", lambda was: b" " * 60_000_000, "too large"),
        ("../out.xml", lambda was: b"<a/>", "outside"),
        (
            "word/document.xml",
            lambda was: was.replace(
                b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document', 1
            ),
            "entities",
        ),
        ("word/document.xml", lambda was: was[:400], "damaged"),
        ("word/document.xml", lambda was: was.replace(b"twoshores-state:", b"x", 1), "hidden part"),
    ],
)
def test_hostile_documents_are_refused(paper, check, name, change, words):
    with pytest.raises(FileRefused, match=words):
        check(spoiled(paper, name, change))


def test_another_document_is_refused_with_what_to_do(check, rows):
    out = io.BytesIO()
    Document().save(out)
    with pytest.raises(FileRefused, match="hidden part"):
        check(out.getvalue())


def test_the_document_is_for_those_who_work_on_the_project(
    client, design, rows, django_assert_max_num_queries
):
    url = reverse("office_docx", args=[design.project.pk])
    client.force_login(design.viewer)
    with django_assert_max_num_queries(15):
        answer = client.get(url)
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    assert Document(io.BytesIO(answer.content)).tables
    client.force_login(design.stranger)
    assert client.get(url).status_code == 404


def add_row(table, words):
    """A new row at the end of a table: words by head, nothing hidden in it."""
    heads = [seen_words(cell) for cell in table.rows[0].cells]
    cells = table.add_row().cells
    for head, text in words.items():
        if head in heads:
            cells[heads.index(head)].text = text
    return [head for head in words if head in heads]


def test_a_new_indicator_is_typed_into_the_tables_that_have_its_columns(design, paper, rows, check):
    """Its further columns stand in further tables, where its number says whose they are."""
    words = {
        "No.": "I9",
        "Level": "Indicator",
        "What": "How safe women feel",
        "Kind": "A point on a scale",
        "Unit": "points",
        "Baseline": "2",
        "Baseline: measured on": "1 June 2026",
        "Target: Two": "4",
        "For a scale: its lowest point": "1",
        "For a scale: its highest point": "5",
        "It is counted apart": "by sex; village",
    }

    def change(document):
        typed = {head for table in document.tables[:4] for head in add_row(table, words)}
        assert typed == set(words)

    data = edited(paper, change)
    found = check(data)
    assert found.reading.troubles == []
    same = {"by": design.coordinator, "project": design.project}
    key = office_keep(**same, data=data)
    office_confirm(**same, key=key, stamp=found.stamp, decisions=Decisions())
    made = Indicator.objects.get(text="How safe women feel")
    assert (made.scale_least, made.scale_most, made.baseline_number) == (1, 5, 2)
    assert made.disaggregations == ["sex", "village"]
    assert made.targets.get().number == 4


def test_further_columns_of_a_row_that_is_nowhere_are_told(paper, check):
    def change(document):
        add_row(document.tables[1], {"No.": "I9", "Baseline: source": "A survey"})

    found = check(edited(paper, change))
    assert found.found.is_empty
    (told,) = found.reading.troubles
    assert "table of its own first" in told.words
