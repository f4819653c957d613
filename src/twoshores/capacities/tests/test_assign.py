"""Who should be asked for which need: all open needs of an organisation seen together."""

import pytest
from django.urls import reverse

from twoshores.accounts.models import User
from twoshores.actors.models import Introduction, Membership
from twoshores.actors.services.consents import Evidence, consent_withdraw
from twoshores.actors.services.introductions import introduction_ask, introduction_decline
from twoshores.capacities.matching.assign import plan_for
from twoshores.capacities.models import Need
from twoshores.capacities.selectors.assignments import own_open_needs
from twoshores.capacities.services.needs import (
    RequirementData,
    need_create,
    need_publish,
    shortlist_keep,
)

ADDRESS = "needs_assign"


@pytest.fixture
def officer_client(client, officer):
    officer.language = "en"
    officer.save()
    client.force_login(officer)
    return client


@pytest.fixture
def publish(officer, organisation, concepts, place):
    """publish(title, concept) -> an open need that asks for one skill from a distance."""

    def make(title, *wanted):
        facts = {"language": "en", "title": title, "description": "x", "place": place}
        lines = [
            RequirementData(concept.label, "en", concept=concept, confirmed=True, weight=30)
            for concept in wanted
        ]
        facts["modes"] = ["remote"]
        need = need_create(by=officer, organisation=organisation, facts=facts, requirements=lines)
        return need_publish(by=officer, need=need)

    return make


def plan(officer):
    return plan_for(own_open_needs(User.objects.get(pk=officer.pk)).needs)


def pairs(found):
    return {p.need.title: p.entry.profile.person.pseudonym for p in found.proposals}


def ask(officer, organisation, need, person):
    return introduction_ask(
        by=officer,
        asking=organisation,
        asked=person,
        subject_kind="capacities.need",
        subject_id=str(need.pk),
        message="?",
        language="en",
    )


def test_the_best_of_one_list_is_left_to_the_need_that_has_nobody_else(
    officer, publish, make_member, concepts, settings
):
    """Greedy would give `both` to the water and leave the food without anybody."""
    settings.OPEN_INTRODUCTIONS_LIMIT = 1
    water, food, _disease = concepts
    both = make_member("both", [(water, 4, "x"), (food, 2, "y")])
    some = make_member("some", [(water, 2, "z")])
    publish("water", water)
    publish("food", food)
    found = plan(officer)
    assert pairs(found) == {"water": some.pseudonym, "food": both.pseudonym}
    for_water = next(p for p in found.proposals if p.need.title == "water")
    assert for_water.rank == 2
    assert for_water.fits == 2
    assert [(p.pseudonym, [n.title for n in needs]) for p, needs in for_water.before] == [
        (both.pseudonym, ["food"])
    ]


def test_nobody_is_proposed_more_often_than_they_have_room_for(
    officer, organisation, publish, make_member, concepts, settings
):
    settings.OPEN_INTRODUCTIONS_LIMIT = 2
    only = make_member("only", [(concepts[0], 4, "x")])
    needs = [publish(f"n{number}", concepts[0]) for number in range(3)]
    found = plan(officer)
    assert len(found.proposals) == 2
    assert [elsewhere for _need, elsewhere in found.unfilled] == [True]
    ask(officer, organisation, needs[0], only)
    found = plan(officer)
    assert [need.title for need in found.spoken_for] == ["n0"]
    assert len(found.proposals) == 1


def test_only_those_who_may_be_asked_are_proposed(
    officer, organisation, publish, make_member, concepts
):
    own = Evidence(channel="link", text_language="fr")
    people = [make_member(f"m{number}", [(concepts[0], 4, "x")]) for number in range(5)]
    need = publish("water", concepts[0])
    for person, purpose in zip(people, ("asked", "listed", "matched"), strict=False):
        consent_withdraw(by=None, person=person, purposes=[purpose], evidence=own)
    shortlist_keep(by=officer, need=need, person_id=people[3].pk, verdict="unsuitable")
    introduction_decline(by=None, introduction=ask(officer, organisation, need, people[4]))
    found = plan(officer)
    assert found.proposals == []
    assert found.unfilled == [(need, False)]


def test_a_need_without_skills_is_said_to_have_nobody(officer, publish, concepts):
    need = publish("water", concepts[0])
    need.requirements.all().delete()
    assert plan(officer).unfilled == [(need, False)]


def test_the_page_proposes_explains_and_sends_nothing(
    officer_client, publish, make_member, concepts, settings
):
    settings.OPEN_INTRODUCTIONS_LIMIT = 1
    both = make_member("both", [(concepts[0], 4, "x"), (concepts[1], 2, "y")])
    some = make_member("some", [(concepts[0], 2, "z")])
    water, food = publish("water", concepts[0]), publish("food", concepts[1])
    text = officer_client.get(reverse(ADDRESS)).text
    assert reverse("need_ask", args=[water.pk, some.pseudonym]) in text
    assert reverse("need_ask", args=[food.pk, both.pseudonym]) in text
    assert "With more points, and needed elsewhere:" in text
    assert "Family" not in text
    assert not Introduction.objects.exists()
    for person in (both, some):
        assert list(person.looks.values_list("what", flat=True)) == ["shortlist"]


def test_the_link_to_the_reasons_opens_the_right_page(
    officer_client, publish, make_member, concepts
):
    for number in range(11):
        make_member(f"m{number}", [(concepts[0], 4, "x")])
    last = make_member("last", [(concepts[0], 1, "x")])
    need = publish("water", concepts[0])
    text = officer_client.get(reverse("need_who", args=[need.pk]), {"open": last.pseudonym}).text
    assert f'id="{last.pseudonym}"' in text


def test_only_needs_of_ones_own_organisations_and_only_for_those_who_write(
    client, officer_client, officer, publish, concepts
):
    publish("water", concepts[0])
    assert len(own_open_needs(officer).needs) == 1
    Membership.objects.filter(user=officer).update(role="viewer")
    assert own_open_needs(officer).needs == []
    assert "No open needs that you coordinate" in officer_client.get(reverse(ADDRESS)).text
    stranger = User.objects.create_user("x@example.org", is_steward=True)
    assert own_open_needs(stranger).needs == []
    client.logout()
    assert client.get(reverse(ADDRESS)).status_code == 302


def test_drafts_and_filled_needs_stay_out(officer, publish, concepts):
    publish("water", concepts[0])
    for state in ("draft", "filled", "closed"):
        Need.objects.update(state=state)
        assert own_open_needs(officer).needs == []


def test_queries_do_not_grow_with_needs(
    officer_client, publish, make_member, concepts, django_assert_max_num_queries
):
    for number in range(6):
        make_member(f"m{number}", [(concepts[number % 3], 4, "x")])
        publish(f"n{number}", concepts[number % 3])
    officer_client.get(reverse(ADDRESS))
    with django_assert_max_num_queries(15):
        officer_client.get(reverse(ADDRESS))
