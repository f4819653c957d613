"""Who signed or coordinates goes: a hand-over waits at each project until it is done."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.actors.services.memberships import membership_change_role, membership_end
from twoshores.alliances.models import HandOver
from twoshores.alliances.services.agreement_moves import agreement_move
from twoshores.alliances.services.hand_overs import hand_over_close

from .test_agreements import begin, sign, write


@pytest.fixture
def second(design) -> Membership:
    """Another coordinator of the keeper, so that one may go."""
    user = User.objects.create_user("second@example.org")
    return Membership.objects.create(
        user=user, organisation=design.keeper, role=Membership.Role.COORDINATOR
    )


@pytest.fixture
def running(design):
    design.project.stage = "running"
    design.project.save()
    return design


@pytest.fixture
def signed(running):
    agreement = begin(running)
    write(running, agreement)
    agreement_move(by=running.coordinator, agreement=agreement, move="propose")
    sign(running, agreement, running.lead, login="second@example.org")
    return agreement


def raised(why: str) -> int:
    return HandOver.objects.filter(why=why, done_on=None).count()


def test_a_coordinator_who_leaves_is_handed_over_in_projects_under_way(running, second):
    membership_end(by=second.user, membership=second)
    row = HandOver.objects.get()
    assert (row.why, row.partner, row.agreement) == ("coordinator", running.lead, None)


def test_not_in_a_design_or_a_finished_project(design, second):
    membership_end(by=second.user, membership=second)
    assert HandOver.objects.count() == 0


def test_another_role_raises_it_and_the_same_role_does_not(running, second):
    membership_change_role(by=running.coordinator, membership=second, role="coordinator")
    assert HandOver.objects.count() == 0
    membership_change_role(by=running.coordinator, membership=second, role="officer")
    membership_change_role(by=running.coordinator, membership=second, role="coordinator")
    membership_change_role(by=running.coordinator, membership=second, role="viewer")
    assert raised("coordinator") == 1  # the first one is still open


def test_whoever_signed_is_handed_over_for_that_agreement(running, second, signed):
    membership_change_role(by=running.coordinator, membership=second, role="officer")
    membership_end(by=running.coordinator, membership=second)
    assert (raised("signatory"), raised("coordinator")) == (1, 1)
    assert HandOver.objects.get(why="signatory").agreement == signed


def test_a_login_of_no_member_is_passed_over_in_silence(running):
    agreement = begin(running)
    write(running, agreement)
    agreement_move(by=running.coordinator, agreement=agreement, move="propose")
    row = sign(running, agreement, running.lead, login="stranger@example.org")
    assert row.signatory is None


def test_it_is_closed_with_a_note_and_raised_anew_afterwards(running, second):
    membership_change_role(by=running.coordinator, membership=second, role="officer")
    row = HandOver.objects.get()
    for by, note, refusal in (
        (running.viewer, "All of it", PermissionDenied),
        (running.coordinator, " ", ValidationError),
    ):
        with pytest.raises(refusal):
            hand_over_close(by=by, row=row, opened_version=row.version, note=note)
    done = hand_over_close(
        by=running.coordinator, row=row, opened_version=row.version, note="All of it"
    )
    assert done.done_on is not None
    with pytest.raises(ValidationError):
        hand_over_close(by=running.coordinator, row=done, opened_version=done.version, note="x")
    membership_change_role(by=running.coordinator, membership=second, role="coordinator")
    membership_end(by=running.coordinator, membership=second)
    assert raised("coordinator") == 1


def test_the_page_says_what_to_tell_and_today_says_that_it_waits(
    running, second, signed, client, django_assert_max_num_queries
):
    project = running.project
    project.next_steps.create(text="Send the receipts", partner=running.lead)
    project.next_steps.create(text="Not theirs", partner=running.partner)
    period = project.periods.create(
        position=1, name="First half", starts="2026-01-01", ends="2026-06-30"
    )
    project.reports.create(
        period=period, partner=running.lead, language="en", due_on=date(2026, 7, 15)
    )
    membership_end(by=second.user, membership=second)
    row = HandOver.objects.get(why="coordinator")
    address = reverse("hand_over", args=[project.pk, row.pk])
    client.force_login(running.coordinator)
    client.get(address)
    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    for words in (signed.title, "Send the receipts", "First half"):
        assert words in page
    assert "Not theirs" not in page
    today = client.get(reverse("workbench_project", args=[project.pk])).content.decode()
    assert "Hand over" in today
    assert address in client.get(reverse("alliance_agreements", args=[project.pk])).content.decode()
    client.force_login(running.stranger)
    assert client.get(address).status_code == 404
    client.force_login(running.viewer)
    assert client.get(address).status_code == 200
    assert client.post(address, {"note": "x", "version": "1"}).status_code == 404
    client.force_login(running.coordinator)
    answer = client.post(address, {"note": "All of it", "version": str(row.version)})
    assert answer.status_code == 302
    assert client.get(address).status_code == 404
