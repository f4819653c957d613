"""The language of a user follows them."""

import pytest
from django.test import Client

from twoshores.accounts.models import User

pytestmark = pytest.mark.django_db


def language_of(client: Client) -> str:
    return client.get("/account/login/code/").headers["Content-Language"]


def test_a_choice_is_kept_for_a_user_on_every_device(client, user):
    client.force_login(user)
    client.post("/i18n/setlang/", {"language": "ar", "next": "/account/email/"})
    assert User.objects.get(pk=user.pk).language == "ar"
    elsewhere = Client()
    elsewhere.force_login(user)
    page = elsewhere.get("/account/email/")
    assert page.headers["Content-Language"] == "ar"
    assert 'dir="rtl"' in page.content.decode()


def test_an_unknown_language_changes_nothing(client, user):
    client.force_login(user)
    client.post("/i18n/setlang/", {"language": "xx", "next": "/account/email/"})
    assert User.objects.get(pk=user.pk).language == "en"


def test_a_visitor_is_served_by_cookie(client):
    client.post("/i18n/setlang/", {"language": "fr", "next": "/account/login/"})
    assert language_of(client) == "fr"


def test_whoever_joins_keeps_the_language_of_the_page(client):
    client.post("/i18n/setlang/", {"language": "es", "next": "/account/login/"})
    client.post("/account/signup/", {"email": "new@example.org"})
    assert User.objects.get(email="new@example.org").language == "es"


def test_the_address_alone_changes_no_language(client):
    assert client.get("/i18n/setlang/?language=fr").status_code == 405
