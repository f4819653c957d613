"""Every page that allauth's enabled features can show, on our base, read by axe."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from twoshores.accounts.models import User

from .conftest import overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "river-stone-lantern-9"
OUTSIDE = [
    "/account/login/",
    "/account/signup/",
    "/account/login/code/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/password/reset/key/a-b/",
    "/account/inactive/",
]
INSIDE = [
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/sessions/",
    "/account/logout/",
]


@pytest.fixture(autouse=True)
def mail_kept_in_memory(settings) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    mail.outbox = []


@pytest.fixture
def member(db) -> User:
    user = User.objects.create_user("member@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in_with_password(one, user: User) -> None:
    page = one.open("/account/login/")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) .btn").click()
    page.wait_for_url(lambda url: "/account/login/" not in url)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("path", OUTSIDE)
def test_pages_before_signing_in(reader, axe, photograph, path, language):
    one = reader(language, 360)

    page = one.open(path)

    photograph(page, f"account-{path.strip('/').replace('/', '-')}-{language}")
    assert axe(page) == []
    assert overflow(page) == 0
    assert page.locator(".brand").is_visible()
    assert one.console == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_ones_own_account(reader, axe, photograph, member, language):
    member.language = language
    member.save()
    one = reader(language, 360, "dark")
    sign_in_with_password(one, member)

    for path in INSIDE:
        page = one.open(path)
        if "/reauthenticate/" in page.url:
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator(".btn").click()
            page.wait_for_url(f"**{path}")
        photograph(page, f"account-{path.strip('/').replace('/', '-')}-{language}")
        assert axe(page) == [], path
        assert overflow(page) == 0, path
        assert page.locator("html").get_attribute("lang") == language, path
        # A member with nothing wrong sees one filled button at most.
        assert page.locator(".btn").count() <= 1, path
    assert one.console == []


def test_somebody_signs_in_with_a_code_and_without_javascript(reader, member):
    one = reader("en", 360, javascript=False)
    page = one.open("/account/login/code/")
    page.locator("input[name=email]").fill(member.email)
    page.locator(".btn").click()
    code = re.search(r"^\S{6,}$", mail.outbox[-1].body, re.MULTILINE).group()

    page.locator("input[name=code]").fill(code)
    page.locator(".btn").click()

    one.open("/account/email/")
    assert member.email in page.locator("main").inner_text()


def test_a_wrong_code_is_said_on_top_and_at_the_field(reader, axe, photograph, member):
    one = reader("en", 360)
    page = one.open("/account/login/code/")
    page.locator("input[name=email]").fill(member.email)
    page.locator(".btn").click()
    page.locator("input[name=code]").fill("WRONGCODE")
    page.locator(".btn").click()

    photograph(page, "account-wrong-code")
    assert page.locator(".errors").evaluate("e => e === document.activeElement")
    assert page.locator(".field.wrong .err").is_visible()
    assert axe(page) == []


def test_a_page_that_is_not_there_keeps_the_way_back(reader, axe, settings):
    settings.DEBUG = False
    one = reader("en", 360)
    page = one.page
    response = page.goto(one.base_url + "/no-such-page")

    assert response.status == 404
    assert axe(page) == []
    assert page.locator(".brand").is_visible()
