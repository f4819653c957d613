"""Help from a programme: who it goes to, who reads it, who answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.programmes.models import Office, SupportRequest
from twoshores.programmes.routing import focal_point_for
from twoshores.programmes.selectors.support import answer_times, blocks_that_may_answer
from twoshores.programmes.services.programmes import office_end
from twoshores.programmes.services.support import (
    support_ask,
    support_mail,
    support_move,
    support_say,
)

from .conftest import Funded

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal_point(programme) -> User:
    user = User.objects.create_user("focal@example.org")
    Office.objects.create(
        programme=programme, user=user, role="focal_point", countries=["ML"], languages=["fr"]
    )
    return user


def ask(funded: Funded, kind: str = "question", **facts) -> SupportRequest:
    return support_ask(
        by=funded.keeper,
        programme=funded.proposal.call.programme,
        organisation=funded.project.owner,
        project=funded.project,
        **{"kind": kind, "country": "ML", "language": "fr", "text": "Qui signe ?"} | facts,
    )


def office(pk: str, **facts) -> Office:
    row = Office(id=pk, role="focal_point", since=timezone.localdate(), **facts)
    row.since = facts.get("since", timezone.localdate())
    return row


A = "00000000-0000-4000-8000-00000000000a"
B = "00000000-0000-4000-8000-00000000000b"


@pytest.mark.parametrize(
    ("first", "second", "chosen"),
    [
        ({"countries": ["ML"]}, {"countries": ["SN"]}, 0),
        ({"countries": []}, {"countries": ["ML"]}, 1),
        ({"countries": ["ML"], "languages": ["en"]}, {"countries": [], "languages": ["fr"]}, 1),
        ({"countries": ["SN"]}, {"countries": ["EG"]}, None),
        ({"countries": ["ML"], "ended_on": timezone.localdate()}, {"countries": ["SN"]}, None),
    ],
)
def test_whose_request_it_is(first, second, chosen):
    rows = [office(A, **first), office(B, **second)]
    found = focal_point_for(rows, country="ML", language="fr", open_requests={})
    assert found == (None if chosen is None else rows[chosen])


def test_whoever_has_fewer_open_requests_comes_first():
    rows = [office(A, countries=["ML"]), office(B, countries=["ML"])]
    busy = {rows[0].pk: 3, rows[1].pk: 1}
    assert focal_point_for(rows, country="ML", language="fr", open_requests=busy) == rows[1]


def test_a_question_is_asked_taken_answered(client, funded, focal_point, mailoutbox):
    client.force_login(funded.keeper)
    page = reverse("support_new", args=[funded.project.pk, funded.proposal.call.programme_id])
    facts = {"kind": "question", "country": "ML", "language": "fr", "text": "Qui signe ?"}
    client.post(page, facts | {"organisation": str(funded.project.owner_id)})
    row = SupportRequest.objects.get()
    assert row.routed_to.user == focal_point
    support_mail(str(row.pk), str(funded.keeper.pk))
    assert [letter.to for letter in mailoutbox] == [[focal_point.email]]
    assert "Qui signe" not in mailoutbox[0].body

    client.force_login(focal_point)
    address = reverse("support_request", args=[row.pk])
    assert "Qui signe ?" in client.get(address).content.decode()
    client.post(reverse("support_move", args=[row.pk]), {"move": "take"})
    client.post(address, {"text": "La présidente.", "language": "fr"})
    row.refresh_from_db()
    assert (row.state, row.first_answer_at is not None) == ("answered", True)

    client.force_login(funded.keeper)
    shown = client.get(address).content.decode()
    assert "La présidente." in shown
    assert focal_point.email not in shown
    client.post(address, {"text": "Et après ?", "language": "fr"})
    row.refresh_from_db()
    assert row.state == "taken"


def test_who_reads_a_request(client, funded, focal_point, officer, stranger):
    row = ask(funded)
    address = reverse("support_request", args=[row.pk])
    reader = User.objects.get(email="reader@example.org")  # of the programme, does not write
    for user, status in (
        (funded.keeper, 200),
        (focal_point, 200),
        (officer, 200),
        (funded.partner, 404),
        (reader, 404),
        (stranger, 404),
    ):
        client.force_login(user)
        assert client.get(address).status_code == status, user.email


def test_a_mediation_is_read_by_whoever_has_it(client, funded, focal_point, officer):
    row = ask(funded, "mediation", text="Ils ne paient pas")
    address = reverse("support_request", args=[row.pk])
    listed = reverse("programme_support", args=[row.programme_id])
    client.force_login(officer)
    assert "Ils ne paient pas" not in client.get(address).content.decode()
    assert "Youth of Kayes" not in client.get(address).content.decode()
    assert "Youth of Kayes" not in client.get(listed).content.decode()
    client.force_login(focal_point)
    assert "Ils ne paient pas" in client.get(address).content.decode()
    support_move(by=officer, request=row, move="take")
    assert "Ils ne paient pas" not in client.get(address).content.decode()
    client.force_login(officer)
    assert "Ils ne paient pas" in client.get(address).content.decode()


def test_nobody_answers_their_own_organisation(funded, officer):
    from twoshores.actors.models import Membership

    Membership.objects.create(user=officer, organisation=funded.project.owner, role="officer")
    with pytest.raises(PermissionDenied):
        support_move(by=officer, request=ask(funded), move="take")


def test_only_both_sides_speak(funded, officer, focal_point):
    row = ask(funded)
    with pytest.raises(PermissionDenied):
        support_say(by=officer, request=row, text="Hello", language="en")
    with pytest.raises(PermissionDenied):
        support_say(by=funded.partner, request=row, text="Hello", language="en")


def test_how_fast_a_programme_answers(funded, focal_point):
    rows = [ask(funded) for _ in range(3)]
    start = timezone.now() - timedelta(hours=50)
    for row, hours in zip(rows, (2, 10, None), strict=True):
        answered = None if hours is None else start + timedelta(hours=hours)
        SupportRequest.objects.filter(pk=row.pk).update(asked_at=start, first_answer_at=answered)
    times = answer_times(SupportRequest.objects.all())
    assert (times.asked, times.answered) == (3, 2)
    assert (times.usual, times.longest) == (timedelta(hours=6), timedelta(hours=10))


def test_building_blocks_are_offered_for_what_they_speak_of():
    from twoshores.catalogue.services import catalogue_load

    catalogue_load()
    found = blocks_that_may_answer("How do we set up a roster and skill mapping of experts?", "fr")
    assert "skill-mapping" in [key for key, _text in found]
    assert all(text.language == "fr" for _key, text in found)
    assert blocks_that_may_answer("xylophone zzzzzz", "fr") == []


def test_asked_again_it_waits_for_somebody_where_nobody_had_it(client, funded, officer):
    row = ask(funded)
    support_move(by=funded.keeper, request=row, move="close")
    support_say(by=funded.keeper, request=row, text="Encore ?", language="fr")
    row.refresh_from_db()
    assert (row.state, row.taken_by_id, row.closed_at) == ("asked", None, None)
    assert support_move(by=officer, request=row, move="take").taken_by == officer


def test_what_somebody_had_who_left_the_platform_can_be_taken(client, funded, officer, focal_point):
    row = ask(funded)
    support_move(by=focal_point, request=row, move="take")
    SupportRequest.objects.update(taken_by=None)  # as a login that is deleted leaves it
    client.force_login(officer)
    page = client.get(reverse("support_request", args=[row.pk])).content.decode()
    assert 'value="take"' in page
    assert support_move(by=officer, request=row, move="take").state == "taken"


def test_a_focal_point_who_leaves_takes_no_request_along(
    client, funded, officer, focal_point, programme
):
    row = ask(funded)
    support_move(by=focal_point, request=row, move="take")
    waiting = ask(funded, "mediation", text="Ils ne paient pas")
    next_one = User.objects.create_user("next@example.org")
    following = Office.objects.create(programme=programme, user=next_one, role="focal_point")
    office_end(by=officer, office=Office.objects.get(user=focal_point))
    for one in (row, waiting):
        one.refresh_from_db()
        assert (one.state, one.taken_by, one.routed_to) == ("asked", None, following)
        address = reverse("support_request", args=[one.pk])
        client.force_login(focal_point)
        assert client.get(address).status_code == 404
        client.force_login(next_one)
        assert client.get(address).status_code == 200
    assert support_move(by=next_one, request=row, move="take").taken_by == next_one
