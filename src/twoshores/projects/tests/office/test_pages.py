"""The pages of Excel files: out, back, compare, confirm; who may; hostile files; queries."""

import io
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twoshores.projects.models import BudgetLine
from twoshores.projects.office.xlsx_out import xlsx_of
from twoshores.projects.selectors.office import state_of
from twoshores.projects.services import budget

from .files import cell, edited, fill, with_part

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def rows(design, periods):
    return fill(design, periods)


@pytest.fixture
def book(design, rows):
    return xlsx_of(state_of(design.project))


@pytest.fixture
def send(client, design):
    client.force_login(design.coordinator)

    def sent(data, name="design.xlsx"):
        address = reverse("office_upload", args=[design.project.pk])
        return client.post(address, {"file": SimpleUploadedFile(name, data)})

    return sent


def messy(book):
    cell(book["Budget"], "Pumps", "Amount: One").value = "12.000"
    cell(book["Budget"], "Pumps", "For what").value = "Hand pumps"
    cell(book["Budget"], "Rooms lent", "Amount: Two").value = "=1+1"


def test_a_file_leaves_comes_back_and_is_confirmed(client, design, rows, send):
    client.force_login(design.coordinator)
    page = client.get(reverse("workbench_files", args=[design.project.pk]))
    assert reverse("office_xlsx", args=[design.project.pk]) in page.text
    out = client.get(reverse("office_xlsx", args=[design.project.pk]))
    assert "attachment" in out.headers["Content-Disposition"]
    response = send(edited(out.content, messy))
    compare = client.get(response.url)
    assert "Hand pumps" in compare.text
    assert "This is a formula" in compare.text
    stamp = compare.context["form"]["stamp"].value()
    unanswered = client.post(response.url, {"stamp": stamp})
    assert unanswered.status_code == 422
    done = client.post(response.url, {"stamp": stamp, "question-0": "12000"}, follow=True)
    assert "2 changes were saved." in done.text
    pumps = BudgetLine.objects.get(pk=rows["pumps"].pk)
    assert (pumps.text, pumps.amounts.get().amount) == ("Hand pumps", 12000)


def test_a_change_meanwhile_is_shown_and_nothing_saved(client, design, rows, book, send):
    response = send(edited(book, messy))
    stamp = client.get(response.url).context["form"]["stamp"].value()
    budget.line_update(
        by=design.coordinator,
        project=design.project,
        row=rows["pumps"],
        opened_version=1,
        facts={"text": "Solar pumps"},
    )
    page = client.post(response.url, {"stamp": stamp, "question-0": "12000"})
    assert page.status_code == 409
    assert "Solar pumps" in page.text
    assert page.context["form"]["stamp"].value() != stamp
    assert BudgetLine.objects.get(pk=rows["pumps"].pk).text == "Solar pumps"


def test_what_cannot_be_is_told_on_the_page(client, design, rows, book, send):
    def edit(book):
        cell(book["Budget"], "Pumps", "For what").value = None

    response = send(edited(book, edit))
    stamp = client.get(response.url).context["form"]["stamp"].value()
    page = client.post(response.url, {"stamp": stamp})
    assert page.status_code == 422
    assert "Nothing is saved" in page.text


def test_a_file_is_thrown_away(client, design, book, send):
    response = send(edited(book, messy))
    client.post(response.url, {"drop": "1"})
    assert client.get(response.url).url == reverse("office_upload", args=[design.project.pk])


def test_others_meet_no_such_page(client, design, book, send):
    back = send(book).url
    for user, status in ((design.viewer, 200), (design.abroad, 200), (design.stranger, 404)):
        client.force_login(user)
        out = client.get(reverse("office_xlsx", args=[design.project.pk]))
        assert out.status_code == status
        assert client.get(reverse("office_upload", args=[design.project.pk])).status_code == 404
        assert client.get(back).status_code == 404


def test_the_pages_ask_few_questions(client, design, book, send, django_assert_max_num_queries):
    back = send(edited(book, messy)).url
    with django_assert_max_num_queries(15):
        client.get(reverse("office_xlsx", args=[design.project.pk]))
    with django_assert_max_num_queries(15):
        client.get(back)


def zip_of(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


MANY = b"".join(b'<c r="A%d"/>' % number for number in range(420_000))
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet/>'
TEMPLATE = (
    b'<Relationships><Relationship Id="r9" Type="x/attachedTemplate" '
    b'Target="https://example.org/t.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: b"%PDF-1.7", "no Word or Excel file"),
        (lambda data: b"\xd0\xcf\x11\xe0" + b"\0" * 100, "password"),
        (lambda data: data[:2000], "damaged"),
        (lambda data: zip_of({"letter.txt": b"hello"}), "no Excel workbook"),
        (lambda data: with_part(data, "xl/vbaProject.bin", b"x"), "macros"),
        (lambda data: with_part(data, "xl/externalLinks/externalLink1.xml", b"<x/>"), "other file"),
        (lambda data: with_part(data, "../../etc/cron.d/x", b"x"), "outside"),
        (lambda data: with_part(data, "/etc/passwd", b"x"), "outside"),
        (lambda data: with_part(data, SHEET, LAUGHS), "entities"),
        (lambda data: with_part(data, SHEET, b"<x>" + b" " * 90_000_000), "too large"),
        (lambda data: with_part(data, SHEET, MANY), "cells"),
        (lambda data: with_part(data, SHEET, b"<a>" * 5_000), "damaged"),
        (lambda data: with_part(data, SHEET, b"<worksheet><sheetDa"), "damaged"),
        (lambda data: with_part(data, "xl/_rels/workbook.xml.rels", TEMPLATE), "fetch"),
        (lambda data: b"PK\x03\x04" + b"x" * 100_000_000, "too large"),
    ],
)
def test_hostile_files_are_refused_before_they_cost(book, send, spoil, words):
    data = spoil(book)
    began = time.perf_counter()
    page = send(data)
    assert page.status_code == 422
    assert words in page.text
    assert time.perf_counter() - began < 5


def test_a_file_of_another_project_is_refused(design, book, send):
    state = state_of(design.project)
    state.project = "00000000-0000-4000-8000-000000000000"
    assert "another project" in send(xlsx_of(state)).text
