"""A few places and users, as the kernel's tests need them."""

import pytest
from django.contrib.auth import get_user_model

from twoshores.common.models import Place
from twoshores.common.places.names import folded_names


def make_place(key, kind, name, country, parent=None, population=None, **names):
    return Place.objects.create(
        key=key,
        kind=kind,
        country=country,
        parent=parent,
        name=name,
        names=names,
        folded=folded_names(name, names),
        population=population,
    )


@pytest.fixture
def ecuador(db) -> Place:
    return make_place("EC", "country", "Ecuador", "EC", population=17_000_000)


@pytest.fixture
def loja_region(ecuador) -> Place:
    return make_place("EC.14", "region", "Loja", "EC", ecuador)


@pytest.fixture
def loja(loja_region) -> Place:
    return make_place("3654665", "locality", "Loja", "EC", loja_region, 170_000, ar="لوخا")


@pytest.fixture
def steward(db):
    return get_user_model().objects.create_user(
        "steward@example.org", is_steward=True, is_demo=True
    )


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user("amina@example.org")


@pytest.fixture(autouse=True)
def demo(settings):
    """The demo's steward needs no second factor, which other tests try."""
    settings.DEMO = True
