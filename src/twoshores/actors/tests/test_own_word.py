"""Who changed their record by link before the column was there counts as having done so."""

from importlib import import_module

from django.apps import apps

from twoshores.actors.services.people import person_erase
from twoshores.common import audit

migration = import_module("twoshores.actors.migrations.0003_own_word_at")


def test_own_words_of_before_are_remembered(person, member_user):
    audit.record("person.update", person, by=member_user, about=person, fields=["sex"])
    audit.record("profile.ask", person, by=None, about=person)
    migration.remember_own_words(apps, None)
    person.refresh_from_db()
    assert person.own_word_at is None  # somebody signed in, and the site itself
    event = audit.record("profile.save", person, by=None, about=person)
    migration.remember_own_words(apps, None)
    person.refresh_from_db()
    assert person.own_word_at == event.at


def test_an_erased_record_keeps_no_trace(person):
    audit.record("profile.save", person, by=None, about=person)
    person_erase(by=None, person=person)
    migration.remember_own_words(apps, None)
    person.refresh_from_db()
    assert person.own_word_at is None
