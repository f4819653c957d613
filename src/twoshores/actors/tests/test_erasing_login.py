"""Erasing oneself ends the login too, says so before, and keeps it for those who act for others."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.accounts.services import login_end
from twoshores.actors.models import Membership
from twoshores.actors.services.mails import person_link
from twoshores.common.models import AuditEvent, Draft, OutboxMail


@pytest.fixture
def signed_in(client, member_user):
    EmailAddress.objects.create(user=member_user, email="second@example.org", verified=True)
    Draft.objects.create(owner_id=str(member_user.pk), form="join", data={"name": ["Aïcha"]})
    OutboxMail.objects.create(to="Second@example.org", subject="x", body="y")
    client.force_login(member_user)
    return client


def erase(client, person, **more):
    return client.post(reverse("me_erase"), {"code": person.pseudonym, **more})


def test_the_login_goes_with_the_record(signed_in, person, member_user):
    page = signed_in.get(reverse("me_erase")).text
    assert "Your login goes too" in page
    done = erase(signed_in, person)
    assert "login has ended" in done.text
    assert not User.objects.filter(pk=member_user.pk).exists()
    assert not EmailAddress.objects.exists()
    assert not Draft.objects.exists()
    assert not OutboxMail.objects.filter(to__iexact="second@example.org").exists()
    assert signed_in.get(reverse("me")).status_code == 302  # to sign in: the session is over
    event = AuditEvent.objects.get(verb="login.end")
    assert "example.org" not in str([event.subject_id, event.fields])


def test_who_acts_for_an_organisation_chooses(signed_in, person, member_user, organisation):
    Membership.objects.filter(organisation=organisation).delete()
    Membership.objects.create(user=member_user, organisation=organisation, role="coordinator")
    page = signed_in.get(reverse("me_erase")).text
    assert organisation.name in page
    assert "no coordinator" in page
    assert erase(signed_in, person).status_code == 422  # the question about the login is open
    erase(signed_in, person, login="keep")
    member_user.refresh_from_db()
    person.refresh_from_db()
    assert person.erased_at
    assert Membership.objects.filter(user=member_user).exists()


def test_who_chooses_to_end_it_leaves_the_organisation_too(
    signed_in, person, member_user, organisation
):
    Membership.objects.create(user=member_user, organisation=organisation, role="officer")
    erase(signed_in, person, login="end")
    assert not User.objects.filter(pk=member_user.pk).exists()
    assert not Membership.objects.filter(organisation=organisation, role="officer", user=None)


def test_the_link_alone_does_not_end_a_login_that_acts_for_others(
    client, person, member_user, organisation
):
    Membership.objects.create(user=member_user, organisation=organisation, role="officer")
    address = f"{person_link(person)}erase/".replace("http://127.0.0.1:8000", "")
    page = client.get(address).text
    assert "this link alone cannot" in page
    client.post(address, {"code": person.pseudonym})
    person.refresh_from_db()
    assert person.erased_at
    assert User.objects.filter(pk=member_user.pk).exists()


def test_the_only_steward_cannot_end_their_login(steward):
    with pytest.raises(ValidationError, match="steward"):
        login_end(by=steward, user=steward)
    User.objects.create_user("other@example.org", is_steward=True)
    assert login_end(by=steward, user=steward)


def test_a_persona_of_the_demo_stays(member_user):
    User.objects.filter(pk=member_user.pk).update(is_demo=True)
    member_user.refresh_from_db()
    assert not login_end(by=None, user=member_user)
    assert User.objects.filter(pk=member_user.pk).exists()
