"""The building blocks, loaded."""

import pytest

from twoshores.accounts.models import User
from twoshores.catalogue.services import catalogue_load


@pytest.fixture
def blocks(db) -> int:
    return catalogue_load()


@pytest.fixture
def steward(db) -> User:
    # Of the demo, so that no second factor is asked for.
    return User.objects.create_user("steward@example.org", is_steward=True, is_demo=True)
