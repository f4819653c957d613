"""Today: what waits for a reader, and what changed."""

import pytest

from twoshores.accounts.models import User
from twoshores.actors.models import Claim, Membership
from twoshores.actors.services.introductions import (
    introduction_accept,
    introduction_ask,
    introduction_question,
)
from twoshores.capacities.models import Engagement
from twoshores.portal.selectors.today import today_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(make_member, concepts):
    return make_member("amina", [(concepts[0], 3, "eau")])


@pytest.fixture
def introduction(member, need, organisation, officer):
    return introduction_ask(
        by=officer,
        asking=organisation,
        asked=member,
        subject_kind="capacities.need",
        subject_id=str(need.pk),
        message="هل تساعدنا؟",
        language="ar",
    )


def waits(client, user) -> list[str]:
    client.force_login(user)
    return [wait["action"] for wait in client.get("/today/").context["waits"]]


def test_nobody_reads_it_without_signing_in(client):
    response = client.get("/today/")

    assert response.status_code == 302
    assert "login" in response.url


def test_somebody_new_is_told_what_would_stand_here(client):
    client.force_login(User.objects.create_user("new@example.org"))
    page = client.get("/today/").content.decode()

    assert "Nothing waits for you" in page
    assert "Nothing yet." in page


def test_an_ask_waits_for_the_one_who_was_asked(client, introduction, member, officer):
    assert waits(client, member.user) == ["Read and answer"]
    assert waits(client, officer) == []


def test_a_question_waits_for_the_one_who_asked(client, introduction, member, officer):
    introduction_question(introduction=introduction, by=member.user, text="Quand ?", language="fr")

    assert waits(client, officer) == ["Answer the question"]
    assert waits(client, member.user) == []


def test_the_pseudonym_is_all_that_an_officer_reads(client, introduction, member, officer):
    introduction_question(introduction=introduction, by=member.user, text="?", language="fr")
    client.force_login(officer)
    page = client.get("/today/").content.decode()

    assert member.pseudonym in page
    assert "amina" not in page.lower()


def test_terms_wait_first_to_be_written_then_for_each_side(client, introduction, member, officer):
    introduction_accept(introduction=introduction, by=member.user)
    assert waits(client, officer) == ["Write the terms"]
    assert waits(client, member.user) == []

    Engagement.objects.update(tasks="نعلّم", version=2, organisation_agreed_version=2)

    assert waits(client, officer) == []
    assert waits(client, member.user) == ["Read the terms"]


def test_a_draft_waits_for_those_who_can_publish_it(client, need, officer, organisation):
    type(need).objects.update(state="draft")
    viewer = User.objects.create_user("viewer@example.org")
    Membership.objects.create(user=viewer, organisation=organisation, role="viewer")

    assert waits(client, officer) == ["Finish and publish"]
    assert waits(client, viewer) == []


def test_a_claim_waits_for_stewards_only(client, organisation, officer):
    steward = User.objects.create_user("steward@example.org", is_steward=True)
    Claim.objects.create(organisation=organisation, user=officer, evidence="We founded it.")

    assert [wait.kind for wait in today_for(steward).waits] == ["claim"]
    assert [wait.kind for wait in today_for(officer).waits] == []


def test_today_is_in_the_navigation_of_those_who_are_signed_in(client, officer):
    assert b'href="/today/"' not in client.get("/").content
    client.force_login(officer)
    assert b'href="/today/"' in client.get("/").content


def test_only_the_first_action_is_filled(client, introduction, need, officer, member):
    introduction_question(introduction=introduction, by=member.user, text="?", language="fr")
    type(need).objects.update(state="draft")
    client.force_login(officer)

    page = client.get("/today/")

    assert len(page.context["waits"]) == 2
    assert page.content.decode().count('class="btn"') == 1


def test_what_changed_is_told_newest_first_and_never_to_outsiders(
    client, introduction, officer, member
):
    client.force_login(officer)
    told = [event["text"] for event in client.get("/today/").context["changes"]]
    assert any(text.startswith("Need published: تدريب") for text in told)

    client.force_login(User.objects.create_user("other@example.org"))
    assert client.get("/today/").context["changes"] == []


def test_the_page_takes_few_queries_however_much_waits(
    client, introduction, need, officer, django_assert_max_num_queries
):
    type(need).objects.update(state="draft")
    client.force_login(officer)

    with django_assert_max_num_queries(15):
        client.get("/today/")
