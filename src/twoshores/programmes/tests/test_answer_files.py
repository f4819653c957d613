"""Answers leave for Word and Excel and come back: compared, decided, written by whom they are."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from twoshores.programmes.models import ProposalAnswer

from .applying import *  # noqa: F403 - fixtures


def address(proposal, name, *more):
    return reverse(name, args=[proposal.project_id, proposal.pk, *more])


def changed_book(data: bytes, words: dict[str, str]) -> bytes:
    """The workbook with other answers, by their question."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if row[2].value in words:
            row[3].value = words[row[2].value]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed_document(data: bytes, words: dict[str, str]) -> bytes:
    made = Document(io.BytesIO(data))
    for row in made.tables[0].rows[1:]:
        if row.cells[1].text in words:
            row.cells[2].text = words[row.cells[1].text]
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def send_back(client, proposal, data, name):
    sent = SimpleUploadedFile(name, data)
    return client.post(address(proposal, "answers_upload"), {"file": sent})


@pytest.mark.parametrize(("kind", "changed"), [("xlsx", changed_book), ("docx", changed_document)])
def test_out_and_back(client, keeper, proposal, kind, changed):
    client.force_login(keeper)
    data = client.get(address(proposal, f"answers_{kind}")).content
    back = changed(data, {"Why this project?": "نحن نعرف النهر", "What do you bring?": "Nets"})
    answer = send_back(client, proposal, back, f"answers.{kind}")
    look = answer.headers["Location"]
    page = client.get(look)
    shown = page.content.decode()
    assert "نحن نعرف النهر" in shown
    assert "Association of Marseille" in shown
    assert "Fishers of Rashid" not in shown.split("<main")[1]  # not the keeper's to write
    assert not ProposalAnswer.objects.exists()
    sent = {"stamp": page.context["form"]["stamp"].value()}
    assert client.post(look, sent).status_code == 302
    rows = {row.prompt.title: (row.text, row.language) for row in ProposalAnswer.objects.all()}
    assert rows == {
        "Why this project?": ("نحن نعرف النهر", "en"),
        "What do you bring?": ("Nets", "en"),
    }


def test_a_person_decides_where_both_changed(client, keeper, proposal, of_all):
    client.force_login(keeper)
    row = ProposalAnswer.objects.create(
        proposal=proposal, prompt=of_all, language="en", text="First"
    )
    data = client.get(address(proposal, "answers_xlsx")).content
    row.text, row.version = "Theirs", 2
    row.save()
    back = changed_book(data, {"Why this project?": "Mine"})
    look = send_back(client, proposal, back, "a.xlsx").headers["Location"]
    page = client.get(look)
    sent = {"stamp": page.context["form"]["stamp"].value()}
    assert client.post(look, sent).status_code == 422  # a choice must be made
    assert client.post(look, sent | {"conflict-0": "mine"}).status_code == 302
    row.refresh_from_db()
    assert row.text == "Mine"


def test_another_partners_file_changes_nothing_of_others(client, keeper, helper, proposal, second):
    client.force_login(keeper)
    data = client.get(address(proposal, "answers_xlsx")).content
    client.force_login(helper)
    back = changed_book(data, {"Why this project?": "Not mine to say"})
    look = send_back(client, proposal, back, "a.xlsx").headers["Location"]
    assert "Not mine to say" not in client.get(look).content.decode()
