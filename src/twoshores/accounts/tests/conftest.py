"""Users to test with."""

import pytest
from allauth.account.models import EmailAddress

from twoshores.accounts.models import User

PASSWORD = "a-long-enough-passphrase"


def make_user(email: str, password: str | None = None, **fields: object) -> User:
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def land_on_own_account(settings):
    """These tests do not need the portal, where people land after they signed in."""
    settings.LOGIN_REDIRECT_URL = "/account/email/"
    settings.LOGOUT_REDIRECT_URL = "/account/login/"


@pytest.fixture(autouse=True)
def demo(settings):
    """Most of our own account pages belong to the demo; tests of the rest switch it off."""
    settings.DEMO = True


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hashing as slowly as in earnest would take most of the time of these tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user(db) -> User:
    return make_user("amina@example.org", PASSWORD)


@pytest.fixture
def steward(db) -> User:
    return make_user("steward@example.org", PASSWORD, is_steward=True)


@pytest.fixture
def persona(db) -> User:
    return User.objects.create_user(
        "persona@example.org", is_demo=True, demo_label="Coordinator in Motobas", language="ar"
    )
