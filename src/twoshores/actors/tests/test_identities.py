"""A name is readable by its owner, by a live registrar, by both sides of a yes. Nobody else."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from twoshores.actors.models import Consent, Membership, PersonIdentity
from twoshores.actors.selectors.people import identity_visible_to
from twoshores.actors.services.consents import consent_withdraw_registration
from twoshores.actors.services.people import PersonFacts, person_erase, person_reveal, person_update
from twoshores.common.models import AuditEvent


def test_only_the_member_reads_their_name(person, member_user, officer, steward):
    assert identity_visible_to(member_user, person).full_name == "Aïcha Test"
    assert identity_visible_to(officer, person) is None
    assert identity_visible_to(steward, person) is None
    assert identity_visible_to(AnonymousUser(), person) is None


def test_the_registrar_reads_it_while_its_consent_lasts(registered, officer, organisation):
    assert identity_visible_to(officer, registered)
    Consent.objects.filter(registrar=organisation).update(expires_at=timezone.now() - timedelta(1))
    assert identity_visible_to(officer, registered) is None


def test_a_viewer_of_the_registrar_does_not_read_it(registered, officer):
    Membership.objects.filter(user=officer).update(role="viewer")
    assert identity_visible_to(officer, registered) is None


def test_ending_the_registration_closes_the_name(registered, officer, organisation):
    consent_withdraw_registration(by=None, person=registered, organisation=organisation)
    assert identity_visible_to(officer, registered) is None


def test_a_steward_opens_a_name_with_a_reason_that_is_kept(person, steward, officer):
    with pytest.raises(ValidationError):
        person_reveal(by=steward, person=person, reason="why")
    with pytest.raises(PermissionDenied):
        person_reveal(by=officer, person=person, reason="because I would like to know")
    identity = person_reveal(by=steward, person=person, reason="court order 12 of 3 May")
    assert identity.full_name == "Aïcha Test"
    assert person.reveals.get().reason.startswith("court")
    event = AuditEvent.objects.get(verb="person.reveal")
    assert event.about_id == str(person.pk)
    assert "court" not in str(event.fields)


def test_erasure_leaves_no_personal_value(person, member_user):
    person_erase(by=member_user, person=person)
    person.refresh_from_db()
    assert not PersonIdentity.objects.filter(person=person).exists()
    assert person.user is None
    assert person.listed_until is None
    assert person.pseudonym.startswith("-")
    assert AuditEvent.objects.filter(verb="person.erase").exists()


def test_audit_rows_cannot_be_changed_or_deleted(person):
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(verb="x")


def test_an_update_names_fields_only(person, member_user):
    facts = PersonFacts("Aïcha Autre", "fr", email="b@example.org")
    assert person_update(by=member_user, person=person, facts=facts) == ["full_name", "email"]
    assert AuditEvent.objects.get(verb="person.update").fields == ["email", "full_name"]
