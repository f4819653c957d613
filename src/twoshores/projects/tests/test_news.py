"""News of a project: who writes them, who reads them, where their pictures may be seen."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from twoshores.common.editing import StaleVersion
from twoshores.common.tests import files
from twoshores.projects.models import Document, ProjectUpdate
from twoshores.projects.services.documents import Upload, document_add, document_remove
from twoshores.projects.services.news import news_create, news_update
from twoshores.projects.services.projects import project_show

FACTS = {"title": "Le forage coule", "language": "fr", "on": date(2026, 3, 1)}
SHOT = Upload("well.jpg", files.jpeg(), "Trois femmes au nouveau puits")


def write(design, *, by=None, **more):
    facts = FACTS | {name: more.pop(name) for name in ("is_public", "on", "title") if name in more}
    return news_create(by=by or design.coordinator, project=design.project, facts=facts, **more)


def show(design, *parts, visibility="public"):
    project_show(
        by=design.coordinator,
        project=design.project,
        visibility=visibility,
        shown=parts,
        opened_version=design.project.version,
    )


def test_a_picture_comes_with_the_news_and_needs_its_words(design):
    row = write(design, upload=SHOT)
    assert [one.caption for one in row.pictures.all()] == [SHOT.caption]
    assert row.by == design.coordinator
    with pytest.raises(ValidationError) as refused:
        write(design, upload=Upload("b.jpg", files.jpeg(colour="blue")))
    assert "caption" in refused.value.error_dict


@pytest.mark.parametrize("data", [files.PDF, b"<svg/>", files.bomb_png(), b""])
def test_what_is_no_picture_is_refused_with_its_news(design, data):
    with pytest.raises(ValidationError) as refused:
        write(design, upload=Upload("a.jpg", data, "A well"))
    assert list(refused.value.error_dict) == ["picture"]
    assert not ProjectUpdate.objects.exists()
    assert not Document.objects.exists()


def test_papers_do_not_stand_in_the_news(design):
    paper = document_add(
        by=design.coordinator, project=design.project, upload=Upload("a.pdf", files.PDF)
    )
    with pytest.raises(ValidationError) as refused:
        write(design, pictures=[paper])
    assert "pictures" in refused.value.error_dict


def test_a_picture_in_the_news_stays(design):
    row = write(design, upload=SHOT)
    shot = row.pictures.get()
    with pytest.raises(ValidationError, match="news"):
        document_remove(by=design.coordinator, project=design.project, row=shot)
    news_update(
        by=design.coordinator, project=design.project, row=row, opened_version=1, facts=FACTS
    )
    document_remove(by=design.coordinator, project=design.project, row=shot)
    assert not Document.objects.exists()


def test_who_writes_and_when(design):
    for somebody in (design.viewer, design.abroad, design.stranger):
        with pytest.raises(PermissionDenied):
            write(design, by=somebody)
    with pytest.raises(ValidationError) as refused:
        write(design, on=timezone.localdate() + timedelta(days=1))
    assert "on" in refused.value.error_dict


def test_two_people_change_one_piece(design):
    row = write(design)
    facts = FACTS | {"title": "Le forage coule enfin"}
    args = {"by": design.coordinator, "project": design.project, "facts": facts}
    news_update(row=row, opened_version=1, **args)
    again = ProjectUpdate.objects.get()
    with pytest.raises(StaleVersion):
        news_update(row=again, opened_version=1, **args)


def test_only_what_is_for_others_on_a_page_that_shows_news(design, client):
    hidden = write(design, title="Dispute about the pump", upload=SHOT)
    public = write(
        design,
        title="Water flows",
        is_public=True,
        upload=Upload("b.jpg", files.jpeg(colour="blue"), "The tap"),
    )
    page = reverse("project", args=[design.project.code])

    def picture(row):
        address = reverse("shown_picture", args=[design.project.code, row.pictures.get().pk])
        return client.get(address).status_code

    assert (client.get(page).status_code, picture(public)) == (404, 404)
    show(design, "problem")
    assert "Water flows" not in client.get(page).text
    assert picture(public) == 404
    show(design, "news")
    text = client.get(page).text
    assert "Water flows" in text
    assert 'alt="The tap"' in text
    assert "Dispute" not in text
    assert (picture(public), picture(hidden)) == (200, 404)
    show(design, "news", visibility="members")
    assert picture(public) == 404
    client.force_login(design.stranger)
    assert picture(public) == 200


def test_the_public_page_takes_few_queries(design, client, django_assert_max_num_queries):
    for colour in ("red", "green", "blue"):
        upload = Upload("b.jpg", files.jpeg(colour=colour), colour)
        write(design, is_public=True, upload=upload)
    show(design, "news", "problem", "chain", "indicators", "partners")
    with django_assert_max_num_queries(15):
        client.get(reverse("project", args=[design.project.code]))


def test_the_whole_round_on_the_pages(design, client, django_assert_max_num_queries):
    client.force_login(design.coordinator)
    project = design.project
    asked = {"title": "Le forage coule", "language": "fr", "on": "2026-03-01", "text": "Enfin."}
    new = reverse("update_new", args=[project.pk])
    file = SimpleUploadedFile("a.jpg", files.jpeg())
    refused = client.post(new, asked | {"picture": file})
    assert refused.status_code == 422
    assert "not everybody sees it" in refused.text
    assert "Enfin." in refused.text
    file.seek(0)
    assert client.post(new, asked | {"picture": file, "caption": "Le puits"}).status_code == 302
    row = project.updates.get()
    for number in range(4):
        write(design, title=f"Number {number}")
    with django_assert_max_num_queries(15):
        page = client.get(reverse("workbench_updates", args=[project.pk])).text
    assert 'alt="Le puits"' in page
    assert 'lang="fr"' in page
    shot = row.pictures.get()
    edit = reverse("update_edit", args=[project.pk, row.pk])
    assert f'value="{shot.pk}"' in client.get(edit).text
    client.post(edit, asked | {"version": "1", "is_public": "on", "pictures": [str(shot.pk)]})
    row.refresh_from_db()
    assert (row.is_public, list(row.pictures.all())) == (True, [shot])
    client.post(edit, {"remove": "1"})
    assert not project.updates.filter(pk=row.pk).exists()


def test_outsiders_find_nothing(design, client):
    row = write(design)
    client.force_login(design.stranger)
    for name, args in (("workbench_updates", []), ("update_new", []), ("update_edit", [row.pk])):
        assert client.get(reverse(name, args=[design.project.pk, *args])).status_code == 404
    client.force_login(design.viewer)
    assert client.get(reverse("workbench_updates", args=[design.project.pk])).status_code == 200
    assert client.get(reverse("update_new", args=[design.project.pk])).status_code == 404
