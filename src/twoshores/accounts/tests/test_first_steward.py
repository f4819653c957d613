"""The link that an empty instance prints, and the page behind it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone

from twoshores.accounts.models import OneTimeLink, User
from twoshores.accounts.services import first_steward_link, first_steward_make
from twoshores.common import links
from twoshores.common.links import BadLink
from twoshores.common.models import AuditEvent

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def path_of(link: str | None) -> str:
    assert link is not None
    return urlsplit(link).path


def test_the_link_makes_a_steward_who_lands_where_a_second_factor_is_set_up(client):
    path = path_of(first_steward_link())
    assert client.get(path).status_code == 200
    answer = client.post(path, {"email": "Op@Example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer["Location"] == "/account/2fa/"
    user = User.objects.get()
    assert (user.email, user.is_steward) == ("op@example.org", True)
    # Signed in, and allauth does not ask for the password again before the set-up.
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    event = AuditEvent.objects.get(verb="steward.first")
    assert event.subject_id == str(user.pk)
    assert "op@example.org" not in str(event.fields)


def test_a_used_link_says_so(client):
    path = path_of(first_steward_link())
    client.post(path, {"email": "one@example.org", "password": PASSWORD})
    client.logout()
    answer = client.post(path, {"email": "two@example.org", "password": PASSWORD})
    assert answer.status_code == 410
    assert User.objects.count() == 1


def test_the_same_link_cannot_win_twice():
    token = path_of(first_steward_link()).split("/")[-2]
    first_steward_make(token=token, email="one@example.org")
    with pytest.raises(BadLink):
        first_steward_make(token=token, email="two@example.org")


def test_an_expired_link_says_so(client, monkeypatch):
    path = path_of(first_steward_link())
    monkeypatch.setattr(links, "DAY", -1)
    answer = client.get(path)
    assert answer.status_code == 410
    assert b"expired" in answer.content


def test_a_forged_link_says_so(client):
    assert client.get("/account/first-steward/abc:def:ghi/").status_code == 410


def test_a_newer_link_ends_the_older_one(client):
    older = path_of(first_steward_link())
    newer = path_of(first_steward_link())
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_no_link_once_there_is_a_steward(steward, capsys):
    assert first_steward_link() is None
    call_command("first_steward")
    assert "steward already" in capsys.readouterr().out


def test_a_link_dies_when_somebody_else_became_steward(client):
    path = path_of(first_steward_link())
    User.objects.create_user("other@example.org", is_steward=True)
    assert client.get(path).status_code == 410


def test_an_address_in_use_is_refused_and_the_link_stays(client, user):
    path = path_of(first_steward_link())
    answer = client.post(path, {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 422
    assert OneTimeLink.objects.get().used_at is None
    assert not User.objects.get(pk=user.pk).is_steward


def test_the_password_is_needed_only_where_no_mail_is_sent(client, settings):
    path = path_of(first_steward_link())
    # The test runner replaces the mailer by one that sends; no password is needed then.
    settings.MAILERS = {"default": {"BACKEND": "twoshores.common.outbox.OutboxBackend"}}
    assert client.post(path, {"email": "op@example.org"}).status_code == 422
    assert client.post(path, {"email": "op@example.org", "password": "short"}).status_code == 422
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    assert client.post(path, {"email": "op@example.org"}).status_code == 302


def test_the_command_prints_a_link_that_works(client, capsys):
    call_command("first_steward")
    assert client.get(path_of(capsys.readouterr().out.strip())).status_code == 200


def test_links_are_kept_by_their_number_only():
    first_steward_link()
    link = OneTimeLink.objects.get()
    assert link.made_at > timezone.now() - timedelta(minutes=1)
