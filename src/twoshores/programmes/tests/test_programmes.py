"""A programme is begun, read and changed by its organisation; others are invited to work for it."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.common.models import AuditEvent
from twoshores.programmes.models import Office, Programme
from twoshores.programmes.permissions.programmes import standing_with
from twoshores.programmes.services.programmes import (
    office_end,
    office_invitation_mail,
    office_invite,
    programme_create,
)

FACTS = {"title": "Ponds", "language": "en", "currency": "EUR", "visibility": "owners"}


def test_an_officer_begins_a_programme(client, officer, foundation):
    client.force_login(officer)
    answer = client.post(reverse("programme_new"), FACTS | {"owner": str(foundation.pk)})
    made = Programme.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("programme", args=[made.pk])
    assert made.organisation == foundation
    assert AuditEvent.objects.filter(verb="programme.create", about_id=foundation.pk).exists()


def test_nobody_begins_one_for_others(stranger, foundation):
    with pytest.raises(PermissionDenied):
        programme_create(by=stranger, organisation=foundation, facts=FACTS)


def test_who_sees_it(client, programme, stranger):
    page = reverse("programme", args=[programme.pk])
    client.force_login(stranger)
    assert client.get(page).status_code == 404
    reader = User.objects.get(email="reader@example.org")
    client.force_login(reader)
    assert client.get(page).status_code == 200
    assert client.get(reverse("programme_edit", args=[programme.pk])).status_code == 403


def test_two_people_change_it(client, programme, officer):
    page = reverse("programme_edit", args=[programme.pk])
    client.force_login(officer)
    opened = {"version": programme.version}
    assert client.post(page, FACTS | opened | {"title": "First"}).status_code == 302
    answer = client.post(page, FACTS | opened | {"title": "Second"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "First" in shown
    assert "Second" in shown


def test_an_assessor_is_invited_and_takes_the_office(
    client, programme, officer, stranger, mailoutbox
):
    invitation = office_invite(
        by=officer,
        programme=programme,
        email="Stranger@example.org",
        role="assessor",
        facts={"languages": ["fr"], "countries": [], "most_proposals": 5},
    )
    office_invitation_mail(str(invitation.pk))
    assert mailoutbox[0].to == ["stranger@example.org"]
    link = re.search(r"/programmes/join/[^/\s]+/", mailoutbox[0].body)[0]
    client.force_login(stranger)
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 410  # once
    office = Office.objects.get()
    assert (office.user, office.languages, office.most_proposals) == (stranger, ["fr"], 5)
    assert standing_with(stranger, programme).assessor == office
    assert client.get(reverse("programme", args=[programme.pk])).status_code == 200
    assert client.get(reverse("programme_people", args=[programme.pk])).status_code == 404

    with pytest.raises(ValidationError):
        office_invite(
            by=officer, programme=programme, email=stranger.email, role="assessor", facts={}
        )
    office_end(by=officer, office=office)
    assert not standing_with(stranger, programme).is_inside


def test_an_office_is_ended_by_its_holder_or_by_the_programme_only(programme, stranger):
    holder = User.objects.create_user("holder@example.org")
    office = Office.objects.create(programme=programme, user=holder, role="focal_point")
    with pytest.raises(PermissionDenied):
        office_end(by=stranger, office=office)
    office_end(by=holder, office=office)
    assert office.ended_on


@pytest.mark.parametrize(
    ("roles", "count"), [(["assessor"], 2), (["focal_point"], 3), (["assessor", "focal_point"], 4)]
)
def test_no_tab_of_an_office_leads_to_a_page_that_is_not_its_own(
    client, programme, stranger, roles, count
):
    for role in roles:
        Office.objects.create(programme=programme, user=stranger, role=role)
    client.force_login(stranger)
    here = reverse("programme", args=[programme.pk])
    page = client.get(here).content.decode()
    tabs = {link for link in re.findall(r'href="([^"]+)"', page) if link.startswith(here)}
    assert len(tabs) == count
    assert {client.get(link).status_code for link in tabs} == {200}
