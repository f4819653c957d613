"""Consent: per purpose, expiring, withdrawn at once, own word first."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from twoshores.actors import hooks
from twoshores.actors.models import Organisation, Person
from twoshores.actors.selectors.people import people_listed_visible_to
from twoshores.actors.services.consents import (
    Evidence,
    consent_record,
    consent_withdraw,
    consent_withdraw_registration,
    consents_expire,
)
from twoshores.actors.services.people import PersonFacts, person_merge, person_register
from twoshores.common.models import AuditEvent

from .conftest import give_all

WEB = Evidence(channel="web", text_language="fr")


def listed(user):
    return list(people_listed_visible_to(user))


def test_without_consent_nobody_is_listed(officer, member_user):
    person_register(by=member_user, facts=PersonFacts("A B", "en", email="a@example.org"))
    assert listed(officer) == []


def test_a_consent_lists_until_it_ends(person, officer):
    assert listed(officer) == [person]
    Person.objects.filter(pk=person.pk).update(listed_until=timezone.now() - timedelta(1))
    assert listed(officer) == []


def test_withdrawal_counts_at_once_and_is_told(person, officer, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "PERSON_CHANGED", [told.append])
    consent_withdraw(by=None, person=person, purposes=["listed"], evidence=WEB)
    assert listed(officer) == []
    person.refresh_from_db()
    assert person.listed_until is None
    assert person.matched_until is not None
    assert told == [person]


def test_own_no_outranks_a_later_yes_of_the_registrar(registered, officer, organisation):
    assert listed(officer) == [registered]
    consent_withdraw(by=None, person=registered, purposes=["listed"], evidence=WEB)
    give_all(registered, by=officer, registrar=organisation, channel="paper")
    assert listed(officer) == []


def test_of_two_registrars_a_no_wins(registered, officer, organisation):
    other = Organisation.objects.create(kind="organisation", name="B", organisation_kind="ngo")
    consent_record(
        by=officer,
        person=registered,
        choices={"listed": None},
        evidence=Evidence(channel="paper", text_language="fr"),
        registrar=other,
    )
    assert listed(officer) == []
    consent_withdraw_registration(by=None, person=registered, organisation=other)
    assert listed(officer) == [registered]


@pytest.mark.parametrize("days", [-1, 400])
def test_an_end_in_the_past_or_past_a_year_is_refused(person, days):
    with pytest.raises(ValidationError):
        consent_record(
            by=None,
            person=person,
            choices={"listed": timezone.now() + timedelta(days=days)},
            evidence=WEB,
        )


def test_spoken_consent_needs_a_witness(registered, officer, organisation):
    with pytest.raises(ValidationError, match="witness"):
        consent_record(
            by=officer,
            person=registered,
            choices={"listed": None},
            evidence=Evidence(channel="spoken", text_language="fr"),
            registrar=organisation,
        )


def test_a_registrar_cannot_tick_the_web_form_for_somebody(registered, officer, organisation):
    with pytest.raises(ValidationError):
        consent_record(
            by=officer,
            person=registered,
            choices={"listed": None},
            evidence=WEB,
            registrar=organisation,
        )


def test_merging_keeps_the_stricter_consent(person, registered, steward):
    give_all(registered, by=None, days=30, purposes=["listed"])
    consent_withdraw(by=None, person=registered, purposes=["statistics"], evidence=WEB)
    kept = person_merge(by=steward, keep=person, drop=registered)
    kept.refresh_from_db()
    assert kept.statistics_until is None
    assert kept.listed_until < timezone.now() + timedelta(days=31)
    assert kept.matched_until is not None


def test_the_audit_trail_holds_no_values(person):
    consent_withdraw(by=None, person=person, purposes=["asked"], evidence=WEB)
    for event in AuditEvent.objects.filter(about_id=str(person.pk)):
        text = f"{event.verb} {event.fields}"
        assert "Aïcha" not in text
        assert "@" not in text


def test_what_has_run_out_is_told_once_and_stays_a_word_of_ones_own(
    registered, officer, organisation, monkeypatch
):
    give_all(registered, by=None, days=30)  # their own word beside the registrar's
    past = timezone.now() - timedelta(hours=1)
    registered.consents.filter(registrar=None).update(expires_at=past)
    Person.objects.filter(pk=registered.pk).update(listed_until=past, matched_until=past)
    told = []
    monkeypatch.setattr(hooks, "PERSON_CHANGED", [told.append])
    assert [consents_expire(), consents_expire()] == [1, 0]
    assert told == [registered]
    assert listed(officer) == []
    give_all(registered, by=officer, registrar=organisation, channel="paper")
    assert listed(officer) == []  # the registrar's yes does not come back in its place
