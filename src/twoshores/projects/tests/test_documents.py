"""Files of a project: who may send and open them, how they come back, when they stay."""

import hashlib
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twoshores.common.models import AuditEvent
from twoshores.common.tests import files
from twoshores.engines.indicators import Value
from twoshores.projects.models import Document
from twoshores.projects.selectors.documents import path_of, small_path_of
from twoshores.projects.services import indicators as measuring
from twoshores.projects.services.budget import (
    ExpenseData,
    expense_add,
    expense_correct,
    line_create,
)
from twoshores.projects.services.documents import (
    Upload,
    document_add,
    document_remove,
    document_update,
)
from twoshores.projects.services.periods import periods_make
from twoshores.projects.services.projects import partner_rights, project_move, project_show


@pytest.fixture
def period(design):
    spans = [("2027", date(2027, 1, 1), date(2027, 12, 31))]
    return periods_make(by=design.coordinator, project=design.project, spans=spans)[0]


def add(design, name="list.csv", data=b"a;b\n1;2\n", caption="", by=None):
    upload = Upload(name, data, caption)
    return document_add(by=by or design.coordinator, project=design.project, upload=upload)


def send(client, design, name, data, caption=""):
    file = SimpleUploadedFile(name, data)
    address = reverse("document_new", args=[design.project.pk])
    return client.post(address, {"file": file, "caption": caption})


def test_a_paper_is_kept_byte_for_byte(design):
    row = add(design, "../Receipt 1.PDF", files.PDF)
    assert (row.name, row.media_type, row.size) == (
        "Receipt 1.pdf",
        "application/pdf",
        len(files.PDF),
    )
    assert row.sha256 == hashlib.sha256(files.PDF).hexdigest()
    assert default_storage.open(path_of(row)).read() == files.PDF
    assert Path(default_storage.path(path_of(row))).is_relative_to(
        settings.STORAGES["default"]["OPTIONS"]["location"]
    )
    event = AuditEvent.objects.get(verb="document.create")
    assert (event.subject_id, event.about_id) == (str(row.pk), str(design.project.pk))


def test_a_picture_is_kept_without_its_place(design):
    row = add(design, "IMG_1.png", files.jpeg(), "The new well")
    assert (row.name, row.media_type) == ("IMG_1.jpg", "image/jpeg")
    for path in (path_of(row), small_path_of(row)):
        data = default_storage.open(path).read()
        assert b"Exif" not in data
        assert b"Secret" not in data
    assert row.sha256 == hashlib.sha256(default_storage.open(path_of(row)).read()).hexdigest()


@pytest.mark.parametrize(
    ("name", "data", "caption", "field"),
    [
        ("empty.txt", b"", "", "file"),
        ("page.pdf", b"<!doctype html><script>alert(1)</script>", "", "file"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A logo", "file"),
        ("photo.jpg", b"MZ\x90\x00\x03", "A photo", "file"),
        ("photo.jpg", files.jpeg(), " ", "caption"),
        ("bomb.png", files.bomb_png(), "A bomb", "file"),
        ("half.jpg", files.jpeg()[:200], "Half", "file"),
    ],
)
def test_what_is_refused_leaves_nothing(design, name, data, caption, field):
    with pytest.raises(ValidationError) as refused:
        add(design, name, data, caption)
    assert list(refused.value.error_dict) == [field]
    assert not Document.objects.exists()


def test_too_large_is_refused(design, settings):
    settings.UPLOAD_MAX_BYTES = 2_000_000
    with pytest.raises(ValidationError, match="2 MB"):
        add(design, "long.txt", b"a" * 2_000_001)


def test_a_zip_bomb_is_stored_and_never_opened(design):
    bomb = files.docx(bytes(50_000_000))
    assert len(bomb) < 100_000
    row = add(design, "bomb.docx", bomb)
    assert row.size == len(bomb)
    assert default_storage.open(path_of(row)).read() == bomb


def test_the_same_file_is_kept_once(design):
    add(design)
    with pytest.raises(ValidationError, match=r"list\.csv"):
        add(design, "again.csv")


def test_only_those_who_write_send_files(design):
    for somebody in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            add(design, by=somebody)
    project_move(by=design.coordinator, project=design.project, move="begin")
    project_move(by=design.coordinator, project=design.project, move="finish")
    with pytest.raises(PermissionDenied, match="finished"):
        add(design)


def test_a_name_keeps_the_ending_of_what_it_is(design):
    row = add(design)
    document_update(
        by=design.coordinator,
        project=design.project,
        row=row,
        opened_version=1,
        facts={"name": "../page.html"},
    )
    assert row.name == "page.csv"
    shot = add(design, "a.jpg", files.jpeg(), "The well")
    with pytest.raises(ValidationError) as refused:
        document_update(
            by=design.coordinator,
            project=design.project,
            row=shot,
            opened_version=1,
            facts={"caption": ""},
        )
    assert "caption" in refused.value.error_dict


def test_what_proves_something_stays(design, period, django_capture_on_commit_callbacks):
    by, project = design.coordinator, design.project
    proof, receipt, loose = (add(design, data=f"a;b\n{n};2\n".encode()) for n in range(3))
    indicator = measuring.indicator_create(
        by=by, project=project, facts={"text": "Wells", "kind": "number"}
    )
    data = measuring.MeasurementData(Value(number=D(1)), date(2027, 3, 1), evidence=proof)
    measuring.measurement_add(by=by, indicator=indicator, period=period, data=data)
    facts = {"text": "Pumps", "partner": design.lead, "category": "equipment", "currency": "EUR"}
    line = line_create(by=by, project=project, facts=facts)
    spent = ExpenseData(line, date(2027, 3, 1), D(5), "EUR", "A pump", document=receipt)
    entry = expense_add(by=by, project=project, data=spent)
    expense_correct(by=by, row=entry, data=None, reason="Entered twice")
    for row in (proof, receipt):
        with pytest.raises(ValidationError, match="evidence"):
            document_remove(by=by, project=project, row=row)
    path = default_storage.path(path_of(loose))
    with django_capture_on_commit_callbacks(execute=True):
        document_remove(by=by, project=project, row=loose)
    assert not Path(path).exists()
    assert set(project.documents.all()) == {proof, receipt}


def test_the_whole_round_on_the_pages(design, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    project = design.project
    refused = send(client, design, "a.png", b"<svg/>", "Logo")
    assert refused.status_code == 422
    assert "not kept" in refused.text
    assert send(client, design, "b.jpg", files.jpeg(), "Le puits").status_code == 302
    assert send(client, design, "c.pdf", files.PDF).status_code == 302
    for number in range(6):
        add(design, f"{number}.csv", f"a;b\n{number};2".encode())
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_documents", args=[project.pk])).text
    assert 'alt="Le puits"' in page
    assert "c.pdf" in page
    shot = project.documents.get(name="b.jpg")
    edit = reverse("document_edit", args=[project.pk, shot.pk])
    client.post(edit, {"version": "1", "name": "well.jpg", "caption": "Le nouveau puits"})
    shot.refresh_from_db()
    assert (shot.name, shot.caption) == ("well.jpg", "Le nouveau puits")
    client.post(edit, {"remove": "1"})
    assert not project.documents.filter(pk=shot.pk).exists()


def test_evidence_is_chosen_and_linked(design, client, period):
    client.force_login(design.coordinator)
    by, project = design.coordinator, design.project
    proof = add(design)
    indicator = measuring.indicator_create(
        by=by, project=project, facts={"text": "Wells", "kind": "number"}
    )
    measure = reverse("measurement_new", args=[project.pk, indicator.pk, period.pk])
    client.post(measure, {"number": "3", "on": "2027-03-01", "evidence": str(proof.pk)})
    assert indicator.measurements.get().evidence == proof
    page = client.get(reverse("indicator_detail", args=[project.pk, indicator.pk])).text
    assert reverse("document", args=[project.pk, proof.pk]) in page
    facts = {"text": "Pumps", "partner": design.lead, "category": "equipment", "currency": "EUR"}
    line = line_create(by=by, project=project, facts=facts)
    client.post(
        reverse("expense_new", args=[project.pk]),
        {"line": str(line.pk), "on": "2027-03-01", "amount": "5", "text": "A pump"}
        | {"document": str(proof.pk)},
    )
    assert project.expenses.get().document == proof
    page = client.get(reverse("workbench_expenses", args=[project.pk])).text
    assert reverse("document", args=[project.pk, proof.pk]) in page
    page = client.get(reverse("workbench_documents", args=[project.pk])).text
    assert "proves a measurement" in page
    assert "proves an expense" in page
    assert "stands in the news" not in page


def test_files_come_back_as_what_they_are(design, client):
    client.force_login(design.viewer)
    paper, shot = add(design, "c.pdf", files.PDF), add(design, "b.jpg", files.jpeg(), "A well")
    for row, disposition in ((paper, "attachment"), (shot, "inline")):
        response = client.get(reverse("document", args=[design.project.pk, row.pk]))
        assert response.headers["Content-Type"] == row.media_type
        assert response.headers["Content-Disposition"] == f'{disposition}; filename="{row.name}"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "private" in response.headers["Cache-Control"]
        assert len(b"".join(response)) == row.size
    small = client.get(reverse("document", args=[design.project.pk, shot.pk]) + "?small")
    assert small.headers["Content-Type"] == "image/jpeg"
    assert b"".join(small) == default_storage.open(small_path_of(shot)).read()


def test_a_name_in_another_script_comes_back_whole(design, client):
    client.force_login(design.viewer)
    row = add(design, "محضر الاجتماع.txt", "قررنا أن نبدأ.".encode())
    response = client.get(reverse("document", args=[design.project.pk, row.pk]))
    assert "filename*=utf-8''%D9%85" in response.headers["Content-Disposition"]


def test_too_large_is_refused_on_the_page_before_it_is_read(design, client, settings):
    settings.UPLOAD_MAX_BYTES = 1_000_000
    client.force_login(design.coordinator)
    refused = send(client, design, "long.txt", b"a" * 1_000_001)
    assert refused.status_code == 422
    assert "At most 1 MB" in refused.text


def test_nobody_else_opens_them(design, client):
    row = add(design, "c.pdf", files.PDF)
    address = reverse("document", args=[design.project.pk, row.pk])
    assert client.get(address).status_code == 302  # to sign in
    client.force_login(design.stranger)
    for name, args in (
        ("document", [design.project.pk, row.pk]),
        ("document_edit", [design.project.pk, row.pk]),
        ("document_new", [design.project.pk]),
        ("workbench_documents", [design.project.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name
    client.force_login(design.viewer)
    assert client.get(reverse("document_new", args=[design.project.pk])).status_code == 404
    assert send(client, design, "d.csv", b"a;b\n1;2\n").status_code == 404


def test_a_paper_is_read_by_others_once_its_keeper_shows_it(design, client):
    paper, other = add(design, "Statutes.pdf", files.PDF), add(design)
    outside = reverse("shown_paper", args=[design.project.code, paper.pk])
    inside = reverse("document_edit", args=[design.project.pk, paper.pk])
    page = reverse("project", args=[design.project.code])
    show(design, "papers")
    assert client.get(outside).status_code == 404  # nobody marked it
    client.force_login(design.coordinator)
    assert (
        client.post(inside, {"version": "1", "name": "Statutes.pdf", "is_public": "on"}).status_code
        == 302
    )
    event = AuditEvent.objects.get(verb="document.update")
    assert (event.subject_id, event.fields) == (str(paper.pk), ["is_public"])
    client.logout()
    response = client.get(outside)
    assert b"".join(response) == files.PDF
    assert "no-cache" in response.headers["Cache-Control"]
    assert outside in client.get(page).text
    hidden = reverse("shown_paper", args=[design.project.code, other.pk])
    assert client.get(hidden).status_code == 404
    assert hidden not in client.get(page).text
    for shown, visibility in (("news", "public"), ("papers", "owners"), ("papers", "members")):
        show(design, shown, visibility=visibility)
        assert client.get(outside).status_code == 404, (shown, visibility)
    client.force_login(design.stranger)
    assert client.get(outside).status_code == 200  # a member of this house


def test_only_the_keeper_shows_a_paper(design, client):
    row = add(design, "Statutes.pdf", files.PDF)
    partner_rights(
        by=design.coordinator, project=design.project, partner=design.partner, may_edit=True
    )
    with pytest.raises(PermissionDenied, match="keeps the project"):
        mark(design, row, by=design.abroad)
    client.force_login(design.abroad)
    edit = reverse("document_edit", args=[design.project.pk, row.pk])
    assert "Others may read it" not in client.get(edit).text
    client.post(edit, {"version": "1", "name": "Statutes of 2026", "is_public": "on"})
    row.refresh_from_db()
    assert (row.name, row.is_public) == ("Statutes of 2026.pdf", False)


def test_only_so_many_are_shown(design, monkeypatch):
    monkeypatch.setattr("twoshores.projects.services.documents.MOST_SHOWN", 1)
    mark(design, add(design))
    with pytest.raises(ValidationError, match="1 files"):
        mark(design, add(design, "Statutes.pdf", files.PDF))
    assert design.project.documents.filter(is_public=True).count() == 1


def mark(design, row, by=None):
    facts = {"is_public": True}
    by = by or design.coordinator
    document_update(by=by, project=design.project, row=row, opened_version=1, facts=facts)


def show(design, *parts, visibility="public"):
    design.project.refresh_from_db()
    project_show(
        by=design.coordinator,
        project=design.project,
        visibility=visibility,
        shown=parts,
        opened_version=design.project.version,
    )


def test_a_file_of_another_project_is_not_found(design, client):
    from twoshores.projects.services.projects import project_create

    client.force_login(design.coordinator)
    other = project_create(
        by=design.coordinator,
        owner=design.keeper,
        facts={"title": "Another", "language": "fr"},
        countries=[],
    )
    row = add(design)
    assert client.get(reverse("document", args=[other.pk, row.pk])).status_code == 404


def test_a_lost_file_is_a_missing_page(design, client):
    client.force_login(design.coordinator)
    row = add(design)
    default_storage.delete(path_of(row))
    assert client.get(reverse("document", args=[design.project.pk, row.pk])).status_code == 404
