"""Signing up and in, throttling, sessions, second factors: allauth, set up as we promise."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from twoshores.accounts.models import User

from .conftest import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^\s*([A-Z0-9]{3,6}-?[A-Z0-9]{0,6})\s*$", re.MULTILINE)


def code_of_last_mail() -> str:
    found = CODE.search(mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found.group(1)


def test_somebody_joins_with_an_address_alone(client):
    answer = client.post("/account/signup/", {"email": "new@example.org"})
    assert answer.status_code == 302
    answer = client.post(answer["Location"], {"code": code_of_last_mail()})
    assert answer.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_code_from_a_mail_signs_in(client, user):
    answer = client.post("/account/login/code/", {"email": user.email})
    answer = client.post(answer["Location"], {"code": code_of_last_mail()})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_same_form_sends_a_code_when_the_password_is_left_empty(client, user):
    answer = client.post("/account/login/", {"login": user.email, "password": ""})
    client.post(answer["Location"], {"code": code_of_last_mail()})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_code_does_not(client, user):
    answer = client.post("/account/login/code/", {"email": user.email})
    for _attempt in range(4):
        client.post(answer["Location"], {"code": "WRONG1"})
    client.post(answer["Location"], {"code": code_of_last_mail()})
    assert "_auth_user_id" not in client.session


def test_a_password_signs_in(client, user):
    answer = client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_guessing_a_password_is_throttled_across_processes(user):
    # A client of its own each time: what counts is kept in the database, not in the session.
    for _attempt in range(5):
        Client().post("/account/login/", {"login": user.email, "password": "wrong"})
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_asking_for_codes_is_throttled(user):
    for path, field in [("/account/login/code/", "email"), ("/account/login/", "login")] * 3:
        Client().post(path, {field: user.email})
    assert len(mail.outbox) == 3


def test_nobody_learns_who_has_an_account(client, user):
    known = client.post("/account/signup/", {"email": user.email})
    unknown = Client().post("/account/signup/", {"email": "unknown@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_sessions_are_listed_and_revoked(user):
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert there.get("/account/email/").status_code == 200
    assert here.get("/account/sessions/").status_code == 200
    assert UserSession.objects.filter(user=user).count() == 2
    here.post("/account/sessions/")
    assert here.get("/account/email/").status_code == 200
    assert there.get("/account/email/").status_code == 302


def test_a_steward_without_second_factor_is_sent_to_set_one_up(client, steward):
    client.force_login(steward)
    answer = client.get("/components")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")
    assert client.get("/account/2fa/").status_code == 200


def test_a_steward_with_one_signs_in_with_both(client, steward):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(steward, secret)
    answer = client.post("/account/login/", {"login": steward.email, "password": PASSWORD})
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    client.post("/account/2fa/authenticate/", {"code": code})
    assert client.session["_auth_user_id"] == str(steward.pk)
    assert client.get("/components").status_code == 200


def test_only_a_real_factor_counts(client, steward):
    Authenticator.objects.create(
        user=steward, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    client.force_login(steward)
    assert client.get("/components").status_code == 302


def test_others_and_the_demo_steward_need_none(client, user):
    client.force_login(user)
    assert client.get("/components").status_code == 200
    client.force_login(make_user("p@example.org", is_steward=True, is_demo=True))
    assert client.get("/components").status_code == 200


def test_a_demo_mark_frees_nobody_outside_the_demo(client, settings):
    settings.DEMO = False
    client.force_login(make_user("p@example.org", is_steward=True, is_demo=True))
    assert client.get("/components").status_code == 302
