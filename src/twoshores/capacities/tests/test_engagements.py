"""From a yes to what is left behind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from twoshores.accounts.models import User
from twoshores.actors.services.introductions import introduction_accept, introduction_ask
from twoshores.capacities.engagement_states import MACHINE
from twoshores.capacities.models import Engagement, Side
from twoshores.capacities.selectors.engagements import (
    engagement_by_token,
    engagement_token,
    engagements_visible_to,
    feedback_shown,
)
from twoshores.capacities.services import engagements as service
from twoshores.common.editing import StaleVersion
from twoshores.common.states import WrongState

ORGANISATION, PERSON = Side.ORGANISATION, Side.PERSON


@pytest.fixture
def member(make_member, concepts):
    return make_member("one", [(concepts[0], 4, "x")])


@pytest.fixture
def engagement(officer, organisation, need, member):
    introduction = introduction_ask(
        by=officer,
        asking=organisation,
        asked=member,
        subject_kind="capacities.need",
        subject_id=str(need.pk),
        message="هل تستطيع؟",
        language="ar",
    )
    introduction_accept(by=None, introduction=introduction)
    return Engagement.objects.get()


def agree_both(officer, engagement):
    engagement.refresh_from_db()
    terms = {"tasks": "Train 40 families", "mode": "short", "starts": date(2027, 2, 1)}
    engagement = service.engagement_terms_save(
        by=officer,
        side=ORGANISATION,
        engagement=engagement,
        opened_version=engagement.version,
        terms=terms,
    )
    return service.engagement_agree(
        by=None, side=PERSON, engagement=engagement, version=engagement.version
    )


def test_every_state_can_be_reached():
    assert MACHINE.states == MACHINE.reachable == set(Engagement.State.values)


def test_a_yes_begins_the_terms_from_what_the_need_says(engagement, need):
    assert engagement.state == "terms"
    assert engagement.tasks == need.description
    assert engagement.starts == need.starts


def test_it_is_agreed_when_both_agreed_to_the_same_text(officer, engagement):
    agreed = agree_both(officer, engagement)
    assert agreed.state == "agreed"
    assert agreed.agreed_at


def test_a_change_asks_both_again(officer, engagement):
    agreed = agree_both(officer, engagement)
    changed = service.engagement_terms_save(
        by=None,
        side=PERSON,
        engagement=agreed,
        opened_version=agreed.version,
        terms={"tasks": "Train 20 families"},
    )
    assert changed.state == "terms"
    assert changed.organisation_agreed_version is None
    assert changed.agreed_at is None


def test_terms_sent_as_they_stand_are_agreed_to(officer, engagement):
    def send(by, side):
        sent = service.engagement_terms_save(
            by=by,
            side=side,
            engagement=Engagement.objects.get(),
            opened_version=engagement.version,
            terms={"tasks": engagement.tasks},
        )
        return sent.organisation_agreed_version, sent.person_agreed_version, sent.state

    Engagement.objects.update(mode="short")
    version = engagement.version
    assert send(officer, ORGANISATION) == (version, None, "terms")
    assert send(officer, ORGANISATION) == (version, None, "terms")
    assert send(None, PERSON) == (version, version, "agreed")
    assert Engagement.objects.get().agreed_at


def test_agreeing_to_an_old_text_is_refused(officer, engagement):
    read_version = engagement.version
    agree_both(officer, engagement)
    with pytest.raises(ValidationError, match="changed"):
        service.engagement_agree(by=None, side=PERSON, engagement=engagement, version=read_version)


def test_two_writers_of_terms_see_each_other(officer, engagement):
    opened = engagement.version
    first = Engagement.objects.get()
    service.engagement_terms_save(
        by=officer, side=ORGANISATION, engagement=first, opened_version=opened, terms={"tasks": "A"}
    )
    with pytest.raises(StaleVersion):
        service.engagement_terms_save(
            by=None, side=PERSON, engagement=engagement, opened_version=opened, terms={"tasks": "B"}
        )


def test_money_needs_a_currency(officer, engagement):
    with pytest.raises(ValidationError, match="currency"):
        service.engagement_terms_save(
            by=officer,
            side=ORGANISATION,
            engagement=engagement,
            opened_version=engagement.version,
            terms={"compensation_amount": Decimal("100.00")},
        )


def test_each_side_speaks_for_itself(officer, engagement, member):
    with pytest.raises(PermissionDenied):
        service.engagement_agree(
            by=officer, side=PERSON, engagement=engagement, version=engagement.version
        )
    with pytest.raises(PermissionDenied):
        service.engagement_agree(
            by=None, side=ORGANISATION, engagement=engagement, version=engagement.version
        )
    stranger = User.objects.create_user("x@example.org")
    assert list(engagements_visible_to(stranger)) == []
    assert list(engagements_visible_to(member.user)) == [engagement]


def test_it_runs_to_what_is_left_behind(officer, engagement):
    running = agree_both(officer, engagement)
    with pytest.raises(WrongState):
        service.engagement_move(by=None, side=PERSON, engagement=running, move="finish")
    running = service.engagement_move(by=None, side=PERSON, engagement=running, move="begin")
    service.engagement_note(
        by=None, side=PERSON, engagement=running, text="Mi-chemin", language="fr", done_percent=50
    )
    with pytest.raises(ValidationError):
        service.feedback_give(
            by=None, side=PERSON, engagement=running, rating=5, text="", language="fr"
        )
    done = service.engagement_move(by=officer, side=ORGANISATION, engagement=running, move="finish")
    service.material_add(
        by=None, side=PERSON, engagement=done, title="دليل", language="ar", licence="CC BY 4.0"
    )
    mine = service.feedback_give(
        by=None, side=PERSON, engagement=done, rating=5, text="Bien", language="fr"
    )
    assert feedback_shown(done, ORGANISATION) == []
    theirs = service.feedback_give(
        by=officer, side=ORGANISATION, engagement=done, rating=4, text="جيد", language="ar"
    )
    assert set(feedback_shown(done, PERSON)) == {mine, theirs}
    with pytest.raises(ValidationError):
        service.feedback_give(
            by=None, side=PERSON, engagement=done, rating=1, text="", language="fr"
        )


def test_the_link_finds_it(engagement):
    assert engagement_by_token(engagement_token(engagement)) == engagement
