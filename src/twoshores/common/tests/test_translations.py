"""Originals and translations, side by side, with their status."""

import pytest
from django.apps import apps

from twoshores.common.models import AuditEvent, Translation
from twoshores.common.translations import facing_lists, facing_texts, translation_set

pytestmark = pytest.mark.django_db
FIELDS = ("name", "description")


@pytest.fixture
def organisation(db):
    return apps.get_model("actors.Organisation").objects.create(
        kind="organisation",
        name="جمعية",
        name_language="ar",
        description="نص",
        organisation_kind="ngo",
    )


def put(record, field, text, *, language="fr", status="human", by=None):
    return translation_set(
        record=record, field=field, language=language, text=text, status=status, by=by
    )


def test_readers_of_the_original_cost_no_query(organisation, django_assert_num_queries):
    with django_assert_num_queries(0):
        facing = facing_texts(organisation, FIELDS, "ar")
    assert (facing.texts["name"], facing.is_translation) == ("جمعية", False)


def test_a_translation_counts_once_every_field_that_says_something_has_one(organisation):
    put(organisation, "name", "Association")
    assert not facing_texts(organisation, FIELDS, "fr").is_translation
    put(organisation, "description", "Texte", status="machine")
    facing = facing_texts(organisation, FIELDS, "fr")
    assert facing.texts == {"name": "Association", "description": "Texte"}
    assert (facing.language, facing.status) == ("fr", "machine")
    assert facing_texts(organisation, FIELDS, "es").language == "ar"


def test_a_second_translation_replaces_the_first_and_is_audited(organisation, user):
    put(organisation, "name", "A", status="machine")
    put(organisation, "name", "B", by=user)
    row = Translation.objects.get()
    assert (row.text, row.status, row.by_id) == ("B", "human", user.pk)
    events = AuditEvent.objects.filter(verb="translation.set")
    assert [event.fields for event in events] == [["name"], ["name"]]


def test_a_list_costs_one_query(organisation, django_assert_num_queries):
    put(organisation, "name", "Association")
    with django_assert_num_queries(1):
        found = facing_lists([organisation], ("name",), "fr")
    assert found[organisation.pk].texts["name"] == "Association"
