"""The introduction: asked, question, answer, accepted, declined, expired; limits and links."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors import subjects
from twoshores.actors.introduction_states import MACHINE
from twoshores.actors.models import Introduction, Membership, Organisation
from twoshores.actors.selectors.introductions import (
    contact_of,
    introduction_by_token,
    introduction_token,
    introductions_visible_to,
)
from twoshores.actors.selectors.people import identity_visible_to
from twoshores.actors.services import introductions as service
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.common.links import BadLink
from twoshores.common.states import WrongState


@pytest.fixture(autouse=True)
def subject():
    subjects.register(
        "test.subject",
        lambda pk: subjects.Subject("Fish", "en", "Fish farming", "/"),
        lambda user, pk: True,
    )


def ask(officer, organisation, person, subject_id="1"):
    return service.introduction_ask(
        by=officer,
        asking=organisation,
        asked=person,
        subject_kind="test.subject",
        subject_id=subject_id,
        message="Could you help?",
        language="en",
    )


def test_every_state_can_be_reached():
    assert MACHINE.states == MACHINE.reachable == set(Introduction.State.values)


def test_a_yes_opens_names_to_both_sides_and_a_no_does_not(
    officer, organisation, person, member_user
):
    introduction = ask(officer, organisation, person)
    assert identity_visible_to(officer, person) is None
    assert contact_of(person, introduction) is None
    accepted = service.introduction_accept(by=member_user, introduction=introduction)
    assert identity_visible_to(officer, person).full_name == "Aïcha Test"
    assert contact_of(person, accepted).email == "aicha@example.org"
    assert contact_of(organisation, accepted).email == officer.email


def test_a_declined_introduction_shows_nothing(officer, organisation, person, member_user):
    introduction = ask(officer, organisation, person)
    declined = service.introduction_decline(
        by=member_user, introduction=introduction, reason="No time"
    )
    assert identity_visible_to(officer, person) is None
    assert contact_of(person, declined) is None
    with pytest.raises(WrongState):
        service.introduction_accept(by=member_user, introduction=introduction)


def test_question_and_answer_keep_the_pseudonym(officer, organisation, person, member_user):
    introduction = ask(officer, organisation, person)
    service.introduction_question(
        by=member_user, introduction=introduction, text="Qui paie ?", language="fr"
    )
    introduction.refresh_from_db()
    assert introduction.state == "question"
    service.introduction_answer(by=officer, introduction=introduction, text="We", language="en")
    introduction.refresh_from_db()
    assert introduction.state == "asked"
    assert identity_visible_to(officer, person) is None


def test_only_the_sides_move_it(officer, organisation, person, member_user):
    introduction = ask(officer, organisation, person)
    stranger = User.objects.create_user("x@example.org")
    for move in (service.introduction_accept, service.introduction_decline):
        with pytest.raises(PermissionDenied):
            move(by=stranger, introduction=introduction)
        with pytest.raises(PermissionDenied):
            move(by=officer, introduction=introduction)
    with pytest.raises(PermissionDenied):
        service.introduction_withdraw(by=member_user, introduction=introduction)
    assert list(introductions_visible_to(stranger)) == []


def test_nobody_gets_more_asks_than_the_limit(officer, person, settings):
    settings.OPEN_INTRODUCTIONS_LIMIT = 2
    for number in range(3):
        organisation = Organisation.objects.create(
            kind="organisation", name=f"O{number}", organisation_kind="ngo"
        )
        Membership.objects.create(user=officer, organisation=organisation, role="officer")
        if number < 2:
            ask(officer, organisation, person)
        else:
            with pytest.raises(PermissionDenied, match="open asks"):
                ask(officer, organisation, person)


def test_a_person_who_took_back_the_consent_is_not_asked(officer, organisation, person):
    consent_withdraw(
        by=None,
        person=person,
        purposes=["asked"],
        evidence=Evidence(channel="link", text_language="fr"),
    )
    with pytest.raises(PermissionDenied):
        ask(officer, organisation, person)


def test_asking_twice_about_one_thing_is_refused(officer, organisation, person, member_user):
    introduction = ask(officer, organisation, person)
    service.introduction_decline(by=member_user, introduction=introduction)
    with pytest.raises(ValidationError):
        ask(officer, organisation, person)


def test_it_expires_and_a_late_yes_is_refused(officer, organisation, person, member_user):
    introduction = ask(officer, organisation, person)
    Introduction.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    introduction.refresh_from_db()
    with pytest.raises(ValidationError, match="expired"):
        service.introduction_accept(by=member_user, introduction=introduction)
    assert service.introductions_expire() == 1
    assert service.introductions_expire() == 0
    introduction.refresh_from_db()
    assert introduction.state == "expired"


def test_reminders_go_out_twice_at_most(officer, organisation, person):
    ask(officer, organisation, person)
    assert service.introductions_remind() == 0
    Introduction.objects.update(asked_at=timezone.now() - timedelta(days=6))
    assert [service.introductions_remind() for _ in range(2)] == [1, 0]
    Introduction.objects.update(asked_at=timezone.now() - timedelta(days=12))
    assert [service.introductions_remind() for _ in range(2)] == [1, 0]


def test_a_worker_that_was_away_for_both_days_reminds_once(officer, organisation, person):
    introduction = ask(officer, organisation, person)
    Introduction.objects.update(asked_at=timezone.now() - timedelta(days=12))
    assert [service.introductions_remind() for _ in range(3)] == [1, 0, 0]
    introduction.refresh_from_db()
    assert introduction.reminders_sent == 2


def test_links_are_signed_and_end_with_their_nonce(officer, organisation, person):
    introduction = ask(officer, organisation, person)
    token = introduction_token(introduction)
    assert introduction_by_token(token) == introduction
    with pytest.raises(BadLink):
        introduction_by_token(token[:-2] + "xx")
    with pytest.raises(BadLink):
        introduction_by_token("")
    Introduction.objects.update(nonce="00000000-0000-4000-8000-000000000000")
    with pytest.raises(BadLink):
        introduction_by_token(token)
