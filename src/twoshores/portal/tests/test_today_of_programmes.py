"""What a programme waits for stands on the Today of those who write for the partners."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from twoshores.accounts.models import User
from twoshores.actors.models import Membership
from twoshores.programmes.tests.applying import *  # noqa: F403 - fixtures
from twoshores.programmes.tests.conftest import foundation, officer, programme  # noqa: F401

pytestmark = pytest.mark.django_db


def shown_to(client, user) -> str:
    client.force_login(user)
    return client.get("/today/").content.decode()


def test_a_proposal_waits_for_every_partner_until_its_deadline(client, keeper, helper, proposal):
    here = reverse("proposal", args=[proposal.project_id, proposal.pk])
    for user in (keeper, helper):
        page = shown_to(client, user)
        assert here in page
        assert "Ponds that pay" in page
        assert "From the river to the sea" in page
    viewer = User.objects.create_user("viewer@example.org", language="en")
    other = proposal.project.partners.get(is_lead=False).organisation
    Membership.objects.create(user=viewer, organisation=other, role="viewer")
    stranger = User.objects.create_user("stranger@example.org", language="en")
    for user in (viewer, stranger):
        assert here not in shown_to(client, user)
    proposal.call.deadline = timezone.now() - timedelta(minutes=1)
    proposal.call.save()
    assert here not in shown_to(client, helper)


def test_it_asks_once_however_much_waits(client, helper, proposal):
    shown_to(client, helper)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/today/").status_code == 200
    assert len(queries) <= 15
    assert sum("programmes_proposal" in row["sql"] for row in queries) == 1


def test_those_who_work_for_a_programme_find_it(client, officer, programme, keeper):  # noqa: F811
    here = reverse("programme", args=[programme.pk])
    assert here in shown_to(client, officer)
    assert here not in shown_to(client, keeper)
    programme.offices.create(user=keeper, role="assessor")
    page = shown_to(client, keeper)
    assert here in page
    assert programme.title in page
    programme.offices.update(ended_on=timezone.localdate())
    assert here not in shown_to(client, keeper)
