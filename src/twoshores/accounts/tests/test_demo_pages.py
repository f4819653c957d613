"""Stepping into personas and reading the mails: in the demo, and only there."""

import pytest
from django.core import mail as django_mail
from django.test import override_settings

from twoshores.common.models import AuditEvent, OutboxMail

pytestmark = pytest.mark.django_db


def test_a_persona_is_stepped_into_and_said_on_every_page(client, persona):
    page = client.get("/account/personas/")
    assert "Coordinator in Motobas" in page.content.decode()
    answer = client.post("/account/personas/", {"persona": persona.pk})
    assert answer.status_code == 302
    shown = client.get("/account/personas/").content.decode()
    assert "You look through the eyes of: Coordinator in Motobas" in shown
    assert AuditEvent.objects.filter(verb="persona.enter", subject_id=str(persona.pk)).exists()


def test_stepping_in_goes_on_to_a_page_of_this_site_only(client, persona):
    def lands(target):
        return client.post("/account/personas/", {"persona": persona.pk, "next": target})[
            "Location"
        ]

    assert lands("/account/mails/") == "/account/mails/"
    assert lands("https://elsewhere.example/") == "/account/email/"


def test_nobody_but_a_persona_can_be_stepped_into(client, user, steward):
    for other in (user, steward):
        assert client.post("/account/personas/", {"persona": other.pk}).status_code == 404
    assert client.post("/account/personas/", {"persona": ""}).status_code == 404
    assert client.post("/account/personas/", {"persona": "x"}).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("path", ["/account/personas/", "/account/mails/", "/account/mails/1/"])
def test_outside_the_demo_these_pages_do_not_exist(client, persona, settings, path):
    OutboxMail.objects.create(pk=1, to="a@example.org", subject="s", body="b")
    settings.DEMO = False
    assert client.get(path).status_code == 404
    assert client.post(path, {"persona": persona.pk}).status_code == 404


def test_a_persona_reads_on_in_the_language_of_the_visitor(client, persona):
    client.force_login(persona)
    assert client.get("/account/mails/").headers["Content-Language"] == "en"


@override_settings(MAILERS={"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}})
def test_mails_are_listed_and_their_links_work(client, django_assert_max_num_queries):
    message = django_mail.EmailMessage(
        "طلب تعارف", "Open http://127.0.0.1:8000/i/abc/ <b>now</b>", to=["k7@example.org"]
    )
    message.send()
    with django_assert_max_num_queries(15):
        listed = client.get("/account/mails/").content.decode()
    assert "طلب تعارف" in listed
    sent = OutboxMail.objects.get()
    shown = client.get(f"/account/mails/{sent.pk}/").content.decode()
    assert 'href="http://127.0.0.1:8000/i/abc/"' in shown
    assert "<b>now" not in shown


def test_mails_of_one_reader(client):
    OutboxMail.objects.create(to="a@example.org", subject="for a", body="b")
    OutboxMail.objects.create(to="c@example.org", subject="for c", body="b")
    shown = client.get("/account/mails/?to=A@example.org").content.decode()
    assert "for a" in shown
    assert "for c" not in shown
    assert client.get("/account/mails/?page=99").status_code == 200
