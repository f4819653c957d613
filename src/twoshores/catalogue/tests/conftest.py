"""The building blocks, loaded."""

import pytest

from twoshores.accounts.models import User
from twoshores.catalogue.services import catalogue_load


@pytest.fixture
def blocks(db) -> int:
    return catalogue_load()


@pytest.fixture
def steward(db) -> User:
    return User.objects.create_user("steward@example.org", is_steward=True)
