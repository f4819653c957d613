"""A deadline may move until it has passed, and not any more: what was in was read by then."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from twoshores.programmes.forms.calls import CALL_FACTS, initial_of_call
from twoshores.programmes.models import Call
from twoshores.programmes.services.calls import call_update

from .applying import *  # noqa: F403 - fixtures


@pytest.fixture
def two(call) -> Call:
    """A call of two stages whose deadline of concepts has just passed."""
    now = timezone.now()
    days = {"concept_deadline": now, "deadline": now + timedelta(days=60)}
    Call.objects.update(stages="two", opens_at=now - timedelta(days=30), **days)
    call.refresh_from_db()
    return call


def move(officer, call, **facts):
    call.refresh_from_db()
    return call_update(
        by=officer, call=call, opened_version=call.version, facts=facts, note="Moved"
    )


@pytest.mark.parametrize("to", [timedelta(days=5), timedelta(days=-1), None])
def test_a_deadline_that_has_passed_stays(call, officer, to):
    moment = timezone.now()
    Call.objects.update(deadline=moment, opens_at=moment - timedelta(days=9))
    with pytest.raises(ValidationError, match="publish a new call") as caught:
        move(officer, call, deadline=to and moment + to)
    assert list(caught.value.message_dict) == ["deadline"]
    call.refresh_from_db()
    assert (call.deadline, call.versions.count()) == (moment, 1)


def test_a_deadline_that_has_not_passed_may_move(call, officer):
    later = call.deadline + timedelta(days=5)
    move(officer, call, deadline=later)
    call.refresh_from_db()
    assert call.deadline == later


@pytest.mark.parametrize("to", [timedelta(0), timedelta(days=-1)])
def test_a_deadline_still_to_come_moves_to_a_moment_still_to_come(call, officer, to):
    """Moved into the past it would open at once what was sealed until a day that all were told."""
    moment = call.deadline
    with pytest.raises(ValidationError, match="still to come") as caught:
        move(officer, call, deadline=timezone.now() + to)
    assert list(caught.value.message_dict) == ["deadline"]
    call.refresh_from_db()
    assert (call.deadline, call.versions.count()) == (moment, 1)


@pytest.mark.parametrize("name", ["concept_deadline", "deadline"])
def test_no_deadline_of_a_published_call_is_removed_or_moved_back(two, officer, name):
    ahead = timezone.now() + timedelta(days=9)
    Call.objects.update(concept_deadline=ahead)
    with pytest.raises(ValidationError, match="not taken out") as caught:
        move(officer, two, **{name: None})
    assert list(caught.value.message_dict) == [name]
    with pytest.raises(ValidationError, match="still to come") as caught:
        move(officer, two, **{name: timezone.now() - timedelta(hours=1)})
    assert list(caught.value.message_dict) == [name]
    two.refresh_from_db()
    assert two.concept_deadline == ahead


def test_a_deadline_that_was_never_set_is_set_to_a_moment_to_come(call, officer):
    Call.objects.update(deadline=None)
    with pytest.raises(ValidationError, match="still to come"):
        move(officer, call, deadline=timezone.now() - timedelta(days=1))
    move(officer, call, deadline=timezone.now() + timedelta(days=5))
    call.refresh_from_db()
    assert call.deadline > timezone.now()


def test_the_concepts_deadline_stays_while_that_of_proposals_moves(two, officer):
    with pytest.raises(ValidationError) as caught:
        move(officer, two, concept_deadline=timezone.now() + timedelta(days=5))
    assert list(caught.value.message_dict) == ["concept_deadline"]
    later = two.deadline + timedelta(days=5)
    move(officer, two, concept_deadline=two.concept_deadline, deadline=later)
    two.refresh_from_db()
    assert two.deadline == later


def test_a_draft_and_a_day_that_counts_for_nothing_change_freely(call, officer):
    passed = timezone.now() - timedelta(days=1)
    Call.objects.update(concept_deadline=passed)  # the call is of one stage
    move(officer, call, concept_deadline=None)
    Call.objects.update(state="draft", deadline=passed)
    move(officer, call, deadline=timezone.now() + timedelta(days=5))
    call.refresh_from_db()
    assert call.deadline > timezone.now()


def sent(call, **facts):
    """What a browser sends of the form of a published call."""
    shown = initial_of_call(call)
    typed = {name: shown[name] for name in CALL_FACTS if shown[name] is not None}
    for name in ("opens_at", "concept_deadline", "deadline"):
        if name in typed:
            typed[name] = typed[name].strftime("%Y-%m-%dT%H:%M:%S")
    return typed | {"version": call.version, "note": "Changed"} | facts


def test_the_page_says_why_and_saves_the_rest(client, two, officer):
    """Also by another clock, and though a page knows no split seconds."""
    passed = two.concept_deadline
    client.force_login(officer)
    edit = reverse("call_edit", args=[two.programme_id, two.pk])
    assert client.get(edit).text.count("This deadline has passed, so it stays.") == 1
    refused = client.post(edit, sent(two, concept_deadline="2099-01-01T12:00:00"))
    assert refused.status_code == 422
    assert "it no longer moves" in refused.text
    answer = client.post(edit, sent(two, title="Nets", time_zone="UTC"))
    assert answer.status_code == 302
    two.refresh_from_db()
    assert (two.title, two.time_zone, two.concept_deadline) == ("Nets", "UTC", passed)


def test_the_page_says_what_to_do_with_a_deadline_in_the_past_or_none(client, call, officer):
    client.force_login(officer)
    edit = reverse("call_edit", args=[call.programme_id, call.pk])
    opens = {"opens_at": "2020-01-01T12:00:00"}
    past = client.post(edit, sent(call, deadline="2021-01-01T12:00:00", **opens))
    assert past.status_code == 422
    assert "moves to a moment that is still to come" in past.text
    gone = client.post(edit, sent(call, deadline="", **opens))
    assert gone.status_code == 422
    assert "is not taken out" in gone.text
